package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;

/**
 * Reads AUTH (section 3.15), which MQTT 5.0 alone has. Valid until the next {@link #wrap}.
 *
 * <pre>
 *  nothing at all (success), or: reason code (1) | properties
 * </pre>
 */
public final class AuthDecoder extends ReasonedDecoder
{
    private final ReasonCodeSet allowedReasons;
    private int reasonCode;

    /** Reads what clients send. */
    public AuthDecoder()
    {
        this(Sender.CLIENT);
    }

    /**
     * @param sender of the packets: success comes from a server, re-authentication from a client (section 3.15.2.1).
     */
    public AuthDecoder(final Sender sender)
    {
        allowedReasons = sender == Sender.CLIENT ? ReasonCodeSet.CLIENT_AUTH : ReasonCodeSet.SERVER_AUTH;
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
        begin(PacketType.AUTH, buffer, offset, length, flags, version);
        body.failIf(version != MqttVersion.V5, Violation.NOT_ALLOWED_FROM_CLIENT);
        reasonCode = length == 0 ? ReasonCode.SUCCESS : body.readByte();
        body.failIf(!allowedReasons.contains(reasonCode), Violation.BAD_REASON_CODE);
        if (length > 0)
        {
            properties.read(body, PropertyId.OF_AUTH);
            body.failIf(!properties.has(PropertyId.AUTHENTICATION_METHOD), Violation.AUTHENTICATION_METHOD_MISSING);
        }
        return body.end();
    }

    public int reasonCode()
    {
        return reasonCode;
    }

    public int authenticationMethodOffset()
    {
        return offsetOf(PropertyId.AUTHENTICATION_METHOD);
    }

    public int authenticationMethodLength()
    {
        return lengthOf(PropertyId.AUTHENTICATION_METHOD);
    }

    public int authenticationDataOffset()
    {
        return offsetOf(PropertyId.AUTHENTICATION_DATA);
    }

    public int authenticationDataLength()
    {
        return lengthOf(PropertyId.AUTHENTICATION_DATA);
    }
}
