package io.maxmq.core.topic;

import org.agrona.DirectBuffer;

/**
 * What a worker remembers about a topic: that it was found well formed, the worker that owns it, and, at the owner, who
 * gets its messages. Handed out by {@link MatchCache#lookup}; valid until the next lookup in the same cache. Entries
 * are reused for other topics, so a reference that is kept (a {@link TopicMemo}) proves nothing until the topic is
 * compared.
 */
public final class TopicEntry
{
    private static final int UNCHECKED = -1;
    private static final int INITIAL_CAPACITY = 32;
    /** Larger arrays are given back when a much shorter topic moves in. */
    private static final int KEPT_CAPACITY = 256;

    final int[] places = new int[TopicVersions.DEPTH + 1];
    private byte[] topic = new byte[INITIAL_CAPACITY];
    private int length;
    private int tenant;
    private int ownerWorker = UNCHECKED;
    /** Number of the lookup that last found it. */
    int usedAt;
    /** Whether it lies in the cache, and may remember; the one for topics that come once may not. */
    final boolean cached;
    /** What is remembered, null if nothing ever was. */
    MatchResult targets;
    /** Memory counted for {@link #targets}. */
    long targetBytes;
    boolean hasTargets;
    /** Sum of versions at {@link #places} when the targets were found, and all changes when that sum was last seen. */
    long versionSum;
    long changesSeen;

    TopicEntry(final boolean cached)
    {
        this.cached = cached;
    }

    /**
     * Whether UTF-8, characters and levels were found right earlier, so that this need not be looked at again, and the
     * owner is known.
     *
     * @return true if so.
     */
    public boolean isChecked()
    {
        return ownerWorker != UNCHECKED;
    }

    /**
     * Records that the topic is well formed and who owns it.
     *
     * @param owner worker that owns the topic's partition.
     */
    public void checked(final int owner)
    {
        ownerWorker = owner;
    }

    /**
     * The worker that owns the topic's partition.
     *
     * @return 0 to 63; only when {@link #isChecked()}.
     */
    public int ownerWorker()
    {
        return ownerWorker;
    }

    int tenant()
    {
        return tenant;
    }

    byte[] topic()
    {
        return topic;
    }

    int length()
    {
        return length;
    }

    /** Takes another topic, of which nothing is known yet. */
    void set(final int newTenant, final DirectBuffer buffer, final int offset, final int newLength)
    {
        if (newLength > topic.length || topic.length > KEPT_CAPACITY && newLength < topic.length / 4)
        {
            topic = new byte[Math.max(INITIAL_CAPACITY, newLength)];
        }
        buffer.getBytes(offset, topic, 0, newLength);
        length = newLength;
        tenant = newTenant;
        ownerWorker = UNCHECKED;
        hasTargets = false;
    }

    boolean is(final int otherTenant, final DirectBuffer buffer, final int offset, final int otherLength)
    {
        return length == otherLength && tenant == otherTenant && TopicHash.equal(topic, buffer, offset, length);
    }
}
