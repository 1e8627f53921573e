package io.maxmq.transport.codec;

/**
 * Writes SUBSCRIBE (section 3.8), for clients. Used as: {@link #start}, properties, the filters, {@link #length},
 * {@link #encode}. Allocates: for tools and tests.
 */
public final class SubscribeEncoder extends FilterListEncoder
{
    public SubscribeEncoder()
    {
        super(PacketType.SUBSCRIBE);
    }

    /**
     * Begin a packet without filters.
     *
     * @param version  of the protocol.
     * @param packetId 1 to 65,535.
     * @return this.
     */
    public SubscribeEncoder start(final int version, final int packetId)
    {
        begin(version, packetId);
        return this;
    }

    /**
     * @param id 1 to 268,435,455, or 0 for none.
     * @return this.
     */
    public SubscribeEncoder subscriptionId(final int id)
    {
        properties.putNumber(PropertyId.SUBSCRIPTION_IDENTIFIER, id, 0);
        return this;
    }

    /** Add a user property. */
    public SubscribeEncoder userProperty(final String key, final String value)
    {
        properties.putUserProperty(key, value);
        return this;
    }

    /** Add a filter without further options. */
    public SubscribeEncoder filter(final String text, final int qos)
    {
        return filter(text, qos, false, false, 0);
    }

    /**
     * Add a filter.
     *
     * @param text              the topic filter.
     * @param qos               0 to 2.
     * @param noLocal           MQTT 5 alone, as the rest.
     * @param retainAsPublished whether to keep the RETAIN flag.
     * @param retainHandling    0 to 2, see {@link SubscribeDecoder#retainHandling()}.
     * @return this.
     */
    public SubscribeEncoder filter(
        final String text, final int qos, final boolean noLocal, final boolean retainAsPublished,
        final int retainHandling)
    {
        putFilter(text);
        putOptions(SubscribeDecoder.options(qos, noLocal, retainAsPublished, retainHandling));
        return this;
    }
}
