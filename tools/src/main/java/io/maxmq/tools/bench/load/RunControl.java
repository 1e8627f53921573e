package io.maxmq.tools.bench.load;

import java.util.concurrent.atomic.AtomicReference;

/**
 * What the thread that leads the run and the engines tell each other. The leader sets the times, then the phase;
 * engines read the phase once per cycle. All times are those of {@link System#nanoTime()}.
 */
public final class RunControl
{
    /** The phases of a run, in order. */
    public enum Phase
    {
        /** Clients connect, subscribe and store what they need. */
        SETUP,
        /** Messages flow. */
        TRAFFIC,
        /** Nothing more is published; what is under way arrives. */
        DRAIN,
        /** Clients leave; an engine without clients ends. */
        CLOSE
    }

    private final int runTag;
    private final long originNs;
    private final AtomicReference<String> failure = new AtomicReference<>();
    private long startNs;
    private long endNs;
    private long measureFromNs;
    private long measureToNs;
    private volatile Phase phase = Phase.SETUP;

    /**
     * @param runTag   of all payloads.
     * @param originNs from which due times in payloads count.
     */
    public RunControl(final int runTag, final long originNs)
    {
        this.runTag = runTag;
        this.originNs = originNs;
    }

    /**
     * Begin the traffic.
     *
     * @param startNs    due time of the first message.
     * @param warmUpNs   after it that is not measured.
     * @param durationNs that is measured; then publishing ends.
     */
    public void startTraffic(final long startNs, final long warmUpNs, final long durationNs)
    {
        this.startNs = startNs;
        this.measureFromNs = startNs + warmUpNs;
        this.measureToNs = measureFromNs + durationNs;
        this.endNs = measureToNs;
        phase = Phase.TRAFFIC;
    }

    /**
     * @param next phase.
     */
    public void phase(final Phase next)
    {
        phase = next;
    }

    /**
     * @return the present phase.
     */
    public Phase phase()
    {
        return phase;
    }

    /**
     * @return tag of all payloads.
     */
    public int runTag()
    {
        return runTag;
    }

    /**
     * @return the time from which due times in payloads count.
     */
    public long originNs()
    {
        return originNs;
    }

    /**
     * @return due time of the first message.
     */
    public long startNs()
    {
        return startNs;
    }

    /**
     * @return when publishing ends.
     */
    public long endNs()
    {
        return endNs;
    }

    /**
     * @return messages due from here on are measured.
     */
    public long measureFromNs()
    {
        return measureFromNs;
    }

    /**
     * @return messages due from here on are not measured any more.
     */
    public long measureToNs()
    {
        return measureToNs;
    }

    /**
     * An engine cannot go on. The first reason stays.
     *
     * @param reason for people.
     */
    public void fail(final String reason)
    {
        failure.compareAndSet(null, reason);
    }

    /**
     * @return why the run failed, or null.
     */
    public String failure()
    {
        return failure.get();
    }
}
