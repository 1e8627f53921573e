package io.maxmq.core.topic;

/**
 * The last topic of one connection (or of one stream between workers), so that a run of messages to the same topic
 * costs one comparison of bytes each. One per connection, on the thread of its worker; holds no memory of its own.
 */
public final class TopicMemo
{
    TopicEntry entry;

    /** Forgets the topic, when the connection goes back to a pool. */
    public void clear()
    {
        entry = null;
    }
}
