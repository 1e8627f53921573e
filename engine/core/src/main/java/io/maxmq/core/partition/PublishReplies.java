package io.maxmq.core.partition;

/**
 * Hears at the publisher's home what became of QoS 1 and 2 messages that were not logged, or were refused.
 */
@FunctionalInterface
public interface PublishReplies
{
    /**
     * @param sessionId        of the publisher.
     * @param connectionNumber of the connection on which the PUBLISH came.
     * @param packetId         of the PUBLISH.
     * @param qos              1 or 2.
     * @param reasonCode       for PUBACK or PUBREC.
     */
    void onReply(long sessionId, int connectionNumber, int packetId, int qos, int reasonCode);
}
