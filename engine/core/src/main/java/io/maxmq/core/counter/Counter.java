package io.maxmq.core.counter;

/**
 * The table of what each worker counts: the only place where a counter is named and described. Statistics topics,
 * metrics and their documentation are made from it.
 */
public enum Counter
{
    CONNECTIONS_OPENED("connections.opened", "connections that a worker took over"),
    CONNECTIONS_CLOSED("connections.closed", "connections that have ended"),
    CONNECTS_ACCEPTED("connects.accepted", "CONNECT packets answered with success"),
    CONNECTS_REFUSED("connects.refused", "CONNECT packets refused"),
    CONNECTS_OVER_LIMIT(
        "connects.over-limit",
        "CONNECT packets refused since there were too many connections or sessions, or no memory for them"),
    TAKEOVERS("connects.takeover", "connections closed because their client connected again"),
    PACKETS_RECEIVED("packets.received", "MQTT packets received"),
    PACKETS_SENT("packets.sent", "MQTT packets sent"),
    BYTES_RECEIVED("bytes.received", "bytes read from sockets"),
    BYTES_SENT("bytes.sent", "bytes given to sockets"),
    PUBLISH_RECEIVED_QOS0("publish.received.qos0", "QoS 0 messages received"),
    PUBLISH_RECEIVED_QOS1("publish.received.qos1", "QoS 1 messages received"),
    PUBLISH_RECEIVED_QOS2("publish.received.qos2", "QoS 2 messages received"),
    PUBLISH_SENT_QOS0("publish.sent.qos0", "QoS 0 messages sent"),
    PUBLISH_SENT_QOS1("publish.sent.qos1", "QoS 1 messages sent, again sent ones included"),
    PUBLISH_SENT_QOS2("publish.sent.qos2", "QoS 2 messages sent, again sent ones included"),
    PUBLISH_DUPLICATE("publish.duplicate", "QoS 2 messages received again and not forwarded again"),
    PUBLISH_BACK_PRESSURED("publish.back-pressured", "times a publisher was not read because the way was full"),
    NO_MATCH("publish.no-match", "messages that nobody had subscribed to"),
    DROPPED_SLOW_SUBSCRIBER("dropped.slow-subscriber", "QoS 0 messages for a connection whose write buffer was full"),
    DROPPED_QUEUE_FULL("dropped.queue-full", "QoS 1 and 2 messages for a session whose queue was full"),
    DROPPED_TOO_LARGE("dropped.too-large", "messages larger than the client's maximum packet size"),
    DROPPED_EXPIRED("dropped.expired", "messages that expired before they were sent"),
    DROPPED_OFFLINE("dropped.offline", "QoS 0 messages for sessions without a connection"),
    DROPPED_NO_SESSION("dropped.no-session", "messages for sessions that had ended"),
    DROPPED_NO_MEMBER("dropped.no-member", "messages for a shared group without a member to take them"),
    DROPPED_UNREADABLE("dropped.unreadable", "stored messages that could not be read"),
    DROPPED_UNAUTHORISED("dropped.unauthorised", "messages that their publisher was not allowed to publish"),
    DROPPED_NOT_RECEIVABLE("dropped.not-receivable", "messages that a subscriber was not allowed to receive"),
    SUBSCRIPTIONS_REFUSED("subscriptions.refused", "filters that a client was not allowed to subscribe to"),
    SUBSCRIPTIONS_REVOKED("subscriptions.revoked", "subscriptions ended because their client may not have them now"),
    SUBSCRIPTIONS_OVER_LIMIT(
        "subscriptions.over-limit", "subscriptions refused since the session had too many, or there was no memory"),
    REFUSED_LOG_FULL("refused.log-full", "messages refused because the log was full"),
    RETAINED_OVER_LIMIT("retained.over-limit", "messages delivered but not retained because of a limit"),
    PROTOCOL_ERRORS("errors.protocol", "connections closed because of a protocol error"),
    KEEP_ALIVE_TIMEOUTS("errors.keep-alive", "connections closed because nothing came from the client"),
    HANDLER_ERRORS("errors.handler", "connections closed because of an unexpected error"),
    OUT_OF_MEMORY("errors.memory", "connections closed because the buffer memory of the worker was used up"),
    WRITE_OVERFLOWS("errors.write-overflow", "connections closed because they did not take their acknowledgements"),
    SUBSCRIPTIONS("subscriptions", "subscriptions at this worker, as owner of topics"),
    RETAINED("retained", "retained messages at this worker"),
    SESSIONS("sessions", "sessions at home at this worker"),
    SESSIONS_EXPIRED("sessions.expired", "sessions ended because their expiry interval had passed"),
    WILLS_PUBLISHED("wills.published", "wills published"),
    EVENTS_DECIDED("events.decided", "events handed to the log"),
    EVENTS_APPLIED("events.applied", "events applied"),
    EVENTS_SKIPPED("events.skipped", "commands whose session, connection or subscription had gone when applied"),
    SNAPSHOTS("snapshots", "snapshots of the state that the log has made of this worker, written down"),
    CYCLES("cycles", "duty cycles"),
    CYCLES_IDLE("cycles.idle", "duty cycles that found nothing to do");

    private final String key;
    private final String text;

    Counter(final String key, final String text)
    {
        this.key = key;
        this.text = text;
    }

    public String key()
    {
        return key;
    }

    public String text()
    {
        return text;
    }
}
