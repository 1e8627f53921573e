package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes CONNECT (section 3.1), for clients. Used as: {@link #start}, the fields that the packet has (each once),
 * {@link #length}, {@link #encode}. Allocates: for tools and tests.
 */
public final class ConnectEncoder
{
    private static final int FIXED_SIZE = 1 + 1 + 2;

    private final PropertyWriter properties = new PropertyWriter();
    private final PropertyWriter willProperties = new PropertyWriter();
    private final Slice protocolName = new Slice();
    private final Slice clientId = new Slice();
    private final Slice willTopic = new Slice();
    private final Slice willPayload = new Slice();
    private final Slice username = new Slice();
    private final Slice password = new Slice();
    private int version;
    private int levelBits;
    private int flags;
    private int keepAliveSeconds;

    /**
     * Begin a packet: every field is absent again.
     *
     * @param newVersion  of the protocol.
     * @param newClientId may be empty where the server is to choose one.
     * @param cleanStart  whether to forget an earlier session.
     * @return this.
     */
    public ConnectEncoder start(final int newVersion, final String newClientId, final boolean cleanStart)
    {
        version = newVersion;
        levelBits = newVersion;
        flags = cleanStart ? ConnectDecoder.CLEAN_START_FLAG : 0;
        keepAliveSeconds = 0;
        protocolName.set(newVersion == MqttVersion.V3_1 ? ConnectDecoder.NAME_OF_3_1 : ConnectDecoder.NAME);
        clientId.set(newClientId);
        willTopic.clear();
        willPayload.clear();
        username.clear();
        password.clear();
        properties.clear();
        willProperties.clear();
        return this;
    }

    /** Say that this is a bridge, in the way of Mosquitto; for 3.x. */
    public ConnectEncoder bridge()
    {
        levelBits |= ConnectDecoder.BRIDGE_BIT;
        return this;
    }

    public ConnectEncoder keepAliveSeconds(final int seconds)
    {
        keepAliveSeconds = seconds;
        return this;
    }

    public ConnectEncoder username(final String name)
    {
        username.set(name);
        flags |= ConnectDecoder.USERNAME_FLAG;
        return this;
    }

    public ConnectEncoder password(final byte[] bytes)
    {
        password.set(bytes);
        flags |= ConnectDecoder.PASSWORD_FLAG;
        return this;
    }

    public ConnectEncoder will(final String topic, final byte[] payload, final int qos, final boolean retain)
    {
        willTopic.set(topic);
        willPayload.set(payload);
        flags |= ConnectDecoder.WILL_FLAG | qos << ConnectDecoder.WILL_QOS_SHIFT |
            (retain ? ConnectDecoder.WILL_RETAIN_FLAG : 0);
        return this;
    }

    /**
     * @param seconds 0 to send the will at once.
     * @return this.
     */
    public ConnectEncoder willDelaySeconds(final long seconds)
    {
        willProperties.putNumber(PropertyId.WILL_DELAY_INTERVAL, seconds, 0);
        return this;
    }

    /**
     * @param seconds or -1 when the will does not expire.
     * @return this.
     */
    public ConnectEncoder willMessageExpirySeconds(final long seconds)
    {
        willProperties.putNumber(PropertyId.MESSAGE_EXPIRY_INTERVAL, seconds, -1);
        return this;
    }

    /** Add properties of the will that are in wire form, without a length prefix. */
    public ConnectEncoder willForwardProperties(final DirectBuffer buffer, final int offset, final int length)
    {
        willProperties.putEncoded(buffer, offset, length);
        return this;
    }

    /** The same, from a writer. */
    public ConnectEncoder willForwardProperties(final PropertyWriter forwarded)
    {
        return willForwardProperties(forwarded.buffer(), 0, forwarded.length());
    }

    /**
     * @param seconds 0 to 2^32 - 1.
     * @return this.
     */
    public ConnectEncoder sessionExpirySeconds(final long seconds)
    {
        properties.putNumber(PropertyId.SESSION_EXPIRY_INTERVAL, seconds, 0);
        return this;
    }

    /**
     * @param maximum 1 to 65,535.
     * @return this.
     */
    public ConnectEncoder receiveMaximum(final int maximum)
    {
        properties.putNumber(PropertyId.RECEIVE_MAXIMUM, maximum, ConnectDecoder.DEFAULT_RECEIVE_MAXIMUM);
        return this;
    }

    /**
     * @param bytes of the packets that the client takes, or 0 for no limit.
     * @return this.
     */
    public ConnectEncoder maximumPacketSize(final long bytes)
    {
        properties.putNumber(PropertyId.MAXIMUM_PACKET_SIZE, bytes, 0);
        return this;
    }

    /**
     * @param maximum 0 to 65,535.
     * @return this.
     */
    public ConnectEncoder topicAliasMaximum(final int maximum)
    {
        properties.putNumber(PropertyId.TOPIC_ALIAS_MAXIMUM, maximum, 0);
        return this;
    }

    public ConnectEncoder requestResponseInformation(final boolean isWanted)
    {
        properties.putFlag(PropertyId.REQUEST_RESPONSE_INFORMATION, isWanted, false);
        return this;
    }

    public ConnectEncoder requestProblemInformation(final boolean isWanted)
    {
        properties.putFlag(PropertyId.REQUEST_PROBLEM_INFORMATION, isWanted, true);
        return this;
    }

    public ConnectEncoder authenticationMethod(final DirectBuffer buffer, final int offset, final int length)
    {
        properties.putBinary(PropertyId.AUTHENTICATION_METHOD, buffer, offset, length);
        return this;
    }

    /** Allocates: for tools and tests. */
    public ConnectEncoder authenticationMethod(final String text)
    {
        properties.putString(PropertyId.AUTHENTICATION_METHOD, text);
        return this;
    }

    public ConnectEncoder authenticationData(final DirectBuffer buffer, final int offset, final int length)
    {
        properties.putBinary(PropertyId.AUTHENTICATION_DATA, buffer, offset, length);
        return this;
    }

    /** Add a user property. Allocates: for tools and tests. */
    public ConnectEncoder userProperty(final String key, final String value)
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
        int position = Wire.putHeader(dst, offset, PacketType.CONNECT, bodyLength());
        position = protocolName.putBinary(dst, position);
        position = Wire.putByte(dst, position, levelBits);
        position = Wire.putByte(dst, position, flags);
        position = Wire.putShort(dst, position, keepAliveSeconds);
        position = putBlock(properties, dst, position);
        position = clientId.putBinary(dst, position);
        if (willTopic.isPresent())
        {
            position = putBlock(willProperties, dst, position);
            position = willPayload.putBinary(dst, willTopic.putBinary(dst, position));
        }
        return putIfPresent(password, dst, putIfPresent(username, dst, position)) - offset;
    }

    private int bodyLength()
    {
        final int willLength = willTopic.isPresent() ?
            blockLength(willProperties) + willTopic.binaryLength() + willPayload.binaryLength() : 0;
        return protocolName.binaryLength() + FIXED_SIZE + blockLength(properties) + clientId.binaryLength() +
            willLength + lengthIfPresent(username) + lengthIfPresent(password);
    }

    private int blockLength(final PropertyWriter block)
    {
        return version == MqttVersion.V5 ? block.blockLength() : 0;
    }

    private int putBlock(final PropertyWriter block, final MutableDirectBuffer dst, final int position)
    {
        return version == MqttVersion.V5 ? block.putBlock(dst, position) : position;
    }

    private static int lengthIfPresent(final Slice field)
    {
        return field.isPresent() ? field.binaryLength() : 0;
    }

    private static int putIfPresent(final Slice field, final MutableDirectBuffer dst, final int position)
    {
        return field.isPresent() ? field.putBinary(dst, position) : position;
    }
}
