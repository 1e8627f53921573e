package io.maxmq.transport.codec;

import static io.maxmq.transport.codec.ReasonCode.*;

/**
 * The reason codes that may stand in one packet (the tables of sections 3.2.2.2, 3.4.2.1, 3.6.2.1, 3.9.3, 3.11.3,
 * 3.14.2.1 and 3.15.2.1).
 */
final class ReasonCodeSet
{
    static final ReasonCodeSet CONNACK = new ReasonCodeSet(SUCCESS, UNSPECIFIED_ERROR, MALFORMED_PACKET,
        PROTOCOL_ERROR, IMPLEMENTATION_SPECIFIC_ERROR, UNSUPPORTED_PROTOCOL_VERSION, CLIENT_IDENTIFIER_NOT_VALID,
        BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED, SERVER_UNAVAILABLE, SERVER_BUSY, BANNED, BAD_AUTHENTICATION_METHOD,
        TOPIC_NAME_INVALID, PACKET_TOO_LARGE, QUOTA_EXCEEDED, PAYLOAD_FORMAT_INVALID, RETAIN_NOT_SUPPORTED,
        QOS_NOT_SUPPORTED, USE_ANOTHER_SERVER, SERVER_MOVED, CONNECTION_RATE_EXCEEDED);
    static final ReasonCodeSet SUBACK = new ReasonCodeSet(SUCCESS, GRANTED_QOS_1, GRANTED_QOS_2, UNSPECIFIED_ERROR,
        IMPLEMENTATION_SPECIFIC_ERROR, NOT_AUTHORIZED, TOPIC_FILTER_INVALID, PACKET_IDENTIFIER_IN_USE, QUOTA_EXCEEDED,
        SHARED_SUBSCRIPTIONS_NOT_SUPPORTED, SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED,
        WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED);
    /** 3.1.1 section 3.9.3. */
    static final ReasonCodeSet OLD_SUBACK =
        new ReasonCodeSet(SUCCESS, GRANTED_QOS_1, GRANTED_QOS_2, UNSPECIFIED_ERROR);
    static final ReasonCodeSet UNSUBACK = new ReasonCodeSet(SUCCESS, NO_SUBSCRIPTION_EXISTED, UNSPECIFIED_ERROR,
        IMPLEMENTATION_SPECIFIC_ERROR, NOT_AUTHORIZED, TOPIC_FILTER_INVALID, PACKET_IDENTIFIER_IN_USE);
    static final ReasonCodeSet CLIENT_DISCONNECT = new ReasonCodeSet(SUCCESS, DISCONNECT_WITH_WILL, UNSPECIFIED_ERROR,
        MALFORMED_PACKET, PROTOCOL_ERROR, IMPLEMENTATION_SPECIFIC_ERROR, TOPIC_NAME_INVALID, RECEIVE_MAXIMUM_EXCEEDED,
        TOPIC_ALIAS_INVALID, PACKET_TOO_LARGE, MESSAGE_RATE_TOO_HIGH, QUOTA_EXCEEDED, ADMINISTRATIVE_ACTION,
        PAYLOAD_FORMAT_INVALID);
    static final ReasonCodeSet SERVER_DISCONNECT = new ReasonCodeSet(SUCCESS, UNSPECIFIED_ERROR, MALFORMED_PACKET,
        PROTOCOL_ERROR, IMPLEMENTATION_SPECIFIC_ERROR, NOT_AUTHORIZED, SERVER_BUSY, SERVER_SHUTTING_DOWN,
        BAD_AUTHENTICATION_METHOD, KEEP_ALIVE_TIMEOUT, SESSION_TAKEN_OVER, TOPIC_FILTER_INVALID, TOPIC_NAME_INVALID,
        RECEIVE_MAXIMUM_EXCEEDED, TOPIC_ALIAS_INVALID, PACKET_TOO_LARGE, MESSAGE_RATE_TOO_HIGH, QUOTA_EXCEEDED,
        ADMINISTRATIVE_ACTION, PAYLOAD_FORMAT_INVALID, RETAIN_NOT_SUPPORTED, QOS_NOT_SUPPORTED, USE_ANOTHER_SERVER,
        SERVER_MOVED, SHARED_SUBSCRIPTIONS_NOT_SUPPORTED, CONNECTION_RATE_EXCEEDED, MAXIMUM_CONNECT_TIME,
        SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED, WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED);
    static final ReasonCodeSet CLIENT_AUTH = new ReasonCodeSet(CONTINUE_AUTHENTICATION, RE_AUTHENTICATE);
    static final ReasonCodeSet SERVER_AUTH = new ReasonCodeSet(SUCCESS, CONTINUE_AUTHENTICATION);

    private static final ReasonCodeSet RECEIVED = new ReasonCodeSet(SUCCESS, NO_MATCHING_SUBSCRIBERS,
        UNSPECIFIED_ERROR, IMPLEMENTATION_SPECIFIC_ERROR, NOT_AUTHORIZED, TOPIC_NAME_INVALID,
        PACKET_IDENTIFIER_IN_USE, QUOTA_EXCEEDED, PAYLOAD_FORMAT_INVALID);
    private static final ReasonCodeSet RELEASED = new ReasonCodeSet(SUCCESS, PACKET_IDENTIFIER_NOT_FOUND);

    /** One bit per code below 0x40. */
    private final long successes;
    /** One bit per code from 0x80 to 0xBF. */
    private final long failures;

    private ReasonCodeSet(final int... codes)
    {
        long low = 0;
        long high = 0;
        for (final int code : codes)
        {
            if (isFailure(code))
            {
                high |= 1L << code - FIRST_FAILURE;
            }
            else
            {
                low |= 1L << code;
            }
        }
        successes = low;
        failures = high;
    }

    static ReasonCodeSet ofAck(final int packetType)
    {
        return packetType == PacketType.PUBACK || packetType == PacketType.PUBREC ? RECEIVED : RELEASED;
    }

    boolean contains(final int code)
    {
        final long codes = isFailure(code) ? failures : successes;
        return (code & 0x40) == 0 && (codes & 1L << (code & 0x3F)) != 0;
    }
}
