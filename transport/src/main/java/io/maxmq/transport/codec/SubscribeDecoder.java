package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;

/**
 * Reads SUBSCRIBE (section 3.8). Everything is checked by {@link #wrap}, then {@link #next} goes through the filters.
 * Limits on filters that are a matter of configuration are left to {@link TopicFilter#check}, because they cost one
 * subscription and not the connection. Valid until the next wrap.
 *
 * <pre>
 *  packet id (2) | properties (5) | { filter length (2) | filter | options (1) } …
 *
 *  options:  7 6       5 4             3                  2        1 0
 *         reserved  retain handling  retain as published  no local  QoS     (3.x: QoS alone)
 * </pre>
 */
public final class SubscribeDecoder extends FilterListDecoder
{
    private static final int QOS_MASK = 0b0000_0011;
    private static final int NO_LOCAL = 0b0000_0100;
    private static final int RETAIN_AS_PUBLISHED = 0b0000_1000;
    private static final int RETAIN_HANDLING_SHIFT = 4;
    private static final int RETAIN_HANDLING_MASK = 0b11;
    private static final int RESERVED_BITS = 0b1100_0000;
    private static final int RESERVED_BITS_OF_3 = 0b1111_1100;

    private int options;

    /**
     * @param buffer  holding the body.
     * @param offset  of the body.
     * @param length  of the body.
     * @param flags   the low nibble of the frame's first byte.
     * @param version of the protocol.
     * @return what is wrong with it.
     */
    public Violation wrap(
        final DirectBuffer buffer, final int offset, final int length, final int flags, final int version)
    {
        return wrap(PacketType.SUBSCRIBE, buffer, offset, length, flags, version, PropertyId.OF_SUBSCRIBE);
    }

    @Override
    void checkEntry(final BodyReader entry, final long filter, final int version)
    {
        final int bits = entry.readByte();
        final int reserved = version == MqttVersion.V5 ? RESERVED_BITS : RESERVED_BITS_OF_3;
        entry.failIf((bits & reserved) != 0, Violation.RESERVED_BITS);
        entry.failIf((bits & QOS_MASK) > 2, Violation.BAD_SUBSCRIPTION_QOS);
        entry.failIf((bits >>> RETAIN_HANDLING_SHIFT & RETAIN_HANDLING_MASK) > 2, Violation.BAD_RETAIN_HANDLING);
        if (!entry.hasFailed() && (bits & NO_LOCAL) != 0)
        {
            entry.failIf(TopicFilter.isShared(entry.buffer(), Region.offset(filter), Region.length(filter)),
                Violation.NO_LOCAL_ON_SHARED);
        }
    }

    @Override
    int readEntry(final DirectBuffer buffer, final int position)
    {
        options = buffer.getByte(position);
        return position + 1;
    }

    static int options(
        final int qos, final boolean noLocal, final boolean retainAsPublished, final int retainHandling)
    {
        return qos | (noLocal ? NO_LOCAL : 0) | (retainAsPublished ? RETAIN_AS_PUBLISHED : 0) |
            retainHandling << RETAIN_HANDLING_SHIFT;
    }

    /**
     * @return 1 to 268,435,455, or 0 when there is none.
     */
    public int subscriptionId()
    {
        return number(PropertyId.SUBSCRIPTION_IDENTIFIER, 0);
    }

    public int qos()
    {
        return options & QOS_MASK;
    }

    public boolean noLocal()
    {
        return (options & NO_LOCAL) != 0;
    }

    public boolean retainAsPublished()
    {
        return (options & RETAIN_AS_PUBLISHED) != 0;
    }

    /**
     * @return 0 = send retained messages, 1 = only for a new subscription, 2 = do not.
     */
    public int retainHandling()
    {
        return options >>> RETAIN_HANDLING_SHIFT & RETAIN_HANDLING_MASK;
    }
}
