package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes SUBACK (section 3.9). Reason codes are given as those of MQTT 5; in 3.x every failure is written as 0x80.
 */
public final class SubackEncoder
{
    private SubackEncoder()
    {
    }

    /**
     * @param version of the protocol.
     * @param count   of reason codes.
     * @return bytes of the whole packet.
     */
    public static int length(final int version, final int count)
    {
        return length(version, count, 0);
    }

    /**
     * @param version      of the protocol.
     * @param count        of reason codes.
     * @param reasonLength bytes of the reason string, 0 for none; not counted before MQTT 5.
     * @return bytes of the whole packet.
     */
    public static int length(final int version, final int count, final int reasonLength)
    {
        return CodeListEncoder.length(version, count, reasonLength);
    }

    /**
     * @param dst         with room for {@link #length} bytes.
     * @param offset      where to write.
     * @param version     of the protocol.
     * @param packetId    of the SUBSCRIBE.
     * @param codes       holding one reason code per byte, in the order of the filters.
     * @param codesOffset of the first code.
     * @param count       of codes.
     * @return bytes written.
     */
    public static int encode(
        final MutableDirectBuffer dst, final int offset, final int version, final int packetId,
        final DirectBuffer codes, final int codesOffset, final int count)
    {
        return encode(dst, offset, version, packetId, codes, codesOffset, count, null, 0);
    }

    /**
     * With a reason string, which is written for MQTT 5 alone.
     *
     * @param dst          with room for {@link #length} bytes.
     * @param offset       where to write.
     * @param version      of the protocol.
     * @param packetId     of the request.
     * @param codes        holding one reason code per byte, in the order of the filters.
     * @param codesOffset  of the first code.
     * @param count        of codes.
     * @param reason       the reason string in UTF-8, from its beginning; null for none.
     * @param reasonLength bytes of it, 0 for none.
     * @return bytes written.
     */
    public static int encode(
        final MutableDirectBuffer dst, final int offset, final int version, final int packetId,
        final DirectBuffer codes, final int codesOffset, final int count,
        final DirectBuffer reason, final int reasonLength)
    {
        return CodeListEncoder.encode(dst, offset, PacketType.SUBACK, version, packetId, codes, codesOffset,
            count, reason, reasonLength);
    }
}
