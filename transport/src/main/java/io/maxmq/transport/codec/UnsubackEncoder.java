package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes UNSUBACK (section 3.11). Its reason codes exist in MQTT 5 alone.
 */
public final class UnsubackEncoder {
    private static final int PACKET_ID_SIZE = 2;

    private UnsubackEncoder() {
    }

    /**
     * @param version of the protocol.
     * @param count   of reason codes.
     * @return bytes of the whole packet.
     */
    public static int length(final int version, final int count) {
        return Wire.frameLength(bodyLength(version, count));
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
        final DirectBuffer codes, final int codesOffset, final int count) {
        int position = Wire.putHeader(dst, offset, PacketType.UNSUBACK, bodyLength(version, count));
        position = Wire.putShort(dst, position, packetId);
        if (version == MqttVersion.V5) {
            position = Varint.put(dst, position, 0);
            position = Wire.putBytes(dst, position, codes, codesOffset, count);
        }
        return position - offset;
    }

    private static int bodyLength(final int version, final int count) {
        return version == MqttVersion.V5 ? PACKET_ID_SIZE + Varint.size(0) + count : PACKET_ID_SIZE;
    }
}
