package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Reads CONNECT (section 3.1) of all versions. Valid until the next {@link #wrap}.
 *
 * <pre>
 *  protocol name | level | flags | keep alive | properties (5) | client id | will properties (5), topic, payload |
 *  user name | password
 *
 *  flags:    7         6         5          4  3       2          1            0
 *        user name  password  will retain  will QoS   will  clean start    reserved
 * </pre>
 */
public final class ConnectDecoder extends PacketDecoder
{
    /** A session that never expires (section 3.1.2.11.2). */
    public static final long NEVER_EXPIRES = 0xFFFF_FFFFL;

    static final byte[] NAME_OF_3_1 = {'M', 'Q', 'I', 's', 'd', 'p'};
    static final byte[] NAME = {'M', 'Q', 'T', 'T'};
    static final int BRIDGE_BIT = 0x80;

    private static final int RESERVED_FLAG = 0x01;
    static final int CLEAN_START_FLAG = 0x02;
    static final int WILL_FLAG = 0x04;
    static final int WILL_QOS_SHIFT = 3;
    static final int WILL_RETAIN_FLAG = 0x20;
    static final int PASSWORD_FLAG = 0x40;
    static final int USERNAME_FLAG = 0x80;
    private static final int WILL_DETAILS_MASK = 0x38;
    static final int DEFAULT_RECEIVE_MAXIMUM = 65_535;

    private final PropertyBlock willProperties = new PropertyBlock();
    private int level;
    private int connectFlags;
    private int keepAliveSeconds;
    private long clientId;
    private long willTopic;
    private long willPayload;
    private long username;
    private long password;

    /**
     * @param buffer holding the body.
     * @param offset of the body.
     * @param length of the body.
     * @param flags  the low nibble of the frame's first byte.
     * @return what is wrong with it. With {@link Violation#UNSUPPORTED_VERSION} {@link #protocolLevel()} tells what the
     * client asked for; a CONNACK is then written for {@link #protocolVersion()}.
     */
    public Violation wrap(final DirectBuffer buffer, final int offset, final int length, final int flags)
    {
        begin(PacketType.CONNECT, buffer, offset, length, flags, 0);
        willProperties.clear();
        readProtocol();
        readConnectFlags();
        keepAliveSeconds = body.readShort();
        readProperties(protocolVersion(), PropertyId.OF_CONNECT);
        checkAuthentication();
        clientId = body.readString();
        checkClientId();
        readWill();
        username = isFieldPresent(USERNAME_FLAG) ? body.readString() : Region.NONE;
        password = isFieldPresent(PASSWORD_FLAG) ? body.readBinary() : Region.NONE;
        return body.end();
    }

    private void readProtocol()
    {
        final long name = body.readBinary();
        level = body.readByte();
        if (body.hasFailed())
        {
            return;
        }
        final boolean isOld = isEqual(name, NAME_OF_3_1);
        if (!isOld && !isEqual(name, NAME))
        {
            body.fail(Violation.BAD_PROTOCOL_NAME);
            return;
        }
        final int version = level & ~BRIDGE_BIT;
        final boolean isKnown = isOld ? version == MqttVersion.V3_1 :
            version == MqttVersion.V3_1_1 || level == MqttVersion.V5;
        body.failIf(!isKnown, Violation.UNSUPPORTED_VERSION);
    }

    private boolean isEqual(final long region, final byte[] expected)
    {
        if (Region.length(region) != expected.length)
        {
            return false;
        }
        for (int i = 0; i < expected.length; i++)
        {
            if (body.buffer().getByte(Region.offset(region) + i) != expected[i])
            {
                return false;
            }
        }
        return true;
    }

    private void readConnectFlags()
    {
        connectFlags = body.readByte();
        body.failIf(isSet(RESERVED_FLAG), Violation.RESERVED_BITS);
        body.failIf(!hasWill() && (connectFlags & WILL_DETAILS_MASK) != 0, Violation.WILL_FLAGS_WITHOUT_WILL);
        body.failIf(willQos() > 2, Violation.BAD_QOS);
        body.failIf(isSet(PASSWORD_FLAG) && !isSet(USERNAME_FLAG) && protocolVersion() != MqttVersion.V5,
            Violation.PASSWORD_WITHOUT_USERNAME);
    }

    private void checkAuthentication()
    {
        body.failIf(properties.has(PropertyId.AUTHENTICATION_DATA) &&
            !properties.has(PropertyId.AUTHENTICATION_METHOD), Violation.AUTHENTICATION_DATA_WITHOUT_METHOD);
    }

    private void checkClientId()
    {
        final boolean mayBeEmpty = protocolVersion() == MqttVersion.V5 ||
            protocolVersion() == MqttVersion.V3_1_1 && cleanStart();
        body.failIf(clientIdLength() == 0 && !mayBeEmpty, Violation.EMPTY_CLIENT_ID);
    }

    private void readWill()
    {
        willTopic = Region.NONE;
        willPayload = Region.NONE;
        if (hasWill())
        {
            if (protocolVersion() == MqttVersion.V5)
            {
                willProperties.read(body, PropertyId.OF_WILL);
            }
            willTopic = body.readTopicName();
            willPayload = body.readBinary();
        }
    }

    /** In 3.1 the end of the packet takes precedence over the flags of user name and password (3.1 section 3.1). */
    private boolean isFieldPresent(final int flag)
    {
        return isSet(flag) && !(protocolVersion() == MqttVersion.V3_1 && body.remaining() == 0);
    }

    private boolean isSet(final int flag)
    {
        return (connectFlags & flag) != 0;
    }

    /**
     * Find the client id in the body of a CONNECT that nobody has checked yet, to choose the worker that will.
     *
     * @param buffer holding the body.
     * @param offset of the body.
     * @param length of the body.
     * @return its {@link Region}, or -1 where there is none to be found.
     */
    public static long locateClientId(final DirectBuffer buffer, final int offset, final int length)
    {
        final int limit = offset + length;
        final int levelOffset = endOfBinary(buffer, offset, limit);
        int position = levelOffset + 4;
        if (levelOffset < 0 || position > limit)
        {
            return Region.NONE;
        }
        if (buffer.getByte(levelOffset) == MqttVersion.V5)
        {
            final long decoded = Varint.decode(buffer, position, limit);
            if (decoded < 0 || Varint.value(decoded) > limit - position - Varint.size(decoded))
            {
                return Region.NONE;
            }
            position += Varint.size(decoded) + Varint.value(decoded);
        }
        final int end = endOfBinary(buffer, position, limit);
        final int start = position + Wire.LENGTH_PREFIX;
        return end < 0 ? Region.NONE : Region.of(start, end - start);
    }

    private static int endOfBinary(final DirectBuffer buffer, final int position, final int limit)
    {
        final int start = position + Wire.LENGTH_PREFIX;
        if (start > limit)
        {
            return -1;
        }
        final int end = start + Wire.getUnsignedShort(buffer, position);
        return end > limit ? -1 : end;
    }

    /**
     * @return the version to speak with this client: 5 for levels above it, 3.1.1 for unknown levels below it.
     */
    public int protocolVersion()
    {
        final int version = level & ~BRIDGE_BIT;
        return version == MqttVersion.V3_1 ? version : Math.min(Math.max(version, MqttVersion.V3_1_1), MqttVersion.V5);
    }

    /**
     * @return the level as it stands in the packet, a bridge's high bit included.
     */
    public int protocolLevel()
    {
        return level;
    }

    /**
     * @return whether the client says that it is a bridge, by the high bit of its level as Mosquitto does in 3.x.
     */
    public boolean isBridge()
    {
        return (level & BRIDGE_BIT) != 0;
    }

    public boolean cleanStart()
    {
        return isSet(CLEAN_START_FLAG);
    }

    public int keepAliveSeconds()
    {
        return keepAliveSeconds;
    }

    /**
     * @return seconds, {@link #NEVER_EXPIRES} for ever; what a clean session flag means in 3.x.
     */
    public long sessionExpirySeconds()
    {
        final long inOldVersions = cleanStart() ? 0 : NEVER_EXPIRES;
        return protocolVersion() == MqttVersion.V5 ? properties.number(PropertyId.SESSION_EXPIRY_INTERVAL, 0) :
            inOldVersions;
    }

    /**
     * @return how many QoS 1 and 2 messages the client takes at a time.
     */
    public int receiveMaximum()
    {
        return number(PropertyId.RECEIVE_MAXIMUM, DEFAULT_RECEIVE_MAXIMUM);
    }

    /**
     * @return bytes of the largest packet that the client takes, up to 2^32 - 1; 0 when it sets no limit.
     */
    public long maximumPacketSize()
    {
        return properties.number(PropertyId.MAXIMUM_PACKET_SIZE, 0);
    }

    public int topicAliasMaximum()
    {
        return number(PropertyId.TOPIC_ALIAS_MAXIMUM, 0);
    }

    public boolean requestResponseInformation()
    {
        return properties.flag(PropertyId.REQUEST_RESPONSE_INFORMATION, false);
    }

    public boolean requestProblemInformation()
    {
        return properties.flag(PropertyId.REQUEST_PROBLEM_INFORMATION, true);
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

    public int clientIdOffset()
    {
        return Region.offset(clientId);
    }

    public int clientIdLength()
    {
        return Region.length(clientId);
    }

    public boolean hasUsername()
    {
        return username != Region.NONE;
    }

    public int usernameOffset()
    {
        return Region.offset(username);
    }

    public int usernameLength()
    {
        return Region.length(username);
    }

    public boolean hasPassword()
    {
        return password != Region.NONE;
    }

    public int passwordOffset()
    {
        return Region.offset(password);
    }

    public int passwordLength()
    {
        return Region.length(password);
    }

    public boolean hasWill()
    {
        return isSet(WILL_FLAG);
    }

    public int willQos()
    {
        return connectFlags >>> WILL_QOS_SHIFT & 0b11;
    }

    public boolean willRetain()
    {
        return isSet(WILL_RETAIN_FLAG);
    }

    public long willDelaySeconds()
    {
        return willProperties.number(PropertyId.WILL_DELAY_INTERVAL, 0);
    }

    /**
     * @return seconds, or -1 when the will does not expire.
     */
    public long willMessageExpirySeconds()
    {
        return willProperties.number(PropertyId.MESSAGE_EXPIRY_INTERVAL, -1);
    }

    public int willPayloadFormatIndicator()
    {
        return (int)willProperties.number(PropertyId.PAYLOAD_FORMAT_INDICATOR, 0);
    }

    public int willTopicOffset()
    {
        return Region.offset(willTopic);
    }

    public int willTopicLength()
    {
        return Region.length(willTopic);
    }

    public int willPayloadOffset()
    {
        return Region.offset(willPayload);
    }

    public int willPayloadLength()
    {
        return Region.length(willPayload);
    }

    public boolean hasWillForwardProperties()
    {
        return willProperties.forwardedLength() > 0;
    }

    public int willForwardPropertiesLength()
    {
        return willProperties.forwardedLength();
    }

    /**
     * Copy the will's properties that subscribers get, see {@link PublishDecoder#copyForwardProperties}.
     *
     * @return bytes copied.
     */
    public int copyWillForwardProperties(final MutableDirectBuffer dst, final int at)
    {
        return willProperties.copyForwarded(dst, at);
    }
}
