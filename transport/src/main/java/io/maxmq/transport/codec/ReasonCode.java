package io.maxmq.transport.codec;

/**
 * The reason codes of MQTT 5.0 (section 2.4), and what the earlier versions can say of them.
 *
 * <p>The broker thinks in these codes for every version; the encoders translate for clients of 3.1 and 3.1.1.
 */
public final class ReasonCode
{
    /** Success; also normal disconnection and granted QoS 0. */
    public static final int SUCCESS = 0x00;
    public static final int GRANTED_QOS_1 = 0x01;
    public static final int GRANTED_QOS_2 = 0x02;
    public static final int DISCONNECT_WITH_WILL = 0x04;
    public static final int NO_MATCHING_SUBSCRIBERS = 0x10;
    public static final int NO_SUBSCRIPTION_EXISTED = 0x11;
    public static final int CONTINUE_AUTHENTICATION = 0x18;
    public static final int RE_AUTHENTICATE = 0x19;
    public static final int UNSPECIFIED_ERROR = 0x80;
    public static final int MALFORMED_PACKET = 0x81;
    public static final int PROTOCOL_ERROR = 0x82;
    public static final int IMPLEMENTATION_SPECIFIC_ERROR = 0x83;
    public static final int UNSUPPORTED_PROTOCOL_VERSION = 0x84;
    public static final int CLIENT_IDENTIFIER_NOT_VALID = 0x85;
    public static final int BAD_USER_NAME_OR_PASSWORD = 0x86;
    public static final int NOT_AUTHORIZED = 0x87;
    public static final int SERVER_UNAVAILABLE = 0x88;
    public static final int SERVER_BUSY = 0x89;
    public static final int BANNED = 0x8A;
    public static final int SERVER_SHUTTING_DOWN = 0x8B;
    public static final int BAD_AUTHENTICATION_METHOD = 0x8C;
    public static final int KEEP_ALIVE_TIMEOUT = 0x8D;
    public static final int SESSION_TAKEN_OVER = 0x8E;
    public static final int TOPIC_FILTER_INVALID = 0x8F;
    public static final int TOPIC_NAME_INVALID = 0x90;
    public static final int PACKET_IDENTIFIER_IN_USE = 0x91;
    public static final int PACKET_IDENTIFIER_NOT_FOUND = 0x92;
    public static final int RECEIVE_MAXIMUM_EXCEEDED = 0x93;
    public static final int TOPIC_ALIAS_INVALID = 0x94;
    public static final int PACKET_TOO_LARGE = 0x95;
    public static final int MESSAGE_RATE_TOO_HIGH = 0x96;
    public static final int QUOTA_EXCEEDED = 0x97;
    public static final int ADMINISTRATIVE_ACTION = 0x98;
    public static final int PAYLOAD_FORMAT_INVALID = 0x99;
    public static final int RETAIN_NOT_SUPPORTED = 0x9A;
    public static final int QOS_NOT_SUPPORTED = 0x9B;
    public static final int USE_ANOTHER_SERVER = 0x9C;
    public static final int SERVER_MOVED = 0x9D;
    public static final int SHARED_SUBSCRIPTIONS_NOT_SUPPORTED = 0x9E;
    public static final int CONNECTION_RATE_EXCEEDED = 0x9F;
    public static final int MAXIMUM_CONNECT_TIME = 0xA0;
    public static final int SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED = 0xA1;
    public static final int WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED = 0xA2;

    /** From here on a code means failure. */
    public static final int FIRST_FAILURE = 0x80;

    private ReasonCode()
    {
    }

    /**
     * @param code a reason code.
     * @return whether it reports a failure.
     */
    public static boolean isFailure(final int code)
    {
        return code >= FIRST_FAILURE;
    }

    /**
     * Says with CONNACK why a CONNECT is not accepted, whatever the reason is (section 3.2.2.2). CONNACK knows neither
     * "session taken over" nor "server shutting down".
     *
     * @param code of any packet.
     * @return a failure that CONNACK may carry.
     */
    public static int inConnack(final int code)
    {
        if (isFailure(code) && ReasonCodeSet.CONNACK.contains(code))
        {
            return code;
        }
        return code == SERVER_SHUTTING_DOWN ? SERVER_UNAVAILABLE :
            code == SESSION_TAKEN_OVER ? IMPLEMENTATION_SPECIFIC_ERROR : UNSPECIFIED_ERROR;
    }

    /**
     * Says with DISCONNECT why a connection ends, whatever the reason is (section 3.14.2.1).
     *
     * @param code of any packet.
     * @return a code that a server's DISCONNECT may carry.
     */
    public static int inDisconnect(final int code)
    {
        if (ReasonCodeSet.SERVER_DISCONNECT.contains(code))
        {
            return code;
        }
        return code == BAD_USER_NAME_OR_PASSWORD || code == BANNED ? NOT_AUTHORIZED : UNSPECIFIED_ERROR;
    }

    /**
     * The CONNACK return code of MQTT 3.1 and 3.1.1 (3.1.1 section 3.2.2.3) that says the same best.
     *
     * @param code a reason code of MQTT 5.0.
     * @return 0 to 5.
     */
    public static int toReturnCode(final int code)
    {
        switch (code)
        {
            case SUCCESS:
                return 0;
            case UNSUPPORTED_PROTOCOL_VERSION:
                return 1;
            case CLIENT_IDENTIFIER_NOT_VALID:
                return 2;
            case BAD_USER_NAME_OR_PASSWORD:
            case BAD_AUTHENTICATION_METHOD:
                return 4;
            case NOT_AUTHORIZED:
            case BANNED:
                return 5;
            default:
                return 3;
        }
    }

    /**
     * @param code a reason code.
     * @return its name in upper case with underscores.
     */
    public static String name(final int code)
    {
        return ReasonCodeNames.of(code);
    }
}
