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

    static int length(final int version, final int count, final int reasonLength)
    {
        return Wire.frameLength(bodyLength(version, count, reasonLength));
    }

    static int encode(
        final MutableDirectBuffer dst, final int offset, final int packetType, final int version, final int packetId,
        final DirectBuffer codes, final int codesOffset, final int count,
        final DirectBuffer reason, final int reasonLength)
    {
        int position = Wire.putHeader(dst, offset, packetType, bodyLength(version, count, reasonLength));
        position = Wire.putShort(dst, position, packetId);
        int highestCode = ReasonCode.UNSPECIFIED_ERROR;
        if (version == MqttVersion.V5)
        {
            position = Varint.put(dst, position, propertyLength(reasonLength));
            if (reasonLength > 0)
            {
                position = Wire.putByte(dst, position, PropertyId.REASON_STRING);
                position = Wire.putBinary(dst, position, reason, 0, reasonLength);
            }
            highestCode = HIGHEST_CODE;
        }
        for (int i = 0; i < count; i++)
        {
            position = Wire.putByte(dst, position, Math.min(codes.getByte(codesOffset + i) & 0xFF, highestCode));
        }
        return position - offset;
    }

    private static int bodyLength(final int version, final int count, final int reasonLength)
    {
        final int properties = propertyLength(reasonLength);
        return PACKET_ID_SIZE + (version == MqttVersion.V5 ? Varint.size(properties) + properties : 0) + count;
    }

    private static int propertyLength(final int reasonLength)
    {
        return reasonLength == 0 ? 0 : 1 + Wire.LENGTH_PREFIX + reasonLength;
    }
}
