package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;

/**
 * The property identifiers of MQTT 5.0 (section 2.2.2.2): their types, their ranges, and in which packets
 * they may stand. A set of properties is a bit mask with the identifier as bit number.
 */
public final class PropertyId
{
    public static final int PAYLOAD_FORMAT_INDICATOR = 0x01;
    public static final int MESSAGE_EXPIRY_INTERVAL = 0x02;
    public static final int CONTENT_TYPE = 0x03;
    public static final int RESPONSE_TOPIC = 0x08;
    public static final int CORRELATION_DATA = 0x09;
    public static final int SUBSCRIPTION_IDENTIFIER = 0x0B;
    public static final int SESSION_EXPIRY_INTERVAL = 0x11;
    public static final int ASSIGNED_CLIENT_IDENTIFIER = 0x12;
    public static final int SERVER_KEEP_ALIVE = 0x13;
    public static final int AUTHENTICATION_METHOD = 0x15;
    public static final int AUTHENTICATION_DATA = 0x16;
    public static final int REQUEST_PROBLEM_INFORMATION = 0x17;
    public static final int WILL_DELAY_INTERVAL = 0x18;
    public static final int REQUEST_RESPONSE_INFORMATION = 0x19;
    public static final int RESPONSE_INFORMATION = 0x1A;
    public static final int SERVER_REFERENCE = 0x1C;
    public static final int REASON_STRING = 0x1F;
    public static final int RECEIVE_MAXIMUM = 0x21;
    public static final int TOPIC_ALIAS_MAXIMUM = 0x22;
    public static final int TOPIC_ALIAS = 0x23;
    public static final int MAXIMUM_QOS = 0x24;
    public static final int RETAIN_AVAILABLE = 0x25;
    public static final int USER_PROPERTY = 0x26;
    public static final int MAXIMUM_PACKET_SIZE = 0x27;
    public static final int WILDCARD_SUBSCRIPTION_AVAILABLE = 0x28;
    public static final int SUBSCRIPTION_IDENTIFIER_AVAILABLE = 0x29;
    public static final int SHARED_SUBSCRIPTION_AVAILABLE = 0x2A;

    /** One more than the highest identifier. */
    static final int COUNT = 0x2B;

    /** Numbers whose value may not be 0. */
    static final long NON_ZERO =
        mask(RECEIVE_MAXIMUM, MAXIMUM_PACKET_SIZE, TOPIC_ALIAS, SUBSCRIPTION_IDENTIFIER);
    /** What a broker passes on to subscribers unaltered (MQTT-3.3.2-4, -15, -16, -17, -18, -20). */
    static final long FORWARDED =
        mask(PAYLOAD_FORMAT_INDICATOR, CONTENT_TYPE, RESPONSE_TOPIC, CORRELATION_DATA, USER_PROPERTY);

    static final long OF_CONNECT = mask(SESSION_EXPIRY_INTERVAL, RECEIVE_MAXIMUM, MAXIMUM_PACKET_SIZE,
        TOPIC_ALIAS_MAXIMUM, REQUEST_RESPONSE_INFORMATION, REQUEST_PROBLEM_INFORMATION, USER_PROPERTY,
        AUTHENTICATION_METHOD, AUTHENTICATION_DATA);
    static final long OF_WILL = FORWARDED | mask(WILL_DELAY_INTERVAL, MESSAGE_EXPIRY_INTERVAL);
    static final long OF_CONNACK = mask(SESSION_EXPIRY_INTERVAL, RECEIVE_MAXIMUM, MAXIMUM_QOS, RETAIN_AVAILABLE,
        MAXIMUM_PACKET_SIZE, ASSIGNED_CLIENT_IDENTIFIER, TOPIC_ALIAS_MAXIMUM, REASON_STRING, USER_PROPERTY,
        WILDCARD_SUBSCRIPTION_AVAILABLE, SUBSCRIPTION_IDENTIFIER_AVAILABLE, SHARED_SUBSCRIPTION_AVAILABLE,
        SERVER_KEEP_ALIVE, RESPONSE_INFORMATION, SERVER_REFERENCE, AUTHENTICATION_METHOD, AUTHENTICATION_DATA);
    static final long OF_CLIENT_PUBLISH = FORWARDED | mask(MESSAGE_EXPIRY_INTERVAL, TOPIC_ALIAS);
    static final long OF_SERVER_PUBLISH = OF_CLIENT_PUBLISH | mask(SUBSCRIPTION_IDENTIFIER);
    static final long OF_SUBSCRIBE = mask(SUBSCRIPTION_IDENTIFIER, USER_PROPERTY);
    static final long OF_UNSUBSCRIBE = mask(USER_PROPERTY);
    /** The four acknowledgements, SUBACK and UNSUBACK. */
    static final long OF_ACK = mask(REASON_STRING, USER_PROPERTY);
    static final long OF_SERVER_DISCONNECT = mask(REASON_STRING, USER_PROPERTY, SERVER_REFERENCE);
    static final long OF_CLIENT_DISCONNECT = OF_SERVER_DISCONNECT | mask(SESSION_EXPIRY_INTERVAL);
    static final long OF_AUTH = mask(AUTHENTICATION_METHOD, AUTHENTICATION_DATA, REASON_STRING, USER_PROPERTY);

    private static final byte[] TYPES = types();

    private PropertyId()
    {
    }

    /** What a property's value is made of (section 2.2.2.2). */
    static final class Type
    {
        static final byte UNKNOWN = 0;
        /** One byte, of which the standard allows 0 and 1 wherever it uses the type. */
        static final byte BOOLEAN = 1;
        static final byte TWO_BYTES = 2;
        static final byte FOUR_BYTES = 3;
        static final byte VARINT = 4;
        static final byte STRING = 5;
        static final byte BINARY = 6;
        static final byte STRING_PAIR = 7;

        private Type()
        {
        }
    }

    /**
     * @param id any byte, unsigned.
     * @return its {@link Type}.
     */
    static byte type(final int id)
    {
        return id < COUNT ? TYPES[id] : Type.UNKNOWN;
    }

    static long mask(final int... ids)
    {
        long mask = 0;
        for (final int id : ids)
        {
            mask |= 1L << id;
        }
        return mask;
    }

    static boolean isIn(final long mask, final int id)
    {
        return (mask & 1L << id) != 0;
    }

    /**
     * @param buffer   holding properties that a decoder has accepted.
     * @param position of an identifier.
     * @return the position behind that property's value.
     */
    static int skip(final DirectBuffer buffer, final int position)
    {
        final int value = position + 1;
        switch (TYPES[buffer.getByte(position)])
        {
            case Type.BOOLEAN:
                return value + 1;
            case Type.TWO_BYTES:
                return value + 2;
            case Type.FOUR_BYTES:
                return value + 4;
            case Type.VARINT:
                return value + Varint.size(Varint.decode(buffer, value, value + 4));
            case Type.STRING_PAIR:
                return skipBinary(buffer, skipBinary(buffer, value));
            default:
                return skipBinary(buffer, value);
        }
    }

    private static int skipBinary(final DirectBuffer buffer, final int position)
    {
        return position + 2 + Wire.getUnsignedShort(buffer, position);
    }

    private static byte[] types()
    {
        final byte[] types = new byte[COUNT];
        set(types, Type.BOOLEAN, PAYLOAD_FORMAT_INDICATOR, REQUEST_PROBLEM_INFORMATION, REQUEST_RESPONSE_INFORMATION,
            MAXIMUM_QOS, RETAIN_AVAILABLE, WILDCARD_SUBSCRIPTION_AVAILABLE, SUBSCRIPTION_IDENTIFIER_AVAILABLE,
            SHARED_SUBSCRIPTION_AVAILABLE);
        set(types, Type.TWO_BYTES, SERVER_KEEP_ALIVE, RECEIVE_MAXIMUM, TOPIC_ALIAS_MAXIMUM, TOPIC_ALIAS);
        set(types, Type.FOUR_BYTES, MESSAGE_EXPIRY_INTERVAL, SESSION_EXPIRY_INTERVAL, WILL_DELAY_INTERVAL,
            MAXIMUM_PACKET_SIZE);
        set(types, Type.VARINT, SUBSCRIPTION_IDENTIFIER);
        set(types, Type.STRING, CONTENT_TYPE, RESPONSE_TOPIC, ASSIGNED_CLIENT_IDENTIFIER, AUTHENTICATION_METHOD,
            RESPONSE_INFORMATION, SERVER_REFERENCE, REASON_STRING);
        set(types, Type.BINARY, CORRELATION_DATA, AUTHENTICATION_DATA);
        set(types, Type.STRING_PAIR, USER_PROPERTY);
        return types;
    }

    private static void set(final byte[] types, final byte type, final int... ids)
    {
        for (final int id : ids)
        {
            types[id] = type;
        }
    }
}
