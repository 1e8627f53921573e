package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;

/**
 * Reads UNSUBACK (section 3.11), which has no codes before MQTT 5. Valid until the next {@link #wrap}.
 *
 * <pre>
 *  packet id (2) | properties (5) | reason code (1, 5) …
 * </pre>
 */
public final class UnsubackDecoder extends CodeListDecoder
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
        beginCodes(PacketType.UNSUBACK, buffer, offset, length, flags, version);
        return version == MqttVersion.V5 ? endCodes(ReasonCodeSet.UNSUBACK) : body.end();
    }
}
