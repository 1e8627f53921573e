package io.maxmq.core;

/**
 * What the broker offers its clients, and what it takes from them. Immutable; the same for all workers.
 *
 * @param maximumPacketSize        largest packet accepted, in bytes (MQTT-3.2.2-15).
 * @param receiveMaximum           unacknowledged QoS 1 and 2 messages accepted from one client.
 * @param maximumInFlight          unacknowledged QoS 1 and 2 messages sent to one client, whatever it allows.
 * @param topicAliasMaximum        topic aliases accepted from one client.
 * @param outboundTopicAliases     topic aliases used towards one client, whatever it allows.
 * @param maximumQos               highest QoS.
 * @param retainAvailable          whether retained messages are supported.
 * @param wildcardAvailable        whether wildcard subscriptions are.
 * @param subscriptionIdsAvailable whether subscription identifiers are.
 * @param sharedAvailable          whether shared subscriptions are.
 * @param maximumTopicLevels       of topic names and filters.
 * @param maximumTopicLength       of topic names and filters, in bytes.
 * @param maximumClientIdLength    in bytes.
 * @param maximumSubscriptions     of one session.
 * @param sessionExpiryCapSeconds  longest session expiry interval; 0xFFFFFFFF for no cap.
 * @param messageExpiryCapSeconds  longest message expiry interval, also of messages without; -1 for no cap.
 * @param maximumKeepAliveSeconds  longest keep alive that clients may choose (also for none), 0 for no limit.
 * @param allowEmptyClientId       whether clients may leave the choice of their id to the broker.
 * @param checkPayloadFormat       whether payloads declared as UTF-8 are checked.
 * @param writeBufferLimit         bytes that may wait for one connection.
 */
public record MqttLimits(
    int maximumPacketSize,
    int receiveMaximum,
    int maximumInFlight,
    int topicAliasMaximum,
    int outboundTopicAliases,
    int maximumQos,
    boolean retainAvailable,
    boolean wildcardAvailable,
    boolean subscriptionIdsAvailable,
    boolean sharedAvailable,
    int maximumTopicLevels,
    int maximumTopicLength,
    int maximumClientIdLength,
    int maximumSubscriptions,
    long sessionExpiryCapSeconds,
    long messageExpiryCapSeconds,
    int maximumKeepAliveSeconds,
    boolean allowEmptyClientId,
    boolean checkPayloadFormat,
    int writeBufferLimit)
{
}
