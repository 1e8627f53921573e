package io.maxmq.journal.event;

import static io.maxmq.journal.event.EventHeader.BYTE_ORDER;

import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/**
 * Collects the targets of one message in any order and writes them as a {@link TargetsFlyweight}, sorted. A session
 * added more than once (several filters match, MQTT-3.3.4-2) becomes one target: the highest qos, flags OR-ed, all
 * subscription ids in the order of adding. What a shared group chose stays a target of its own (MQTT-4.8.2).
 * <p>
 * One per worker, used again for every message: {@link #reset()}, {@link #add} …, {@link #encode}. The arrays grow to
 * the largest list ever seen and then no longer allocate. Not thread-safe.
 */
public final class TargetsEncoder
{
    private static final int NONE = -1;

    private long[] sessionIds = new long[64];
    private int[] flags = new int[64];
    /** Per target: first id in the chain below, and the last. */
    private int[] firstId = new int[64];
    private int[] lastId = new int[64];
    private int[] order = new int[64];
    private int[] scratch = new int[64];
    private int[] ids = new int[64];
    private int[] nextId = new int[64];
    /** Entries of the arrays in use; {@code count} of them are in {@code order}. */
    private int added;
    private int count;
    private int idCount;
    private boolean sorted;
    private boolean concluded;

    public TargetsEncoder reset()
    {
        added = 0;
        count = 0;
        idCount = 0;
        sorted = true;
        concluded = false;
        return this;
    }

    /**
     * Adds one match.
     *
     * @param targetFlags    bits of {@link TargetsFlyweight}: qos, retain, shared, clean
     * @param subscriptionId 0 = none
     */
    public TargetsEncoder add(final long sessionId, final int targetFlags, final int subscriptionId)
    {
        final boolean shared = (targetFlags & TargetsFlyweight.SHARED_FLAG) != 0;
        if (!concluded && !shared && added > 0 && sessionIds[added - 1] == sessionId && !isShared(added - 1))
        {
            merge(added - 1, targetFlags, subscriptionId);
            return this;
        }
        if (added == sessionIds.length)
        {
            growTargets();
        }
        sorted &= count == 0 || sessionIds[order[count - 1]] < sessionId ||
            sessionIds[order[count - 1]] == sessionId && shared;
        concluded = false;
        sessionIds[added] = sessionId;
        flags[added] = targetFlags;
        firstId[added] = NONE;
        lastId[added] = NONE;
        if (subscriptionId != 0)
        {
            appendId(added, subscriptionId);
        }
        order[count++] = added++;
        return this;
    }

    /**
     * Adds a further subscription id to the target that was added last.
     *
     * @param subscriptionId not 0
     */
    public void addId(final int subscriptionId)
    {
        appendId(added - 1, subscriptionId);
    }

    private boolean isShared(final int target)
    {
        return (flags[target] & TargetsFlyweight.SHARED_FLAG) != 0;
    }

    /** Adds one match of a session. */
    public TargetsEncoder add(
        final long sessionId, final int qos, final boolean retain, final boolean shared, final boolean clean,
        final int subscriptionId)
    {
        return add(sessionId, qos | (retain ? TargetsFlyweight.RETAIN_FLAG : 0) |
            (shared ? TargetsFlyweight.SHARED_FLAG : 0) | (clean ? TargetsFlyweight.CLEAN_FLAG : 0), subscriptionId);
    }

    public boolean isEmpty()
    {
        return count == 0;
    }

    /** Deliveries, after those of a session's plain subscriptions have become one. */
    public int count()
    {
        sortAndMerge();
        return count;
    }

    /** The session of the {@code index}-th delivery in ascending order. */
    public long sessionId(final int index)
    {
        sortAndMerge();
        return sessionIds[order[index]];
    }

    public int flags(final int index)
    {
        sortAndMerge();
        return flags[order[index]];
    }

    /** Bytes that {@link #encode} will write. */
    public int encodedLength()
    {
        sortAndMerge();
        int length = TargetsFlyweight.HEADER_LENGTH + count * TargetsFlyweight.ENTRY_LENGTH;
        for (int i = 0; i < count; i++)
        {
            if (firstId[order[i]] != NONE)
            {
                length += Integer.BYTES;
            }
        }
        return EventFlyweight.align8(length + idCount * Integer.BYTES);
    }

    /** Writes the list and returns its length, a multiple of 8. */
    public int encode(final MutableDirectBuffer buffer, final int offset)
    {
        sortAndMerge();
        int end = TargetsFlyweight.HEADER_LENGTH + count * TargetsFlyweight.ENTRY_LENGTH;
        for (int i = 0; i < count; i++)
        {
            final int target = order[i];
            final int entry = offset + TargetsFlyweight.HEADER_LENGTH + i * TargetsFlyweight.ENTRY_LENGTH;
            buffer.putLong(entry, sessionIds[target], BYTE_ORDER);
            buffer.putInt(entry + TargetsFlyweight.ENTRY_FLAGS_OFFSET, flags[target], BYTE_ORDER);
            final boolean hasIds = firstId[target] != NONE;
            buffer.putInt(entry + TargetsFlyweight.ENTRY_IDS_OFFSET, hasIds ? end : 0, BYTE_ORDER);
            if (hasIds)
            {
                end = encodeIds(buffer, offset, end, target);
            }
        }
        if ((end & 7) != 0)
        {
            buffer.putInt(offset + end, 0, BYTE_ORDER);
            end += Integer.BYTES;
        }
        buffer.putInt(offset + TargetsFlyweight.COUNT_OFFSET, count, BYTE_ORDER);
        buffer.putInt(offset + TargetsFlyweight.BYTE_LENGTH_OFFSET, end, BYTE_ORDER);
        return end;
    }

    private int encodeIds(final MutableDirectBuffer buffer, final int offset, final int from, final int target)
    {
        int n = 0;
        for (int id = firstId[target]; id != NONE; id = nextId[id])
        {
            n++;
            buffer.putInt(offset + from + n * Integer.BYTES, ids[id], BYTE_ORDER);
        }
        buffer.putInt(offset + from, n, BYTE_ORDER);
        return from + (n + 1) * Integer.BYTES;
    }

    private void merge(final int target, final int moreFlags, final int subscriptionId)
    {
        flags[target] = mergeFlags(flags[target], moreFlags);
        if (subscriptionId != 0)
        {
            appendId(target, subscriptionId);
        }
    }

    private static int mergeFlags(final int a, final int b)
    {
        final int qos = Math.max(a & TargetsFlyweight.QOS_MASK, b & TargetsFlyweight.QOS_MASK);
        return (a | b) & ~TargetsFlyweight.QOS_MASK | qos;
    }

    private void appendId(final int target, final int subscriptionId)
    {
        if (idCount == ids.length)
        {
            ids = Arrays.copyOf(ids, idCount * 2);
            nextId = Arrays.copyOf(nextId, idCount * 2);
        }
        ids[idCount] = subscriptionId;
        nextId[idCount] = NONE;
        if (firstId[target] == NONE)
        {
            firstId[target] = idCount;
        }
        else
        {
            nextId[lastId[target]] = idCount;
        }
        lastId[target] = idCount++;
    }

    private void sortAndMerge()
    {
        if (concluded)
        {
            return;
        }
        concluded = true;
        if (sorted)
        {
            return;
        }
        mergeSort(0, count);
        sorted = true;
        int kept = 0;
        for (int i = 1; i < count; i++)
        {
            final int target = order[i];
            final int into = order[kept];
            if (sessionIds[target] == sessionIds[into] && !isShared(target))
            {
                join(into, target);
            }
            else
            {
                order[++kept] = target;
            }
        }
        count = kept + 1;
    }

    private void join(final int into, final int from)
    {
        flags[into] = mergeFlags(flags[into], flags[from]);
        if (firstId[from] == NONE)
        {
            return;
        }
        if (firstId[into] == NONE)
        {
            firstId[into] = firstId[from];
        }
        else
        {
            nextId[lastId[into]] = firstId[from];
        }
        lastId[into] = lastId[from];
    }

    /** Stable, without garbage: depth is the logarithm of the count. */
    private void mergeSort(final int from, final int to)
    {
        if (to - from < 2)
        {
            return;
        }
        final int middle = from + to >>> 1;
        mergeSort(from, middle);
        mergeSort(middle, to);
        if (!isBefore(order[middle], order[middle - 1]))
        {
            return;
        }
        System.arraycopy(order, from, scratch, from, middle - from);
        int left = from;
        int right = middle;
        for (int i = from; left < middle; i++)
        {
            if (right < to && isBefore(order[right], scratch[left]))
            {
                order[i] = order[right++];
            }
            else
            {
                order[i] = scratch[left++];
            }
        }
    }

    /** By session; of one session the plain matches come first. */
    private boolean isBefore(final int a, final int b)
    {
        return sessionIds[a] < sessionIds[b] || sessionIds[a] == sessionIds[b] && !isShared(a) && isShared(b);
    }

    private void growTargets()
    {
        final int length = added * 2;
        sessionIds = Arrays.copyOf(sessionIds, length);
        flags = Arrays.copyOf(flags, length);
        firstId = Arrays.copyOf(firstId, length);
        lastId = Arrays.copyOf(lastId, length);
        order = Arrays.copyOf(order, length);
        scratch = Arrays.copyOf(scratch, length);
    }
}
