package io.maxmq.core.topic;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Topics that came lately, so that messages to them need no validation, no hashing of levels and no walk through the
 * tree. Choices of shared groups are never remembered: their cursors move.
 * <pre>{@code
 * TopicEntry topic = cache.lookup(connection.memo, tenant, buffer, offset, length);
 * if (!topic.isChecked()) {
 *     // TopicName.check; a protocol error ends here
 *     topic.checked(ownerOf(tenant, buffer, offset, length));
 * }
 * if (topic.ownerWorker() == self) {
 *     MatchResult targets = cache.match(topic, publisherSessionId, qos);
 * }
 * }</pre>
 * Sets of {@value #WAYS} entries; the one not used for longest makes room. A topic moves in when it comes a second time
 * without another newcomer to its set in between, so that topics that come once cost next to nothing and drive nobody
 * out. Entries stay and change their topics: in steady state nothing is allocated. What is remembered about targets is
 * bounded in bytes; beyond that the tree is asked.
 * <p>
 * Owned by one worker's thread.
 */
public final class MatchCache
{
    private static final int WAYS = 4;
    private static final long DEFAULT_MAX_BYTES = 32L << 20;
    private static final int RECLAIM_STEPS = 64;
    /** Longer topics are rare, and would take too much memory. */
    private static final int MAX_TOPIC_LENGTH = 1024;

    private final SubscriptionStore store;
    private final TopicVersions versions;
    private final TopicHash topicHash = new TopicHash();
    private final int setMask;
    private final int[] hashes;
    private final TopicEntry[] entries;
    private final int[] newcomers;
    private final TopicEntry passing = new TopicEntry(false);
    private final TopicBytes levels;
    private final UnsafeBuffer topicBuffer = new UnsafeBuffer(0, 0);
    private final MatchResult result = new MatchResult();
    private final long maxBytes;
    private long bytes;
    private int reclaimHand;
    private int lookups;
    private int visitedNodes;
    private long memoHits;
    private long cacheHits;
    private long misses;

    /**
     * Creates a cache in front of a store, with up to 32 MiB of targets.
     *
     * @param store    of the same worker.
     * @param capacity most topics remembered, a power of two, at least 4.
     */
    public MatchCache(final SubscriptionStore store, final int capacity)
    {
        this(store, capacity, DEFAULT_MAX_BYTES);
    }

    /**
     * Creates a cache in front of a store.
     *
     * @param store    of the same worker.
     * @param capacity most topics remembered, a power of two, at least 4.
     * @param maxBytes most memory for remembered targets.
     */
    public MatchCache(final SubscriptionStore store, final int capacity, final long maxBytes)
    {
        if (capacity < WAYS || Integer.bitCount(capacity) != 1)
        {
            throw new IllegalArgumentException("capacity must be a power of two from " + WAYS + " on: " + capacity);
        }
        this.store = store;
        this.maxBytes = maxBytes;
        versions = store.versions();
        levels = new TopicBytes(store.seed());
        entries = new TopicEntry[capacity];
        hashes = new int[capacity];
        newcomers = new int[capacity / WAYS];
        setMask = capacity / WAYS - 1;
    }

    /**
     * Finds what is known about a topic. What is not known yet is handed out unchecked, to be completed by the caller.
     *
     * @param memo   of the connection.
     * @param tenant of the connection.
     * @param topic  buffer with the topic, well formed or not.
     * @param offset where the topic starts.
     * @param length of the topic in bytes.
     * @return the entry, never null, valid until the next lookup.
     */
    public TopicEntry lookup(
        final TopicMemo memo, final int tenant, final DirectBuffer topic, final int offset, final int length)
    {
        final TopicEntry last = memo.entry;
        lookups++;
        if (last != null && last.is(tenant, topic, offset, length))
        {
            memoHits++;
            last.usedAt = lookups;
            return last;
        }
        final TopicEntry entry = find(tenant, topic, offset, length);
        memo.entry = entry.cached ? entry : null;
        return entry;
    }

    private TopicEntry find(final int tenant, final DirectBuffer topic, final int offset, final int length)
    {
        final int hash = topicHash.hash(tenant, topic, offset, length);
        final int set = hash & setMask;
        for (int i = set * WAYS, end = i + WAYS; i < end; i++)
        {
            if (hashes[i] == hash && entries[i].is(tenant, topic, offset, length))
            {
                cacheHits++;
                entries[i].usedAt = lookups;
                return entries[i];
            }
        }
        misses++;
        TopicEntry entry = passing;
        if (newcomers[set] == hash && length <= MAX_TOPIC_LENGTH)
        {
            entry = replace(set * WAYS, hash);
            entry.usedAt = lookups;
        }
        else
        {
            newcomers[set] = hash;
        }
        entry.set(tenant, topic, offset, length);
        return entry;
    }

    private TopicEntry replace(final int first, final int hash)
    {
        int oldest = first;
        for (int i = first; i < first + WAYS; i++)
        {
            if (entries[i] == null)
            {
                entries[i] = new TopicEntry(true);
                hashes[i] = hash;
                return entries[i];
            }
            if (entries[i].usedAt - entries[oldest].usedAt < 0)
            {
                oldest = i;
            }
        }
        hashes[oldest] = hash;
        return entries[oldest];
    }

    /**
     * Finds who gets a message to a topic, as {@link SubscriptionStore#match} does.
     *
     * @param entry              of the topic, from {@link #lookup}.
     * @param publisherSessionId whose own no-local subscriptions are left out, or {@link SubscriptionStore#NO_SESSION}.
     * @param messageQos         QoS of the message.
     * @return the targets, valid until the next match or lookup in the same cache.
     */
    public MatchResult match(final TopicEntry entry, final long publisherSessionId, final int messageQos)
    {
        visitedNodes = 0;
        if (!entry.cached)
        {
            return matchTree(entry, publisherSessionId, messageQos);
        }
        final MatchResult found = isCurrent(entry) ? entry.targets : remember(entry);
        if (found.anyNoLocal() && store.sessions().hasNoLocal(publisherSessionId))
        {
            return matchTree(entry, publisherSessionId, messageQos);
        }
        if (!found.hasGroups())
        {
            return found;
        }
        if (found != result)
        {
            result.copyFrom(found);
        }
        result.chooseMembers(messageQos);
        result.sort();
        return result;
    }

    private boolean isCurrent(final TopicEntry entry)
    {
        if (!entry.hasTargets)
        {
            return false;
        }
        final long changes = versions.changes();
        if (entry.changesSeen != changes)
        {
            if (entry.versionSum != versions.sum(entry.places))
            {
                return false;
            }
            entry.changesSeen = changes;
        }
        return true;
    }

    private MatchResult matchTree(final TopicEntry entry, final long publisherSessionId, final int messageQos)
    {
        topicBuffer.wrap(entry.topic());
        store.match(entry.tenant(), topicBuffer, 0, entry.length(), publisherSessionId, messageQos, result);
        visitedNodes = result.visitedNodes();
        return result;
    }

    /** Asks the tree and keeps the answer if there is room; what is returned has no choices of groups yet. */
    private MatchResult remember(final TopicEntry entry)
    {
        topicBuffer.wrap(entry.topic());
        levels.load(topicBuffer, 0, entry.length());
        versions.places(entry.tenant(), levels, entry.places);
        entry.versionSum = versions.sum(entry.places);
        entry.changesSeen = versions.changes();
        store.collect(
            entry.tenant(), topicBuffer, 0, entry.length(), SubscriptionStore.NO_SESSION, result);
        visitedNodes = result.visitedNodes();
        entry.hasTargets = reserve(entry, result.copyBytes());
        if (!entry.hasTargets)
        {
            return result;
        }
        entry.targets.copyFrom(result);
        return entry.targets;
    }

    /** Makes sure that an entry can hold so much, and not very much more. */
    private boolean reserve(final TopicEntry entry, final long needed)
    {
        if (entry.targets != null && needed <= entry.targetBytes && needed >= entry.targetBytes / 4)
        {
            return true;
        }
        forget(entry);
        for (int i = 0; i < RECLAIM_STEPS && bytes + needed > maxBytes; i++)
        {
            reclaim();
        }
        if (bytes + needed > maxBytes)
        {
            return false;
        }
        entry.targets = new MatchResult();
        entry.targetBytes = needed;
        bytes += needed;
        return true;
    }

    private void reclaim()
    {
        final TopicEntry entry = entries[reclaimHand];
        if (entry != null && lookups - entry.usedAt > entries.length)
        {
            forget(entry);
        }
        reclaimHand = reclaimHand + 1 & entries.length - 1;
    }

    private void forget(final TopicEntry entry)
    {
        bytes -= entry.targetBytes;
        entry.targetBytes = 0;
        entry.targets = null;
        entry.hasTargets = false;
    }

    /**
     * Tree nodes looked at by the last {@link #match}.
     *
     * @return their number, 0 where the targets were remembered.
     */
    public int visitedNodes()
    {
        return visitedNodes;
    }

    /**
     * Memory for remembered targets.
     *
     * @return bytes, about.
     */
    public long bytes()
    {
        return bytes;
    }

    /**
     * Lookups answered by the connection's memo.
     *
     * @return their number.
     */
    public long memoHits()
    {
        return memoHits;
    }

    /**
     * Lookups answered by the cache.
     *
     * @return their number.
     */
    public long cacheHits()
    {
        return cacheHits;
    }

    /**
     * Lookups of topics that were not known.
     *
     * @return their number.
     */
    public long misses()
    {
        return misses;
    }
}
