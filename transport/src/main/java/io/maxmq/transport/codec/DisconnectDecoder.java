package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;

/**
 * Reads DISCONNECT (section 3.14). Valid until the next {@link #wrap}.
 *
 * <pre>
 *  reason code (1, if 5 and length ≥ 1) | properties (if 5 and length ≥ 2)
 * </pre>
 */
public final class DisconnectDecoder extends ReasonedDecoder
{
    private final ReasonCodeSet allowedReasons;
    private final long allowedProperties;
    private int reasonCode;

    /** Reads what clients send. */
    public DisconnectDecoder()
    {
        this(Sender.CLIENT);
    }

    /**
     * @param sender of the packets; a server may not set the session expiry (MQTT-3.14.2-2), a client may not give
     *               reasons that are the server's.
     */
    public DisconnectDecoder(final Sender sender)
    {
        final boolean isClient = sender == Sender.CLIENT;
        allowedReasons = isClient ? ReasonCodeSet.CLIENT_DISCONNECT : ReasonCodeSet.SERVER_DISCONNECT;
        allowedProperties = isClient ? PropertyId.OF_CLIENT_DISCONNECT : PropertyId.OF_SERVER_DISCONNECT;
    }

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
        begin(PacketType.DISCONNECT, buffer, offset, length, flags, version);
        reasonCode = ReasonCode.SUCCESS;
        if (version == MqttVersion.V5 && length > 0)
        {
            reasonCode = body.readByte();
            body.failIf(!allowedReasons.contains(reasonCode), Violation.BAD_REASON_CODE);
            if (body.remaining() > 0)
            {
                properties.read(body, allowedProperties);
            }
        }
        return body.end();
    }

    public int reasonCode()
    {
        return reasonCode;
    }

    /**
     * @return seconds, or -1 when the client leaves its session expiry as it is.
     */
    public long sessionExpirySeconds()
    {
        return properties.number(PropertyId.SESSION_EXPIRY_INTERVAL, -1);
    }

    public int serverReferenceOffset()
    {
        return offsetOf(PropertyId.SERVER_REFERENCE);
    }

    public int serverReferenceLength()
    {
        return lengthOf(PropertyId.SERVER_REFERENCE);
    }
}
