package io.maxmq.core.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How far each worker has applied the log. Each element has one writer, its worker; all workers read.
 */
public final class AppliedPositions
{
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);
    /** Keeps the elements on cache lines of their own. */
    private static final int STRIDE = 16;

    private final long[] positions;

    public AppliedPositions(final int workerCount)
    {
        positions = new long[(workerCount + 1) * STRIDE];
    }

    /**
     * Everything up to an event has been applied, and its effects can be seen by whoever reads this.
     *
     * @param worker   that has applied it.
     * @param sequence of the event.
     */
    public void applied(final int worker, final long sequence)
    {
        ELEMENT.setRelease(positions, (worker + 1) * STRIDE, sequence);
    }

    /**
     * Whether all of some workers have applied an event.
     *
     * @param workers  bitmap.
     * @param sequence of the event.
     * @return true if all have.
     */
    public boolean haveApplied(final long workers, final long sequence)
    {
        for (long rest = workers; rest != 0; rest &= rest - 1)
        {
            if ((long)ELEMENT.getAcquire(positions, (Long.numberOfTrailingZeros(rest) + 1) * STRIDE) < sequence)
            {
                return false;
            }
        }
        return true;
    }
}
