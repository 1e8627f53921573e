package io.maxmq.transport.tcp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts of one acceptor. Written by its thread alone; others may read at any time and see values that were true a
 * moment ago, each by itself.
 */
public final class AcceptorCounters
{
    private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] values = new long[AcceptorCounter.values().length];

    /**
     * @param counter to read.
     * @return its value.
     */
    public long get(final AcceptorCounter counter)
    {
        return (long)VALUES.getOpaque(values, counter.ordinal());
    }

    void increment(final AcceptorCounter counter)
    {
        set(counter, values[counter.ordinal()] + 1);
    }

    void set(final AcceptorCounter counter, final long value)
    {
        VALUES.setOpaque(values, counter.ordinal(), value);
    }
}
