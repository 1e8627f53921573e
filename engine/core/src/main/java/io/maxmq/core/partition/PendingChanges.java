package io.maxmq.core.partition;

import io.maxmq.core.message.Message;
import io.maxmq.journal.event.KeyHash;
import org.agrona.collections.Long2LongHashMap;

/**
 * Topics whose retained message is about to change: the owner has decided so, and the event is on the way. To be known
 * so that nobody is sent the old message after the new one (rule 7 of the log). Used by the worker's thread alone;
 * allocates only when it grows.
 */
public final class PendingChanges
{
    private final KeyHash hash;
    private final Long2LongHashMap newest = new Long2LongHashMap(0);

    /**
     * @param hash that tells topics apart.
     */
    public PendingChanges(final KeyHash hash)
    {
        this.hash = hash;
    }

    void decided(final Message message, final long decision)
    {
        newest.put(topic(message), decision);
    }

    void applied(final Message message, final long decision)
    {
        final long topic = topic(message);
        final long last = newest.get(topic);
        if (last != 0 && last <= decision)
        {
            newest.remove(topic);
        }
    }

    boolean contains(final Message message)
    {
        return !newest.isEmpty() && newest.containsKey(topic(message));
    }

    private long topic(final Message message)
    {
        return hash.forTopic(
            message.tenant(), message.topicBuffer(), message.topicOffset(), message.topicLength(), 0);
    }
}
