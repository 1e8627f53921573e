package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes PUBACK, PUBREC, PUBREL and PUBCOMP (sections 3.4 to 3.7) in their shortest form: 4 bytes for success and
 * before MQTT 5, 5 bytes with a reason code, longer with a reason string.
 */
public final class AckEncoder
{
    /** Bytes of an acknowledgement without reason string, at most. */
    public static final int MAX_LENGTH = 5;

    private static final int PACKET_ID_SIZE = 2;
    private static final int REASON_SIZE = 1;

    private AckEncoder()
    {
    }

    /**
     * @param version    of the protocol.
     * @param reasonCode of MQTT 5; not written before.
     * @return bytes that {@link #encode(MutableDirectBuffer, int, int, int, int, int)} writes.
     */
    public static int length(final int version, final int reasonCode)
    {
        return Wire.frameLength(bodyLength(version, reasonCode));
    }

    /**
     * @param dst        with room for {@link #length(int, int)} bytes.
     * @param offset     where to write.
     * @param packetType PUBACK, PUBREC, PUBREL or PUBCOMP.
     * @param version    of the protocol.
     * @param packetId   of the message.
     * @param reasonCode of MQTT 5; not written before.
     * @return bytes written.
     */
    public static int encode(
        final MutableDirectBuffer dst, final int offset, final int packetType, final int version, final int packetId,
        final int reasonCode)
    {
        final int bodyLength = bodyLength(version, reasonCode);
        int position = Wire.putHeader(dst, offset, packetType, bodyLength);
        position = Wire.putShort(dst, position, packetId);
        if (bodyLength > PACKET_ID_SIZE)
        {
            position = Wire.putByte(dst, position, reasonCode);
        }
        return position - offset;
    }

    /**
     * @param stringLength bytes of the reason string.
     * @return bytes that the encode method with a reason string writes.
     */
    public static int lengthWithReasonString(final int stringLength)
    {
        return Wire.frameLength(bodyLengthWithReasonString(stringLength));
    }

    /**
     * With a reason string, for MQTT 5 alone.
     *
     * @param dst          with room for {@link #lengthWithReasonString} bytes.
     * @param offset       where to write.
     * @param packetType   PUBACK, PUBREC, PUBREL or PUBCOMP.
     * @param packetId     of the message.
     * @param reasonCode   why.
     * @param string       holding the reason string in UTF-8.
     * @param stringOffset of it.
     * @param stringLength of it.
     * @return bytes written.
     */
    public static int encode(
        final MutableDirectBuffer dst, final int offset, final int packetType, final int packetId,
        final int reasonCode, final DirectBuffer string, final int stringOffset, final int stringLength)
    {
        final int bodyLength = bodyLengthWithReasonString(stringLength);
        int position = Wire.putHeader(dst, offset, packetType, bodyLength);
        position = Wire.putShort(dst, position, packetId);
        position = Wire.putByte(dst, position, reasonCode);
        position = Varint.put(dst, position, propertyLength(stringLength));
        position = Wire.putByte(dst, position, PropertyId.REASON_STRING);
        return Wire.putBinary(dst, position, string, stringOffset, stringLength) - offset;
    }

    private static int bodyLength(final int version, final int reasonCode)
    {
        return version == MqttVersion.V5 && reasonCode != ReasonCode.SUCCESS ? PACKET_ID_SIZE + REASON_SIZE :
            PACKET_ID_SIZE;
    }

    private static int bodyLengthWithReasonString(final int stringLength)
    {
        final int propertyLength = propertyLength(stringLength);
        return PACKET_ID_SIZE + REASON_SIZE + Varint.size(propertyLength) + propertyLength;
    }

    private static int propertyLength(final int stringLength)
    {
        return 1 + Wire.LENGTH_PREFIX + stringLength;
    }
}
