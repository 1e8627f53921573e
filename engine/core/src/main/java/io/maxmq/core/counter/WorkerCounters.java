package io.maxmq.core.counter;

import io.maxmq.transport.codec.Violation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The counters of one worker. Written by its thread alone, with ordinary stores; any thread may read, and sees each
 * counter at some recent value.
 */
public final class WorkerCounters
{
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);
    /** Keeps the counters of two workers off each other's cache lines. */
    private static final int PADDING = 16;

    private final long[] values = new long[PADDING + Counter.values().length + PADDING];
    private final long[] violations = new long[PADDING + Violation.values().length + PADDING];

    public void increment(final Counter counter)
    {
        add(counter, 1);
    }

    public void add(final Counter counter, final long delta)
    {
        final int index = PADDING + counter.ordinal();
        ELEMENT.setOpaque(values, index, values[index] + delta);
    }

    /**
     * Counts a protocol error by its cause.
     *
     * @param violation the cause.
     */
    public void increment(final Violation violation)
    {
        final int index = PADDING + violation.ordinal();
        ELEMENT.setOpaque(violations, index, violations[index] + 1);
        increment(Counter.PROTOCOL_ERRORS);
    }

    public long get(final Counter counter)
    {
        return (long)ELEMENT.getOpaque(values, PADDING + counter.ordinal());
    }

    public long get(final Violation violation)
    {
        return (long)ELEMENT.getOpaque(violations, PADDING + violation.ordinal());
    }
}
