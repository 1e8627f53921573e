package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;

/**
 * Reads PUBACK, PUBREC, PUBREL and PUBCOMP (sections 3.4 to 3.7). Valid until the next {@link #wrap}.
 *
 * <pre>
 *  packet id (2) | reason code (1, if 5 and length ≥ 3) | properties (if 5 and length ≥ 4)
 * </pre>
 */
public final class AckDecoder extends ReasonedDecoder
{
    private static final int SHORT_LENGTH = 2;

    private int packetId;
    private int reasonCode;

    /**
     * @param packetType PUBACK, PUBREC, PUBREL or PUBCOMP.
     * @param buffer     holding the body.
     * @param offset     of the body.
     * @param length     of the body.
     * @param flags      the low nibble of the frame's first byte.
     * @param version    of the protocol.
     * @return what is wrong with it.
     */
    public Violation wrap(
        final int packetType, final DirectBuffer buffer, final int offset, final int length, final int flags,
        final int version)
    {
        begin(packetType, buffer, offset, length, flags, version);
        packetId = body.readPacketId();
        reasonCode = ReasonCode.SUCCESS;
        if (version == MqttVersion.V5 && length > SHORT_LENGTH)
        {
            reasonCode = body.readByte();
            body.failIf(!ReasonCodeSet.ofAck(packetType).contains(reasonCode), Violation.BAD_REASON_CODE);
            if (body.remaining() > 0)
            {
                properties.read(body, PropertyId.OF_ACK);
            }
        }
        return body.end();
    }

    public int packetId()
    {
        return packetId;
    }

    public int reasonCode()
    {
        return reasonCode;
    }
}
