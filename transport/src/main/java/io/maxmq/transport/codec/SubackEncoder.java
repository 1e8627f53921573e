package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes SUBACK (section 3.9). Reason codes are given as those of MQTT 5; in 3.x every failure is written as 0x80.
 */
public final class SubackEncoder {
    private static final int PACKET_ID_SIZE = 2;

    private SubackEncoder() {
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
     * @param packetId    of the SUBSCRIBE.
     * @param codes       holding one reason code per byte, in the order of the filters.
     * @param codesOffset of the first code.
     * @param count       of codes.
     * @return bytes written.
     */
    public static int encode(
        final MutableDirectBuffer dst, final int offset, final int version, final int packetId,
        final DirectBuffer codes, final int codesOffset, final int count) {
        int position = Wire.putHeader(dst, offset, PacketType.SUBACK, bodyLength(version, count));
        position = Wire.putShort(dst, position, packetId);
        if (version == MqttVersion.V5) {
            position = Varint.put(dst, position, 0);
            return Wire.putBytes(dst, position, codes, codesOffset, count) - offset;
        }
        for (int i = 0; i < count; i++) {
            final int code = codes.getByte(codesOffset + i) & 0xFF;
            position = Wire.putByte(dst, position, Math.min(code, ReasonCode.UNSPECIFIED_ERROR));
        }
        return position - offset;
    }

    private static int bodyLength(final int version, final int count) {
        return PACKET_ID_SIZE + (version == MqttVersion.V5 ? Varint.size(0) : 0) + count;
    }
}
