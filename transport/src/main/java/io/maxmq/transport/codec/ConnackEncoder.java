package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes CONNACK (section 3.2). Used as: {@link #start}, the fields that the packet has (each once), {@link #length},
 * {@link #encode}. A property whose value is what its absence means is left out, and before MQTT 5 all of them are.
 * Reason codes are given as those of MQTT 5 and translated for older clients.
 */
public final class ConnackEncoder
{
    private static final int FIXED_SIZE = 2;
    private static final int DEFAULT_MAXIMUM_QOS = 2;

    private final PropertyWriter properties = new PropertyWriter();
    private int version;
    private int reasonCode;
    private boolean sessionPresent;

    /**
     * Begin a packet: every field is absent again.
     *
     * @param newVersion        of the protocol.
     * @param newReasonCode     of MQTT 5, for all versions.
     * @param isSessionPresent  whether there is session state; not said with a failure (MQTT-3.2.2-6).
     * @return this.
     */
    public ConnackEncoder start(final int newVersion, final int newReasonCode, final boolean isSessionPresent)
    {
        version = newVersion;
        reasonCode = newReasonCode;
        sessionPresent = isSessionPresent && newReasonCode == ReasonCode.SUCCESS;
        properties.clear();
        return this;
    }

    /**
     * @param seconds where it differs from what the client asked for, or -1.
     * @return this.
     */
    public ConnackEncoder sessionExpirySeconds(final long seconds)
    {
        properties.putNumber(PropertyId.SESSION_EXPIRY_INTERVAL, seconds, -1);
        return this;
    }

    /**
     * @param maximum 1 to 65,535.
     * @return this.
     */
    public ConnackEncoder receiveMaximum(final int maximum)
    {
        properties.putNumber(PropertyId.RECEIVE_MAXIMUM, maximum, ConnectDecoder.DEFAULT_RECEIVE_MAXIMUM);
        return this;
    }

    /**
     * @param qos 0 to 2.
     * @return this.
     */
    public ConnackEncoder maximumQos(final int qos)
    {
        properties.putNumber(PropertyId.MAXIMUM_QOS, qos, DEFAULT_MAXIMUM_QOS);
        return this;
    }

    public ConnackEncoder retainAvailable(final boolean isRetainAvailable)
    {
        properties.putFlag(PropertyId.RETAIN_AVAILABLE, isRetainAvailable, true);
        return this;
    }

    /**
     * @param bytes of the packets that the server takes, or 0 for no limit.
     * @return this.
     */
    public ConnackEncoder maximumPacketSize(final long bytes)
    {
        properties.putNumber(PropertyId.MAXIMUM_PACKET_SIZE, bytes, 0);
        return this;
    }

    /**
     * @param maximum 0 to 65,535.
     * @return this.
     */
    public ConnackEncoder topicAliasMaximum(final int maximum)
    {
        properties.putNumber(PropertyId.TOPIC_ALIAS_MAXIMUM, maximum, 0);
        return this;
    }

    public ConnackEncoder wildcardSubscriptionAvailable(final boolean isWildcardSubscriptionAvailable)
    {
        properties.putFlag(PropertyId.WILDCARD_SUBSCRIPTION_AVAILABLE, isWildcardSubscriptionAvailable, true);
        return this;
    }

    public ConnackEncoder subscriptionIdentifierAvailable(final boolean isSubscriptionIdentifierAvailable)
    {
        properties.putFlag(PropertyId.SUBSCRIPTION_IDENTIFIER_AVAILABLE, isSubscriptionIdentifierAvailable, true);
        return this;
    }

    public ConnackEncoder sharedSubscriptionAvailable(final boolean isSharedSubscriptionAvailable)
    {
        properties.putFlag(PropertyId.SHARED_SUBSCRIPTION_AVAILABLE, isSharedSubscriptionAvailable, true);
        return this;
    }

    /**
     * @param seconds where it differs from what the client asked for, or -1.
     * @return this.
     */
    public ConnackEncoder serverKeepAliveSeconds(final int seconds)
    {
        properties.putNumber(PropertyId.SERVER_KEEP_ALIVE, seconds, -1);
        return this;
    }

    public ConnackEncoder assignedClientId(final DirectBuffer buffer, final int offset, final int length)
    {
        properties.putBinary(PropertyId.ASSIGNED_CLIENT_IDENTIFIER, buffer, offset, length);
        return this;
    }

    /** Allocates: for tools and tests. */
    public ConnackEncoder assignedClientId(final String text)
    {
        properties.putString(PropertyId.ASSIGNED_CLIENT_IDENTIFIER, text);
        return this;
    }

    public ConnackEncoder reasonString(final DirectBuffer buffer, final int offset, final int length)
    {
        properties.putBinary(PropertyId.REASON_STRING, buffer, offset, length);
        return this;
    }

    /** Allocates: for tools and tests. */
    public ConnackEncoder reasonString(final String text)
    {
        properties.putString(PropertyId.REASON_STRING, text);
        return this;
    }

    public ConnackEncoder responseInformation(final DirectBuffer buffer, final int offset, final int length)
    {
        properties.putBinary(PropertyId.RESPONSE_INFORMATION, buffer, offset, length);
        return this;
    }

    /** Allocates: for tools and tests. */
    public ConnackEncoder responseInformation(final String text)
    {
        properties.putString(PropertyId.RESPONSE_INFORMATION, text);
        return this;
    }

    public ConnackEncoder serverReference(final DirectBuffer buffer, final int offset, final int length)
    {
        properties.putBinary(PropertyId.SERVER_REFERENCE, buffer, offset, length);
        return this;
    }

    /** Allocates: for tools and tests. */
    public ConnackEncoder serverReference(final String text)
    {
        properties.putString(PropertyId.SERVER_REFERENCE, text);
        return this;
    }

    public ConnackEncoder authenticationMethod(final DirectBuffer buffer, final int offset, final int length)
    {
        properties.putBinary(PropertyId.AUTHENTICATION_METHOD, buffer, offset, length);
        return this;
    }

    /** Allocates: for tools and tests. */
    public ConnackEncoder authenticationMethod(final String text)
    {
        properties.putString(PropertyId.AUTHENTICATION_METHOD, text);
        return this;
    }

    public ConnackEncoder authenticationData(final DirectBuffer buffer, final int offset, final int length)
    {
        properties.putBinary(PropertyId.AUTHENTICATION_DATA, buffer, offset, length);
        return this;
    }

    /** Add a user property. Allocates: for tools and tests. */
    public ConnackEncoder userProperty(final String key, final String value)
    {
        properties.putUserProperty(key, value);
        return this;
    }

    /**
     * @return bytes of the whole packet.
     */
    public int length()
    {
        return Wire.frameLength(bodyLength());
    }

    /**
     * @param dst    with room for {@link #length()} bytes.
     * @param offset where to write.
     * @return bytes written.
     */
    public int encode(final MutableDirectBuffer dst, final int offset)
    {
        final boolean isV5 = version == MqttVersion.V5;
        int position = Wire.putHeader(dst, offset, PacketType.CONNACK, bodyLength());
        position = Wire.putByte(dst, position, sessionPresent && version != MqttVersion.V3_1 ? 1 : 0);
        position = Wire.putByte(dst, position, isV5 ? reasonCode : ReasonCode.toReturnCode(reasonCode));
        return (isV5 ? properties.putBlock(dst, position) : position) - offset;
    }

    private int bodyLength()
    {
        return version == MqttVersion.V5 ? FIXED_SIZE + properties.blockLength() : FIXED_SIZE;
    }
}
