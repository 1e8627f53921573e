package io.maxmq.core.retained;

import io.maxmq.core.clock.CycleClock;

/**
 * Goes round a {@link RetainedStore} and removes what has expired, so that messages which nobody asks for do not hold
 * room for ever. Owned by one worker's thread.
 */
public final class RetainedSweep
{
    private static final int INTERVAL_MS = 100;
    private static final int ENTRIES_PER_STEP = 1_000;

    private final RetainedStore store;
    private final CycleClock clock;
    private long nextMs;

    /**
     * @param store to keep free of expired messages.
     * @param clock of the worker.
     */
    public RetainedSweep(final RetainedStore store, final CycleClock clock)
    {
        this.store = store;
        this.clock = clock;
    }

    /**
     * A step of the duty cycle: looks at some messages every now and then.
     *
     * @return messages removed.
     */
    public int step()
    {
        if (store.expiringCount() == 0 || clock.nowMs() < nextMs)
        {
            return 0;
        }
        nextMs = clock.nowMs() + INTERVAL_MS;
        return makeRoom();
    }

    /**
     * Looks at some messages at once, because there is no room for another.
     *
     * @return messages removed.
     */
    public int makeRoom()
    {
        return store.expiringCount() == 0 ? 0 : store.sweep(ENTRIES_PER_STEP, clock.nowMs());
    }
}
