package io.maxmq.core.topic;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Topics that came lately, so that messages to them need no validation, no hashing and no walk through the tree. Bounded:
 * a topic that is not found replaces one that was not used for long. Choices of shared groups are never remembered.
 * <pre>{@code
 * TopicEntry topic = cache.lookup(connection.memo, tenant, buffer, offset, length);
 * if (!topic.isChecked()) {
 *     // UTF-8, TopicSyntax.isTopic, limits; a protocol error ends here
 *     topic.checked(ownerOf(tenant, buffer, offset, length));
 * }
 * if (topic.ownerWorker() == self) {
 *     MatchResult targets = cache.match(topic, publisherSessionId, qos);
 * }
 * }</pre>
 * Owned by one worker's thread.
 */
public final class MatchCache {
    private final SubscriptionStore store;
    private final TopicEntry scratch = new TopicEntry();
    private final UnsafeBuffer topicBuffer = new UnsafeBuffer(0, 0);
    private final MatchResult result = new MatchResult();

    /**
     * Creates a cache in front of a store.
     *
     * @param store    of the same worker.
     * @param capacity most topics remembered, a power of two.
     */
    public MatchCache(final SubscriptionStore store, final int capacity) {
        this.store = store;
    }

    /**
     * Finds what is known about a topic. What is not known yet is handed out unchecked, to be completed by the caller.
     *
     * @param memo   of the connection.
     * @param tenant of the connection.
     * @param topic  buffer with the topic.
     * @param offset where the topic starts.
     * @param length of the topic in bytes.
     * @return the entry, never null, valid until the next lookup.
     */
    public TopicEntry lookup(
        final TopicMemo memo, final int tenant, final DirectBuffer topic, final int offset, final int length) {
        scratch.uncheck();
        scratch.tenant = tenant;
        scratch.length = length;
        if (scratch.topic.length < length) {
            scratch.topic = new byte[length];
        }
        topic.getBytes(offset, scratch.topic, 0, length);
        return scratch;
    }

    /**
     * Finds who gets a message to a topic, as {@link SubscriptionStore#match} does. Moves the cursors of shared groups:
     * call it once per message.
     *
     * @param entry              of the topic, from {@link #lookup}.
     * @param publisherSessionId whose own no-local subscriptions are left out, or {@link SubscriptionStore#NO_SESSION}.
     * @param messageQos         QoS of the message.
     * @return the targets, valid until the next match in the same cache.
     */
    public MatchResult match(final TopicEntry entry, final long publisherSessionId, final int messageQos) {
        topicBuffer.wrap(entry.topic, 0, entry.length);
        store.match(entry.tenant, topicBuffer, 0, entry.length, publisherSessionId, messageQos, result);
        return result;
    }
}
