package io.maxmq.transport.codec;

import java.util.Locale;

/**
 * What can be wrong with received bytes: one constant per cause, so that causes can be counted apart.
 *
 * <p>A decoder returns the first violation it meets. Some causes depend on the state of a connection and are found
 * by whoever keeps it; they stand here too, so that all have their reason code and counter in one place.
 */
public enum Violation
{
    /** Nothing is wrong. */
    NONE(ReasonCode.SUCCESS),
    /** A variable byte integer of more than four bytes, or longer than it need be (MQTT-1.5.5-1). */
    MALFORMED_LENGTH(ReasonCode.MALFORMED_PACKET),
    /** The flags of the first byte are not those fixed for the packet type (MQTT-2.1.3-1). */
    RESERVED_FLAGS(ReasonCode.MALFORMED_PACKET),
    /** A reserved bit in the body is set (MQTT-3.1.2-3, MQTT-3.2.2-1, MQTT-3.8.3-5). */
    RESERVED_BITS(ReasonCode.MALFORMED_PACKET),
    /** A field reaches beyond the end of the body or of the properties. */
    TRUNCATED(ReasonCode.MALFORMED_PACKET),
    /** Bytes are left after the last field of the body. */
    TRAILING_BYTES(ReasonCode.MALFORMED_PACKET),
    /** Text that is not well-formed UTF-8, or holds U+0000 (MQTT-1.5.4-1, MQTT-1.5.4-2). */
    BAD_UTF8(ReasonCode.MALFORMED_PACKET),
    /** A property identifier that the standard does not know (section 2.2.2.2). */
    UNKNOWN_PROPERTY(ReasonCode.MALFORMED_PACKET),
    /** A property that this packet, or this sender, may not use (section 2.2.2.2). */
    PROPERTY_NOT_ALLOWED(ReasonCode.MALFORMED_PACKET),
    /** A client's PUBLISH with a subscription identifier (MQTT-3.3.4-6). */
    SUBSCRIPTION_ID_FROM_CLIENT(ReasonCode.PROTOCOL_ERROR),
    /** A property that may stand once only stands twice. */
    REPEATED_PROPERTY(ReasonCode.PROTOCOL_ERROR),
    /** A property whose value is none of those allowed. */
    PROPERTY_OUT_OF_RANGE(ReasonCode.PROTOCOL_ERROR),
    /** The packet identifier is 0 (MQTT-2.2.1-3). */
    PACKET_ID_ZERO(ReasonCode.PROTOCOL_ERROR),
    /** QoS 3 (MQTT-3.3.1-4, MQTT-3.1.2-12). */
    BAD_QOS(ReasonCode.MALFORMED_PACKET),
    /** A subscription asks for QoS 3 (section 3.8.3.1). */
    BAD_SUBSCRIPTION_QOS(ReasonCode.PROTOCOL_ERROR),
    /** Retain handling 3 (section 3.8.3.1). */
    BAD_RETAIN_HANDLING(ReasonCode.PROTOCOL_ERROR),
    /** A shared subscription with the no-local option (MQTT-3.8.3-4). */
    NO_LOCAL_ON_SHARED(ReasonCode.PROTOCOL_ERROR),
    /** A PUBLISH of QoS 0 with DUP (MQTT-3.3.1-2). */
    DUP_ON_QOS_0(ReasonCode.MALFORMED_PACKET),
    /** Will QoS or will retain without a will (MQTT-3.1.2-11, MQTT-3.1.2-13). */
    WILL_FLAGS_WITHOUT_WILL(ReasonCode.MALFORMED_PACKET),
    /** Before MQTT 5 a password needs a user name (3.1.1: MQTT-3.1.2-22). */
    PASSWORD_WITHOUT_USERNAME(ReasonCode.MALFORMED_PACKET),
    /** CONNECT names another protocol (MQTT-3.1.2-1). */
    BAD_PROTOCOL_NAME(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION),
    /** A protocol level that the codec does not speak (MQTT-3.1.2-2). */
    UNSUPPORTED_VERSION(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION),
    /** An empty client id where 3.x needs one: 3.1 always, 3.1.1 without clean session (3.1.1: MQTT-3.1.3-8). */
    EMPTY_CLIENT_ID(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID),
    /** Authentication data without its method (section 3.1.2.11.10). */
    AUTHENTICATION_DATA_WITHOUT_METHOD(ReasonCode.PROTOCOL_ERROR),
    /** An AUTH packet without authentication method (section 3.15.2.2.2). */
    AUTHENTICATION_METHOD_MISSING(ReasonCode.PROTOCOL_ERROR),
    /** A topic name without a character, and no alias for it (MQTT-4.7.3-1, section 3.3.2.1). */
    EMPTY_TOPIC(ReasonCode.PROTOCOL_ERROR),
    /** A topic name with + or # (MQTT-3.3.2-2, MQTT-3.3.2-14). */
    WILDCARD_IN_TOPIC(ReasonCode.TOPIC_NAME_INVALID),
    /** A topic name longer than the configured limit. */
    TOPIC_TOO_LONG(ReasonCode.TOPIC_NAME_INVALID),
    /** A topic name with more levels than the configured limit. */
    TOPIC_TOO_DEEP(ReasonCode.TOPIC_NAME_INVALID),
    /** A topic alias that is 0 or above the maximum (MQTT-3.3.2-8, MQTT-3.3.2-9). */
    TOPIC_ALIAS_INVALID(ReasonCode.TOPIC_ALIAS_INVALID),
    /** A topic alias that stands for no topic, since none came with it on this connection (section 3.3.2.3.4). */
    TOPIC_ALIAS_UNKNOWN(ReasonCode.PROTOCOL_ERROR),
    /** A topic filter that breaks MQTT-4.7.1-1, MQTT-4.7.1-2, MQTT-4.7.3-1, MQTT-4.8.2-1 or MQTT-4.8.2-2. */
    INVALID_FILTER(ReasonCode.TOPIC_FILTER_INVALID),
    /** A topic filter longer than the configured limit. */
    FILTER_TOO_LONG(ReasonCode.TOPIC_FILTER_INVALID),
    /** A topic filter with more levels than the configured limit. */
    FILTER_TOO_DEEP(ReasonCode.TOPIC_FILTER_INVALID),
    /** A SUBSCRIBE or UNSUBSCRIBE without a topic filter (MQTT-3.8.3-2, MQTT-3.10.3-2). */
    EMPTY_SUBSCRIPTION(ReasonCode.PROTOCOL_ERROR),
    /** A reason code that this packet, or this sender, may not use (for example MQTT-3.4.2-1). */
    BAD_REASON_CODE(ReasonCode.PROTOCOL_ERROR),
    /** CONNACK reports a session together with a failure (MQTT-3.2.2-6; 3.1.1: MQTT-3.2.2-4). */
    SESSION_PRESENT_WITH_FAILURE(ReasonCode.PROTOCOL_ERROR),
    /** DISCONNECT sets a session expiry that was 0 in CONNECT (section 3.14.2.2.2). */
    SESSION_EXPIRY_FROM_ZERO(ReasonCode.PROTOCOL_ERROR),
    /** Packet type 0, which is reserved (section 2.1.2). */
    RESERVED_TYPE(ReasonCode.MALFORMED_PACKET),
    /** A packet type that only a server sends. */
    NOT_ALLOWED_FROM_CLIENT(ReasonCode.PROTOCOL_ERROR),
    /** Something else came before CONNECT (MQTT-3.1.0-1). */
    BEFORE_CONNECT(ReasonCode.PROTOCOL_ERROR),
    /** A second CONNECT on one connection (MQTT-3.1.0-2). */
    SECOND_CONNECT(ReasonCode.PROTOCOL_ERROR),
    /** AUTH that belongs to no authentication, or to one by another method (MQTT-4.12.0-5, MQTT-4.12.0-7). */
    UNEXPECTED_AUTH(ReasonCode.PROTOCOL_ERROR),
    /** A packet larger than the maximum packet size (MQTT-3.2.2-15). */
    PACKET_TOO_LARGE(ReasonCode.PACKET_TOO_LARGE),
    /** More unacknowledged QoS 1 and 2 messages than allowed (MQTT-3.3.4-7). */
    RECEIVE_MAXIMUM_EXCEEDED(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED),
    /** A QoS above the maximum that CONNACK announced (MQTT-3.2.2-11). */
    QOS_NOT_SUPPORTED(ReasonCode.QOS_NOT_SUPPORTED),
    /** RETAIN although CONNACK excluded it (MQTT-3.2.2-14). */
    RETAIN_NOT_SUPPORTED(ReasonCode.RETAIN_NOT_SUPPORTED),
    /** A payload declared as UTF-8 that is not (section 3.3.2.3.2). */
    PAYLOAD_FORMAT_INVALID(ReasonCode.PAYLOAD_FORMAT_INVALID);

    private final int reasonCode;
    private final String counterName;

    Violation(final int reasonCode)
    {
        this.reasonCode = reasonCode;
        this.counterName = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @return the MQTT 5.0 reason code for the CONNACK or DISCONNECT that answers it. CONNACK has no code for some
     * that a DISCONNECT has, see {@link #connackReasonCode()}.
     */
    public int reasonCode()
    {
        return reasonCode;
    }

    /**
     * @return {@link #reasonCode()} where a CONNACK may carry it (section 3.2.2.2), else protocol error.
     */
    public int connackReasonCode()
    {
        return ReasonCodeSet.CONNACK.contains(reasonCode) ? reasonCode : ReasonCode.PROTOCOL_ERROR;
    }

    /**
     * @return the cause in kebab case, for counters and logs.
     */
    public String counterName()
    {
        return counterName;
    }
}
