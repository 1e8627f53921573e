package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;

/**
 * Reads CONNACK (section 3.2). Valid until the next {@link #wrap}.
 *
 * <pre>
 *  flags (1, bit 0 = session present; 3.1: reserved) | reason code (1; 3.x: return code) | properties (5)
 * </pre>
 */
public final class ConnackDecoder extends ReasonedDecoder
{
    private static final int SESSION_PRESENT = 0b1;
    private static final int ALL_FLAGS = 0xFF;
    private static final int HIGHEST_RETURN_CODE = 5;

    private int acknowledgeFlags;
    private int reasonCode;

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
        begin(PacketType.CONNACK, buffer, offset, length, flags, version);
        acknowledgeFlags = body.readByte();
        final int reserved = version == MqttVersion.V3_1 ? ALL_FLAGS : ALL_FLAGS & ~SESSION_PRESENT;
        body.failIf((acknowledgeFlags & reserved) != 0, Violation.RESERVED_BITS);
        reasonCode = body.readByte();
        final boolean isKnown = version == MqttVersion.V5 ? ReasonCodeSet.CONNACK.contains(reasonCode) :
            reasonCode <= HIGHEST_RETURN_CODE;
        body.failIf(!isKnown, Violation.BAD_REASON_CODE);
        body.failIf(sessionPresent() && reasonCode != ReasonCode.SUCCESS, Violation.SESSION_PRESENT_WITH_FAILURE);
        readProperties(version, PropertyId.OF_CONNACK);
        return body.end();
    }

    public boolean sessionPresent()
    {
        return (acknowledgeFlags & SESSION_PRESENT) != 0;
    }

    /**
     * @return the reason code, in 3.x the return code (0 to 5).
     */
    public int reasonCode()
    {
        return reasonCode;
    }

    /**
     * @return seconds, or -1 when the server uses what the client asked for.
     */
    public long sessionExpirySeconds()
    {
        return properties.number(PropertyId.SESSION_EXPIRY_INTERVAL, -1);
    }

    public int receiveMaximum()
    {
        return number(PropertyId.RECEIVE_MAXIMUM, ConnectDecoder.DEFAULT_RECEIVE_MAXIMUM);
    }

    public int maximumQos()
    {
        return number(PropertyId.MAXIMUM_QOS, 2);
    }

    public boolean retainAvailable()
    {
        return properties.flag(PropertyId.RETAIN_AVAILABLE, true);
    }

    /**
     * @return bytes, or 0 when the server sets no limit.
     */
    public long maximumPacketSize()
    {
        return properties.number(PropertyId.MAXIMUM_PACKET_SIZE, 0);
    }

    public int topicAliasMaximum()
    {
        return number(PropertyId.TOPIC_ALIAS_MAXIMUM, 0);
    }

    public boolean wildcardSubscriptionAvailable()
    {
        return properties.flag(PropertyId.WILDCARD_SUBSCRIPTION_AVAILABLE, true);
    }

    public boolean subscriptionIdentifierAvailable()
    {
        return properties.flag(PropertyId.SUBSCRIPTION_IDENTIFIER_AVAILABLE, true);
    }

    public boolean sharedSubscriptionAvailable()
    {
        return properties.flag(PropertyId.SHARED_SUBSCRIPTION_AVAILABLE, true);
    }

    /**
     * @return seconds, or -1 when the server uses what the client asked for.
     */
    public int serverKeepAliveSeconds()
    {
        return number(PropertyId.SERVER_KEEP_ALIVE, -1);
    }

    public int assignedClientIdOffset()
    {
        return offsetOf(PropertyId.ASSIGNED_CLIENT_IDENTIFIER);
    }

    public int assignedClientIdLength()
    {
        return lengthOf(PropertyId.ASSIGNED_CLIENT_IDENTIFIER);
    }

    public int responseInformationOffset()
    {
        return offsetOf(PropertyId.RESPONSE_INFORMATION);
    }

    public int responseInformationLength()
    {
        return lengthOf(PropertyId.RESPONSE_INFORMATION);
    }

    public int serverReferenceOffset()
    {
        return offsetOf(PropertyId.SERVER_REFERENCE);
    }

    public int serverReferenceLength()
    {
        return lengthOf(PropertyId.SERVER_REFERENCE);
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
