package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What SUBACK and UNSUBACK have in common: one reason code per filter, in the order of the filters.
 */
final class CodeListEncoder
{
    private static final int PACKET_ID_SIZE = 2;
    private static final int HIGHEST_CODE = 0xFF;

    private CodeListEncoder()
    {
    }

    static int length(final int version, final int count)
    {
        return Wire.frameLength(bodyLength(version, count));
    }

    static int encode(
        final MutableDirectBuffer dst, final int offset, final int packetType, final int version, final int packetId,
        final DirectBuffer codes, final int codesOffset, final int count)
    {
        int position = Wire.putHeader(dst, offset, packetType, bodyLength(version, count));
        position = Wire.putShort(dst, position, packetId);
        int highestCode = ReasonCode.UNSPECIFIED_ERROR;
        if (version == MqttVersion.V5)
        {
            position = Varint.put(dst, position, 0);
            highestCode = HIGHEST_CODE;
        }
        for (int i = 0; i < count; i++)
        {
            position = Wire.putByte(dst, position, Math.min(codes.getByte(codesOffset + i) & 0xFF, highestCode));
        }
        return position - offset;
    }

    private static int bodyLength(final int version, final int count)
    {
        return PACKET_ID_SIZE + (version == MqttVersion.V5 ? Varint.size(0) : 0) + count;
    }
}
