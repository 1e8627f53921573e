package io.maxmq.tools.bench.load;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The counters of one engine: written by its thread alone with ordered stores, read by anybody.
 */
public final class Counters
{
    private static final int SIZE = Counter.values().length;

    private final AtomicLongArray values = new AtomicLongArray(SIZE);

    /**
     * @param counter to raise by one.
     */
    public void increment(final Counter counter)
    {
        add(counter, 1);
    }

    /**
     * @param counter to change.
     * @param delta   to add.
     */
    public void add(final Counter counter, final long delta)
    {
        final int index = counter.ordinal();
        values.lazySet(index, values.getPlain(index) + delta);
    }

    /**
     * @param counter to read.
     * @return its value.
     */
    public long get(final Counter counter)
    {
        return values.get(counter.ordinal());
    }
}
