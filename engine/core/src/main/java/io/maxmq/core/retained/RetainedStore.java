package io.maxmq.core.retained;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.function.Consumer;

/**
 * Retained messages of a partition owner (MQTT 5 section 3.3.1.3). It keeps topics and log sequences; the messages
 * themselves stay in the log, which keeps them readable until {@link RetainedReleaseHandler} gives them back.
 * <p>
 * Replacing a topic's message is one probe of a hash table and allocates nothing. A scan by filter goes through the
 * topics in order and jumps over what cannot match. Expired messages go when a scan or {@link #sweep} meets them.
 * <p>
 * Owned by one worker's thread. Time is a parameter, in epoch milliseconds.
 */
public final class RetainedStore
{
    private final TopicTable table = new TopicTable();
    private final SortedTopics sorted = new SortedTopics();
    private final UnsafeBuffer literal = new UnsafeBuffer(0, 0);
    private final RetainedReleaseHandler releaseHandler;
    private final int maxCount;
    private final long maxBytes;
    private final RetainedImages images = new RetainedImages();
    private long bytes;
    private int expiringCount;
    private long refusedCount;
    private long expiredCount;

    /**
     * Creates an empty store.
     *
     * @param maxCount       most retained messages, beyond which {@link #hasRoomFor} refuses new topics.
     * @param maxBytes       most bytes of topics and payloads together, beyond which {@link #hasRoomFor} refuses.
     * @param releaseHandler told which messages are no longer needed.
     */
    public RetainedStore(final int maxCount, final long maxBytes, final RetainedReleaseHandler releaseHandler)
    {
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
        this.releaseHandler = releaseHandler;
    }

    /**
     * Whether a message would be within the limits: asked when a publish is decided, before it is logged. A refusal is
     * counted.
     *
     * @param tenant      of the publisher.
     * @param topic       buffer with the topic.
     * @param offset      where the topic starts.
     * @param length      of the topic in bytes.
     * @param payloadSize in bytes.
     * @return true if there is room.
     */
    public boolean hasRoomFor(
        final int tenant, final DirectBuffer topic, final int offset, final int length, final int payloadSize)
    {
        final RetainedEntry entry = get(tenant, topic, offset, length);
        final long freed = entry == null ? 0 : entry.topicLength() + entry.payloadSize();
        final boolean room = (entry != null || table.size() < maxCount)
            && bytes - freed + length + payloadSize <= maxBytes;
        if (!room)
        {
            refusedCount++;
        }
        return room;
    }

    /**
     * Makes a message the retained one of its topic. Limits do not apply here: what was logged happened. Ask
     * {@link #hasRoomFor} before it is logged.
     *
     * @param tenant           of the publisher.
     * @param topic            buffer with the topic.
     * @param offset           where the topic starts.
     * @param length           of the topic in bytes.
     * @param sequence         of the event that stores the message.
     * @param decision         number of the owner's decision; an older one than what is there changes nothing.
     * @param expiryDeadlineMs epoch milliseconds, {@link Long#MAX_VALUE} for never.
     * @param payloadSize      in bytes.
     * @return ADDED, REPLACED or OUTDATED.
     */
    public RetainedResult put(
        final int tenant,
        final DirectBuffer topic,
        final int offset,
        final int length,
        final long sequence,
        final long decision,
        final long expiryDeadlineMs,
        final int payloadSize)
    {
        final int hash = table.hash(tenant, topic, offset, length);
        final RetainedEntry present = table.get(hash, tenant, topic, offset, length);
        if (present == null)
        {
            final RetainedEntry added = add(tenant, topic, offset, length, hash);
            added.set(sequence, decision, expiryDeadlineMs, payloadSize);
            expiringCount += added.canExpire() ? 1 : 0;
            bytes += length + payloadSize;
            return RetainedResult.ADDED;
        }
        if (present.decision() - decision > 0)
        {
            return RetainedResult.OUTDATED;
        }
        images.beforeChange(present);
        bytes += payloadSize - present.payloadSize();
        releaseHandler.onRelease(present.sequence());
        expiringCount -= present.canExpire() ? 1 : 0;
        present.set(sequence, decision, expiryDeadlineMs, payloadSize);
        expiringCount += present.canExpire() ? 1 : 0;
        return RetainedResult.REPLACED;
    }

    /**
     * How a snapshot takes what is here.
     *
     * @return the same object every time.
     */
    public RetainedImages images()
    {
        return images;
    }

    private RetainedEntry add(
        final int tenant, final DirectBuffer topic, final int offset, final int length, final int hash)
    {
        final byte[] key = new byte[length];
        topic.getBytes(offset, key);
        final RetainedEntry entry = new RetainedEntry(tenant, key, hash);
        table.add(entry);
        sorted.add(entry);
        images.add(entry);
        return entry;
    }

    /**
     * Removes a topic's retained message, as a retained publish without payload does (MQTT-3.3.1-6, MQTT-3.3.1-7).
     *
     * @param tenant   of the publisher.
     * @param topic    buffer with the topic.
     * @param offset   where the topic starts.
     * @param length   of the topic in bytes.
     * @param decision number of the owner's decision; an older one than what is there changes nothing.
     * @return REMOVED, ABSENT or OUTDATED.
     */
    public RetainedResult remove(
        final int tenant, final DirectBuffer topic, final int offset, final int length, final long decision)
    {
        final RetainedEntry present = get(tenant, topic, offset, length);
        if (present == null)
        {
            return RetainedResult.ABSENT;
        }
        if (present.decision() - decision > 0)
        {
            return RetainedResult.OUTDATED;
        }
        drop(present);
        return RetainedResult.REMOVED;
    }

    /**
     * The retained message of exactly this topic, expired or not.
     *
     * @param tenant of the topic.
     * @param topic  buffer with the topic.
     * @param offset where the topic starts.
     * @param length of the topic in bytes.
     * @return the entry, or null.
     */
    public RetainedEntry get(final int tenant, final DirectBuffer topic, final int offset, final int length)
    {
        return table.get(table.hash(tenant, topic, offset, length), tenant, topic, offset, length);
    }

    /**
     * Shows every message, expired ones too, in no particular order.
     *
     * @param visitor is shown each.
     */
    public void forEach(final Consumer<RetainedEntry> visitor)
    {
        table.forEach(visitor);
    }

    /**
     * How many there are.
     *
     * @return the number of topics with a retained message.
     */
    public int size()
    {
        return table.size();
    }

    /**
     * How much they hold.
     *
     * @return bytes of all topics and payloads.
     */
    public long bytes()
    {
        return bytes;
    }

    /**
     * Refusals by {@link #hasRoomFor} so far.
     *
     * @return their number.
     */
    public long refusedCount()
    {
        return refusedCount;
    }

    /**
     * Messages removed because they had expired.
     *
     * @return their number.
     */
    public long expiredCount()
    {
        return expiredCount;
    }

    /**
     * Makes a step of a scan: visits retained messages whose topic matches the filter, in topic order. What was there
     * from the first step to the last is visited exactly once; what comes or goes meanwhile is visited once or not at
     * all. Expired messages are removed instead. Shared subscriptions get no retained messages: such a scan is done at
     * once.
     *
     * @param tenant  of the subscriber.
     * @param filter  buffer with the filter; looked at in the first step only.
     * @param offset  where the filter starts.
     * @param length  of the filter in bytes.
     * @param cursor  where the scan stands.
     * @param limit   most entries looked at in this step.
     * @param nowMs   epoch milliseconds.
     * @param visitor called for each match.
     * @return how many were visited and taken.
     */
    public int scan(
        final int tenant,
        final DirectBuffer filter,
        final int offset,
        final int length,
        final RetainedCursor cursor,
        final int limit,
        final long nowMs,
        final RetainedVisitor visitor)
    {
        if (!cursor.isStarted())
        {
            cursor.start(tenant, filter, offset, length);
        }
        return resume(cursor, limit, nowMs, visitor);
    }

    /**
     * Makes the next step of a scan that was begun by {@link #scan}.
     *
     * @param cursor  where the scan stands.
     * @param limit   most entries looked at in this step.
     * @param nowMs   epoch milliseconds.
     * @param visitor called for each match.
     * @return how many were visited and taken.
     */
    public int resume(
        final RetainedCursor cursor, final int limit, final long nowMs, final RetainedVisitor visitor)
    {
        int visited = 0;
        for (int i = 0; i < limit && !cursor.isDone(); i++)
        {
            final RetainedEntry entry = next(cursor);
            if (entry == null || entry.tenant != cursor.tenant())
            {
                cursor.done();
            }
            else if (cursor.advance(entry.topic))
            {
                if (entry.isExpired(nowMs))
                {
                    expire(entry);
                }
                else if (visitor.onRetained(entry))
                {
                    visited++;
                }
                else
                {
                    cursor.stayAt(entry.topic);
                    break;
                }
            }
        }
        return visited;
    }

    private RetainedEntry next(final RetainedCursor cursor)
    {
        final int length = cursor.keyLength();
        if (!cursor.isLiteral())
        {
            return sorted.ceiling(cursor.tenant(), cursor.key(), length);
        }
        literal.wrap(cursor.key());
        return get(cursor.tenant(), literal, 0, length);
    }

    /**
     * @return messages that will expire, or have and were not met yet.
     */
    public int expiringCount()
    {
        return expiringCount;
    }

    /**
     * Looks at some more messages, going round the store, and removes those that have expired.
     *
     * @param limit most entries looked at.
     * @param nowMs epoch milliseconds.
     * @return how many were removed.
     */
    public int sweep(final int limit, final long nowMs)
    {
        int removed = 0;
        for (int i = 0; i < limit; i++)
        {
            final RetainedEntry entry = sorted.nextOfRound();
            if (entry == null)
            {
                break;
            }
            if (entry.isExpired(nowMs))
            {
                expire(entry);
                removed++;
            }
        }
        return removed;
    }

    private void expire(final RetainedEntry entry)
    {
        expiredCount++;
        drop(entry);
    }

    private void drop(final RetainedEntry entry)
    {
        images.beforeChange(entry);
        images.remove(entry);
        expiringCount -= entry.canExpire() ? 1 : 0;
        table.remove(entry);
        sorted.remove(entry);
        bytes -= entry.topicLength() + entry.payloadSize();
        releaseHandler.onRelease(entry.sequence());
    }
}
