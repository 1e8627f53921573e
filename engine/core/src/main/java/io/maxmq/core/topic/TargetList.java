package io.maxmq.core.topic;

import java.util.Arrays;

/**
 * The targets of a {@link MatchResult} in parallel arrays, and their order. Grows as needed, never shrinks.
 */
final class TargetList
{
    /** Session id, flags, first subscription id and group. */
    static final int BYTES_PER_TARGET = 8 + 4 + 4 + 4;

    private static final int INITIAL_CAPACITY = 8;
    private static final int FEW = 24;

    int size;
    long[] sessionIds = new long[INITIAL_CAPACITY];
    int[] flags = new int[INITIAL_CAPACITY];
    int[] firstId = new int[INITIAL_CAPACITY];
    SharedGroup[] groups = new SharedGroup[INITIAL_CAPACITY];
    private TargetOrder order;
    private TargetList sorted;

    int add(final long sessionId, final int flag, final int id, final SharedGroup group)
    {
        final int index = size;
        if (index == sessionIds.length)
        {
            resize(index * 2);
        }
        set(index, sessionId, flag, id, group);
        size = index + 1;
        return index;
    }

    void sort()
    {
        if (TargetOrder.isSorted(sessionIds, size))
        {
            return;
        }
        if (size <= FEW)
        {
            insertionSort();
        }
        else
        {
            radixSort();
        }
    }

    void copyFrom(final TargetList other)
    {
        size = other.size;
        if (sessionIds.length < size)
        {
            allocate(Integer.highestOneBit(size) * 2);
        }
        System.arraycopy(other.sessionIds, 0, sessionIds, 0, size);
        System.arraycopy(other.flags, 0, flags, 0, size);
        System.arraycopy(other.firstId, 0, firstId, 0, size);
        System.arraycopy(other.groups, 0, groups, 0, size);
    }

    private void insertionSort()
    {
        for (int i = 1; i < size; i++)
        {
            final long sessionId = sessionIds[i];
            final int flag = flags[i];
            final int id = firstId[i];
            final SharedGroup group = groups[i];
            int j = i - 1;
            for (; j >= 0 && sessionIds[j] > sessionId; j--)
            {
                set(j + 1, sessionIds[j], flags[j], firstId[j], groups[j]);
            }
            set(j + 1, sessionId, flag, id, group);
        }
    }

    private void radixSort()
    {
        if (order == null)
        {
            order = new TargetOrder();
            sorted = new TargetList();
        }
        if (sorted.sessionIds.length < sessionIds.length)
        {
            sorted.allocate(sessionIds.length);
        }
        final int[] from = order.sort(sessionIds, size);
        for (int i = 0; i < size; i++)
        {
            final int j = from[i];
            sorted.set(i, sessionIds[j], flags[j], firstId[j], groups[j]);
        }
        swap(sorted);
    }

    private void swap(final TargetList other)
    {
        final long[] otherSessionIds = other.sessionIds;
        final int[] otherFlags = other.flags;
        final int[] otherFirstId = other.firstId;
        final SharedGroup[] otherGroups = other.groups;
        other.sessionIds = sessionIds;
        other.flags = flags;
        other.firstId = firstId;
        other.groups = groups;
        sessionIds = otherSessionIds;
        flags = otherFlags;
        firstId = otherFirstId;
        groups = otherGroups;
    }

    private void set(final int index, final long sessionId, final int flag, final int id, final SharedGroup group)
    {
        sessionIds[index] = sessionId;
        flags[index] = flag;
        firstId[index] = id;
        groups[index] = group;
    }

    private void allocate(final int capacity)
    {
        sessionIds = new long[capacity];
        flags = new int[capacity];
        firstId = new int[capacity];
        groups = new SharedGroup[capacity];
    }

    private void resize(final int capacity)
    {
        sessionIds = Arrays.copyOf(sessionIds, capacity);
        flags = Arrays.copyOf(flags, capacity);
        firstId = Arrays.copyOf(firstId, capacity);
        groups = Arrays.copyOf(groups, capacity);
    }
}
