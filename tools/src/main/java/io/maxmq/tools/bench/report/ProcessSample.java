package io.maxmq.tools.bench.report;

/**
 * What a process had used at one moment.
 *
 * @param timeNs          of the sample.
 * @param scheduledNs     CPU time of all living threads, exact ({@code /proc/PID/task/TID/schedstat}).
 * @param tickNs          CPU time of all threads that ever lived, user and system, in ticks ({@code /proc/PID/stat}).
 * @param rssBytes        resident memory.
 * @param threads         number of threads.
 * @param readCalls       read system calls, or -1 if the kernel does not tell ({@code /proc/PID/io}).
 * @param writeCalls      write system calls, or -1.
 * @param contextSwitches voluntary ones of all living threads, or -1.
 */
public record ProcessSample(
    long timeNs,
    long scheduledNs,
    long tickNs,
    long rssBytes,
    int threads,
    long readCalls,
    long writeCalls,
    long contextSwitches)
{
    private static final long TICK_SLACK_NS = 30_000_000L;

    /**
     * CPU time used since an earlier sample. The scheduler's figure is exact but forgets threads that have ended; where
     * the ticks show that some did, they decide.
     *
     * @param earlier sample of the same process.
     * @return nanoseconds.
     */
    public long cpuNsSince(final ProcessSample earlier)
    {
        final long exact = scheduledNs - earlier.scheduledNs;
        final long ticks = tickNs - earlier.tickNs;
        return ticks - exact > TICK_SLACK_NS ? ticks : exact;
    }
}
