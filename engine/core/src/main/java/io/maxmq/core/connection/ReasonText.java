package io.maxmq.core.connection;

import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.codec.Violation;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What the broker says in words beside a reason code: the reason strings of CONNACK, PUBACK, PUBREC and DISCONNECT
 * (MQTT-3.2.2.3.9, 3.4.2.2.2, 3.5.2.2.2, 3.14.2.2.3). They are for whoever reads a client's log, and say nothing that
 * the client does not know of itself.
 */
final class ReasonText
{
    static final String TAKEN_OVER = "a later connection with the same client id has taken over";
    static final String MEMORY_USED_UP = "the broker's memory for connections is used up";
    static final String NOT_TAKEN = "the client does not take its acknowledgements";
    static final String ANSWER_TOO_LARGE = "the answer is larger than the client's maximum packet size";
    static final String QUEUE_FULL = "the queue of the session is full";
    static final String TOO_MANY_CONNECTIONS = "the broker has as many connections as it takes";
    static final String TOO_MANY_SESSIONS = "the broker has as many sessions as it takes, or no memory for one more";
    static final String BROKER_ERROR = "the broker met an unexpected error";
    static final String MAY_NOT_PUBLISH = "not authorized to publish to this topic";

    private static final DirectBuffer NOT_AUTHORIZED = utf8(MAY_NOT_PUBLISH);
    private static final DirectBuffer QUOTA_EXCEEDED =
        utf8("the broker has no room for messages that have to be kept; publish again later");

    private ReasonText()
    {
    }

    private static DirectBuffer utf8(final String text)
    {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param violation that ends a connection.
     * @return its cause in words.
     */
    static String of(final Violation violation)
    {
        return violation.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /**
     * @param reasonCode of a PUBACK or PUBREC.
     * @return text in UTF-8, or null where the code says all.
     */
    static DirectBuffer ofAck(final int reasonCode)
    {
        switch (reasonCode)
        {
            case ReasonCode.NOT_AUTHORIZED:
                return NOT_AUTHORIZED;

            case ReasonCode.QUOTA_EXCEEDED:
                return QUOTA_EXCEEDED;

            default:
                return null;
        }
    }
}
