package io.maxmq.core.connection;

import io.maxmq.core.topic.TopicMemo;

/**
 * What one connection remembers of what its client publishes: the last topic, topic aliases (MQTT-3.3.2.3.4), and how
 * many of its QoS 1 and 2 messages are not acknowledged yet (MQTT-4.9). Owned by the worker's thread.
 */
final class PublisherState
{
    private final TopicMemo memo = new TopicMemo();
    private final int aliasMaximum;
    private InboundAliases aliases;
    private int inFlight;

    PublisherState(final int aliasMaximum)
    {
        this.aliasMaximum = aliasMaximum;
    }

    TopicMemo memo()
    {
        return memo;
    }

    InboundAliases aliases()
    {
        if (aliases == null)
        {
            aliases = new InboundAliases(aliasMaximum);
        }
        return aliases;
    }

    /**
     * @return QoS 1 messages without PUBACK, and QoS 2 messages without PUBCOMP.
     */
    int inFlight()
    {
        return inFlight;
    }

    /** A QoS 1 or 2 message has come. */
    void received()
    {
        inFlight++;
    }

    /** A message has been acknowledged to the end, or counts as not received. */
    void acknowledged()
    {
        inFlight = Math.max(0, inFlight - 1);
    }

    void closed()
    {
        memo.clear();
    }
}
