package io.maxmq.core.partition;

import io.maxmq.core.message.Message;
import io.maxmq.core.topic.MatchCache;
import io.maxmq.core.topic.TopicEntry;
import io.maxmq.core.topic.TopicMemo;
import io.maxmq.transport.codec.TopicName;
import io.maxmq.transport.codec.Violation;
import org.agrona.DirectBuffer;

/**
 * Brings a message to the owner of its topic: by a call where this worker is the owner, by one hop where it is not.
 * One per worker, used by its thread alone.
 */
public final class Routing
{
    private final int self;
    private final Partitioning partitioning;
    private final MatchCache cache;
    private final Partition partition;
    private final int maximumTopicLevels;
    private final int maximumTopicLength;

    public Routing(
        final int self,
        final Partitioning partitioning,
        final MatchCache cache,
        final Partition partition,
        final int maximumTopicLevels,
        final int maximumTopicLength)
    {
        this.self = self;
        this.partitioning = partitioning;
        this.cache = cache;
        this.partition = partition;
        this.maximumTopicLevels = maximumTopicLevels;
        this.maximumTopicLength = maximumTopicLength;
    }

    /**
     * Checks a topic name that a client has sent; one that was seen before is known to be good.
     *
     * @param memo   of the connection.
     * @param tenant of the client.
     * @param topic  buffer with the topic.
     * @param offset of the topic.
     * @param length of the topic.
     * @return what is wrong with it, or {@link Violation#NONE}.
     */
    public Violation check(
        final TopicMemo memo, final int tenant, final DirectBuffer topic, final int offset, final int length)
    {
        final TopicEntry entry = cache.lookup(memo, tenant, topic, offset, length);
        if (entry.isChecked())
        {
            return Violation.NONE;
        }
        final Violation violation = TopicName.check(topic, offset, length, maximumTopicLevels, maximumTopicLength);
        if (violation == Violation.NONE)
        {
            entry.checked(partitioning.ownerOfTopic(tenant, topic, offset, length));
        }
        return violation;
    }

    /**
     * Publishes a message whose topic is known to be good.
     *
     * @param request the message and its publisher.
     * @param memo    of the connection or stream it came by.
     * @return false where there is no room: nothing has changed, it has to come again.
     */
    public boolean publish(final PublishRequest request, final TopicMemo memo)
    {
        final Message message = request.message();
        final TopicEntry entry = cache.lookup(
            memo, message.tenant(), message.topicBuffer(), message.topicOffset(), message.topicLength());
        if (!entry.isChecked())
        {
            entry.checked(partitioning.ownerOfTopic(
                message.tenant(), message.topicBuffer(), message.topicOffset(), message.topicLength()));
        }
        return entry.ownerWorker() == self ?
            partition.publish(request, entry) : partition.forward(request, entry.ownerWorker());
    }
}
