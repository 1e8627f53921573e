package io.maxmq.core.retained;

import org.agrona.DirectBuffer;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Retained messages of a partition owner (MQTT 5 section 3.3.1.3). It keeps topics and log sequences; the messages
 * themselves stay in the log, which keeps them readable until {@link RetainedReleaseHandler} gives them back.
 * <p>
 * Owned by one worker's thread. Time is a parameter, in epoch milliseconds.
 */
public final class RetainedStore {
    private record Key(int tenant, byte[] topic) implements Comparable<Key> {
        @Override
        public int compareTo(final Key other) {
            final int byTenant = Integer.compare(tenant, other.tenant);
            return byTenant != 0 ? byTenant : Arrays.compareUnsigned(topic, other.topic);
        }
    }

    private final TreeMap<Key, RetainedEntry> entries = new TreeMap<>();
    private final RetainedReleaseHandler releaseHandler;
    private final int maxCount;
    private final long maxBytes;
    private long bytes;
    private long refusedCount;
    private long expiredCount;

    /**
     * Creates an empty store.
     *
     * @param maxCount       most retained messages, beyond which {@link #put} refuses new topics.
     * @param maxBytes       most bytes of topics and payloads together, beyond which {@link #put} refuses.
     * @param releaseHandler told which messages are no longer needed.
     */
    public RetainedStore(final int maxCount, final long maxBytes, final RetainedReleaseHandler releaseHandler) {
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
        final int tenant, final DirectBuffer topic, final int offset, final int length, final int payloadSize) {
        final RetainedEntry entry = get(tenant, topic, offset, length);
        final long freed = entry == null ? 0 : entry.topicLength() + entry.payloadSize();
        final boolean room = (entry != null || entries.size() < maxCount)
            && bytes - freed + length + payloadSize <= maxBytes;
        if (!room) {
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
        final int payloadSize) {
        final RetainedEntry present = get(tenant, topic, offset, length);
        if (present != null && present.decision() - decision > 0) {
            return RetainedResult.OUTDATED;
        }
        RetainedEntry entry = present;
        if (present == null) {
            final byte[] key = bytes(topic, offset, length);
            entry = new RetainedEntry(tenant, key);
            entries.put(new Key(tenant, key), entry);
            bytes += length;
        } else {
            bytes -= present.payloadSize();
            releaseHandler.onRelease(present.sequence());
        }
        bytes += payloadSize;
        entry.set(sequence, decision, expiryDeadlineMs, payloadSize);
        return present == null ? RetainedResult.ADDED : RetainedResult.REPLACED;
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
        final int tenant, final DirectBuffer topic, final int offset, final int length, final long decision) {
        final RetainedEntry present = get(tenant, topic, offset, length);
        if (present == null) {
            return RetainedResult.ABSENT;
        }
        if (present.decision() - decision > 0) {
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
    public RetainedEntry get(final int tenant, final DirectBuffer topic, final int offset, final int length) {
        return entries.get(new Key(tenant, bytes(topic, offset, length)));
    }

    /**
     * How many there are.
     *
     * @return the number of topics with a retained message.
     */
    public int size() {
        return entries.size();
    }

    /**
     * How much they hold.
     *
     * @return bytes of all topics and payloads.
     */
    public long bytes() {
        return bytes;
    }

    /**
     * Refusals by {@link #hasRoomFor} so far.
     *
     * @return their number.
     */
    public long refusedCount() {
        return refusedCount;
    }

    /**
     * Messages removed because they had expired.
     *
     * @return their number.
     */
    public long expiredCount() {
        return expiredCount;
    }

    /**
     * Makes a step of a scan: visits retained messages whose topic matches the filter, in topic order. What was there from
     * the first step to the last is visited exactly once; what comes or goes meanwhile is visited once or not at all. Expired
     * messages are removed instead. Shared subscriptions get no retained messages: such a scan is done at once.
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
        final RetainedVisitor visitor) {
        if (!cursor.started) {
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
        final RetainedCursor cursor, final int limit, final long nowMs, final RetainedVisitor visitor) {
        int visited = 0;
        for (int i = 0; i < limit && !cursor.done; i++) {
            final Map.Entry<Key, RetainedEntry> next = cursor.last == null
                ? entries.ceilingEntry(new Key(cursor.tenant, new byte[0]))
                : entries.higherEntry(new Key(cursor.tenant, cursor.last));
            if (next == null || next.getKey().tenant != cursor.tenant) {
                cursor.done = true;
                break;
            }
            final RetainedEntry entry = next.getValue();
            if (entry.isExpired(nowMs)) {
                expiredCount++;
                drop(entry);
            } else if (matches(cursor.filter, entry.topic)) {
                if (!visitor.onRetained(entry)) {
                    break;
                }
                visited++;
            }
            cursor.last = entry.topic;
        }
        return visited;
    }

    private void drop(final RetainedEntry entry) {
        entries.remove(new Key(entry.tenant, entry.topic));
        bytes -= entry.topicLength() + entry.payloadSize();
        releaseHandler.onRelease(entry.sequence());
    }

    private static boolean matches(final byte[] filter, final byte[] topic) {
        final String[] f = new String(filter, java.nio.charset.StandardCharsets.ISO_8859_1).split("/", -1);
        final String[] t = new String(topic, java.nio.charset.StandardCharsets.ISO_8859_1).split("/", -1);
        if (t[0].startsWith("$") && (f[0].equals("+") || f[0].equals("#"))) {
            return false;
        }
        for (int i = 0; i < f.length; i++) {
            if (f[i].equals("#")) {
                return true;
            }
            if (i >= t.length || !f[i].equals("+") && !f[i].equals(t[i])) {
                return false;
            }
        }
        return f.length == t.length;
    }

    private static byte[] bytes(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }
}
