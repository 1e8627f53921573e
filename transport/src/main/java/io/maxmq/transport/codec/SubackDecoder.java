package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;

/**
 * Reads SUBACK (section 3.9). Valid until the next {@link #wrap}.
 *
 * <pre>
 *  packet id (2) | properties (5) | reason code (1) …
 * </pre>
 */
public final class SubackDecoder extends CodeListDecoder
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
        beginCodes(PacketType.SUBACK, buffer, offset, length, flags, version);
        return endCodes(version == MqttVersion.V5 ? ReasonCodeSet.SUBACK : ReasonCodeSet.OLD_SUBACK);
    }
}
