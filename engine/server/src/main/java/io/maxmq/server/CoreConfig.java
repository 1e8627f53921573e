package io.maxmq.server;

import io.maxmq.core.MqttLimits;
import io.maxmq.core.session.SessionLimits;
import io.maxmq.core.worker.WorkerConfig;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.server.config.Overflow;

/**
 * Translates the broker's configuration into that of a worker.
 */
final class CoreConfig
{
    private static final int MATCH_CACHE_TOPICS = 16_384;

    private CoreConfig()
    {
    }

    static WorkerConfig of(final BrokerConfig config)
    {
        final int workers = config.workers().count();
        return new WorkerConfig(
            mqtt(config),
            limits(config.queue()),
            limits(config.cleanQueue()),
            WorkerConfig.Idle.valueOf(config.workers().idle().name()),
            config.workers().spinTimeNs(),
            config.workers().throughputPauseNs(),
            config.limits().readBufferBytes(),
            config.limits().workerBufferBytes(),
            config.limits().workerBufferBytes(),
            MATCH_CACHE_TOPICS,
            Math.max(1, config.retain().maxMessages() / workers),
            Math.max(1, config.retain().maxBytes() / workers),
            config.retain().maxMessageBytes());
    }

    private static SessionLimits limits(final BrokerConfig.Queue queue)
    {
        return new SessionLimits(queue.maxMessages(), queue.maxBytes(), queue.maxAgeMs(), overflow(queue.overflow()));
    }

    private static MqttLimits mqtt(final BrokerConfig config)
    {
        final BrokerConfig.Mqtt mqtt = config.mqtt();
        return new MqttLimits(
            mqtt.maxPacketSize(),
            mqtt.receiveMaximum(),
            config.limits().inflight(),
            mqtt.topicAliasMaximum(),
            mqtt.outboundTopicAliasMaximum(),
            mqtt.maxQos(),
            mqtt.retainAvailable(),
            mqtt.wildcardSubscriptionAvailable(),
            mqtt.subscriptionIdentifierAvailable(),
            mqtt.sharedSubscriptionAvailable(),
            mqtt.maxTopicLevels(),
            mqtt.maxTopicLength(),
            mqtt.maxClientIdLength(),
            config.limits().subscriptionsPerSession(),
            mqtt.maxSessionExpirySeconds(),
            mqtt.maxMessageExpirySeconds() == Long.MAX_VALUE ? -1 : mqtt.maxMessageExpirySeconds(),
            mqtt.maxKeepAliveSeconds() == Integer.MAX_VALUE ? 0 : mqtt.maxKeepAliveSeconds(),
            mqtt.allowEmptyClientId(),
            mqtt.checkPayloadFormat(),
            config.limits().writeBufferBytes());
    }

    private static SessionLimits.Overflow overflow(final Overflow overflow)
    {
        return SessionLimits.Overflow.valueOf(overflow.name());
    }
}
