package io.maxmq.transport.codec;

/**
 * Writes UNSUBSCRIBE (section 3.10), for clients. Used as: {@link #start}, properties, the filters, {@link #length},
 * {@link #encode}. Allocates: for tools and tests.
 */
public final class UnsubscribeEncoder extends FilterListEncoder
{
    public UnsubscribeEncoder()
    {
        super(PacketType.UNSUBSCRIBE);
    }

    /**
     * Begin a packet without filters.
     *
     * @param version  of the protocol.
     * @param packetId 1 to 65,535.
     * @return this.
     */
    public UnsubscribeEncoder start(final int version, final int packetId)
    {
        begin(version, packetId);
        return this;
    }

    /** Add a user property. */
    public UnsubscribeEncoder userProperty(final String key, final String value)
    {
        properties.putUserProperty(key, value);
        return this;
    }

    /** Add a filter. */
    public UnsubscribeEncoder filter(final String text)
    {
        putFilter(text);
        return this;
    }
}
