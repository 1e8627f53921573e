package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes UNSUBACK (section 3.11). Its reason codes exist in MQTT 5 alone.
 */
public final class UnsubackEncoder
{
    private UnsubackEncoder()
    {
    }

    /**
     * @param version of the protocol.
     * @param count   of reason codes.
     * @return bytes of the whole packet.
     */
    public static int length(final int version, final int count)
    {
        return CodeListEncoder.length(version, countFor(version, count));
    }

    /**
     * @param dst         with room for {@link #length} bytes.
     * @param offset      where to write.
     * @param version     of the protocol.
     * @param packetId    of the UNSUBSCRIBE.
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
            dst, offset, PacketType.UNSUBACK, version, packetId, codes, codesOffset, countFor(version, count));
    }

    private static int countFor(final int version, final int count)
    {
        return version == MqttVersion.V5 ? count : 0;
    }
}
