package io.maxmq.core.clock;

import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/**
 * The time of a worker's duty cycle: read once when the cycle begins, the same for everything in it. Owned by the
 * worker's thread.
 */
public final class CycleClock
{
    private final EpochClock epochClock;
    private final NanoClock nanoClock;
    private long nowMs;
    private long nowNs;

    public CycleClock(final EpochClock epochClock, final NanoClock nanoClock)
    {
        this.epochClock = epochClock;
        this.nanoClock = nanoClock;
        update();
    }

    /** Reads the clocks. */
    public void update()
    {
        nowMs = epochClock.time();
        nowNs = nanoClock.nanoTime();
    }

    /**
     * @return milliseconds since the epoch.
     */
    public long nowMs()
    {
        return nowMs;
    }

    /**
     * @return nanoseconds since some fixed point.
     */
    public long nowNs()
    {
        return nowNs;
    }
}
