package io.maxmq.core.topic;

import java.util.Arrays;

/**
 * Finds the order of targets by session id. Stable. A run that is in order already costs one look at each, a few are
 * inserted, many are sorted by radix with a pass only for those bytes in which ids differ. Reused; allocates nothing
 * once it has grown.
 */
final class TargetOrder
{
    private static final int RADIX = 256;
    private static final int INITIAL_CAPACITY = 64;

    private final int[] starts = new int[RADIX];
    private long[] keys = new long[INITIAL_CAPACITY];
    private long[] otherKeys = new long[INITIAL_CAPACITY];
    private int[] order = new int[INITIAL_CAPACITY];
    private int[] otherOrder = new int[INITIAL_CAPACITY];

    static boolean isSorted(final long[] sessionIds, final int size)
    {
        for (int i = 1; i < size; i++)
        {
            if (sessionIds[i - 1] > sessionIds[i])
            {
                return false;
            }
        }
        return true;
    }

    /**
     * Sorts.
     *
     * @param sessionIds left as they are.
     * @param size       how many.
     * @return for each place in sorted order the index of what belongs there; valid until the next call.
     */
    int[] sort(final long[] sessionIds, final int size)
    {
        prepare(sessionIds, size);
        long differing = 0;
        for (int i = 1; i < size; i++)
        {
            differing |= keys[i] ^ keys[0];
        }
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE)
        {
            if ((differing >>> shift & 0xFF) != 0)
            {
                pass(size, shift);
            }
        }
        return order;
    }

    private void prepare(final long[] sessionIds, final int size)
    {
        if (size > keys.length)
        {
            final int capacity = Integer.highestOneBit(size - 1) * 2;
            keys = new long[capacity];
            otherKeys = new long[capacity];
            order = new int[capacity];
            otherOrder = new int[capacity];
        }
        for (int i = 0; i < size; i++)
        {
            keys[i] = sessionIds[i] ^ Long.MIN_VALUE;
            order[i] = i;
        }
    }

    private void pass(final int size, final int shift)
    {
        Arrays.fill(starts, 0);
        for (int i = 0; i < size; i++)
        {
            starts[(int) (keys[i] >>> shift) & 0xFF]++;
        }
        int start = 0;
        for (int i = 0; i < RADIX; i++)
        {
            final int count = starts[i];
            starts[i] = start;
            start += count;
        }
        for (int i = 0; i < size; i++)
        {
            final int to = starts[(int) (keys[i] >>> shift) & 0xFF]++;
            otherKeys[to] = keys[i];
            otherOrder[to] = order[i];
        }
        final long[] sortedKeys = otherKeys;
        otherKeys = keys;
        keys = sortedKeys;
        final int[] sortedOrder = otherOrder;
        otherOrder = order;
        order = sortedOrder;
    }
}
