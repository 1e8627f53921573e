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
        return CodeListEncoder.length(version, count);
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
        return CodeListEncoder.encode(
            dst, offset, PacketType.SUBACK, version, packetId, codes, codesOffset, count);
    }
}
