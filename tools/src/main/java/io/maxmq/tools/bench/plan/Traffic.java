package io.maxmq.tools.bench.plan;

/**
 * What is sent.
 *
 * @param qos                  of publishes and subscriptions.
 * @param payloadBytes         at least {@link io.maxmq.tools.bench.load.Payload#MIN_LENGTH}.
 * @param ratePerSecond        of all publishers together in an open loop; 0 for a closed loop at full speed.
 * @param window               most messages in flight per publisher.
 * @param messagesPerPublisher after which a publisher stops; 0 for no limit.
 * @param isPersistent         whether the sessions of subscribers outlive their connections.
 */
public record Traffic(
    int qos,
    int payloadBytes,
    double ratePerSecond,
    int window,
    long messagesPerPublisher,
    boolean isPersistent)
{
    /**
     * @return whether messages are due at a rate, whatever the broker does.
     */
    public boolean isOpenLoop()
    {
        return ratePerSecond > 0;
    }
}
