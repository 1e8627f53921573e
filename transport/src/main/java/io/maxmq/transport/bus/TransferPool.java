package io.maxmq.transport.bus;

import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Buffers for messages that do not fit a frame, shared by the streams of one participant and used by its thread only.
 * Sizes up to 1 MiB are powers of two and come back for reuse, up to a bound in all; larger buffers are as large as
 * asked and go to the collector.
 */
final class TransferPool
{
    private static final int MIN_SIZE_BITS = 16;
    private static final int MAX_SIZE_BITS = 20;
    private static final int SLOTS = 4;

    private final UnsafeBuffer[][] free = new UnsafeBuffer[MAX_SIZE_BITS - MIN_SIZE_BITS + 1][SLOTS];
    private final int[] freeCount = new int[MAX_SIZE_BITS - MIN_SIZE_BITS + 1];

    /**
     * @param capacity in bytes, at least.
     * @return a buffer whose content is undefined.
     */
    UnsafeBuffer acquire(final int capacity)
    {
        if (capacity > 1 << MAX_SIZE_BITS)
        {
            return new UnsafeBuffer(new byte[capacity]);
        }

        final int size = sizeClass(capacity);
        if (freeCount[size] > 0)
        {
            final UnsafeBuffer buffer = free[size][--freeCount[size]];
            free[size][freeCount[size]] = null;
            return buffer;
        }

        return new UnsafeBuffer(new byte[1 << MIN_SIZE_BITS + size]);
    }

    /**
     * @param buffer that came from {@link #acquire(int)} and is not used any more.
     */
    void release(final UnsafeBuffer buffer)
    {
        if (buffer.capacity() <= 1 << MAX_SIZE_BITS)
        {
            final int size = sizeClass(buffer.capacity());
            if (freeCount[size] < SLOTS)
            {
                free[size][freeCount[size]++] = buffer;
            }
        }
    }

    private static int sizeClass(final int capacity)
    {
        final int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(capacity, 2) - 1);
        return Math.max(bits, MIN_SIZE_BITS) - MIN_SIZE_BITS;
    }

    /**
     * @param have  bytes that are there.
     * @param total bytes that there will be at the end.
     * @return a capacity for a buffer that grows with what it really holds.
     */
    static int grow(final int have, final int total)
    {
        return (int)Math.min(total, Math.max(1L << MIN_SIZE_BITS, 2L * BitUtil.align((long)have, 8)));
    }
}
