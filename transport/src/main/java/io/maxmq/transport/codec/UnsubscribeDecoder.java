package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;

/**
 * Reads UNSUBSCRIBE (section 3.10). Everything is checked by {@link #wrap}, then {@link #next} goes through the
 * filters. Valid until the next wrap.
 *
 * <pre>
 *  packet id (2) | properties (5) | { filter length (2) | filter } …
 * </pre>
 */
public final class UnsubscribeDecoder extends FilterListDecoder
{
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
        return wrap(PacketType.UNSUBSCRIBE, buffer, offset, length, flags, version, PropertyId.OF_UNSUBSCRIBE);
    }

    @Override
    void checkEntry(final BodyReader entry, final long filter, final int version)
    {
        // Nothing follows a filter here.
    }

    @Override
    int readEntry(final DirectBuffer buffer, final int position)
    {
        return position;
    }
}
