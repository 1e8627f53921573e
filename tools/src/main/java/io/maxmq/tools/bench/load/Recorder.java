package io.maxmq.tools.bench.load;

import org.HdrHistogram.Histogram;

/**
 * Latencies of one engine, in nanoseconds. The engine's thread records; once a second the reporter asks for the
 * interval by {@link #request()}, and the engine hands it over at its next {@link #poll()}, so that recording needs no
 * fence.
 */
public final class Recorder
{
    /** Longer latencies are recorded as this, one hour. */
    public static final long MAX_NS = 3_600_000_000_000L;

    private static final int DIGITS = 3;
    private static final int LOWEST_NS = 100;

    private Intervals active = new Intervals();
    private Intervals spare = new Intervals();
    private volatile boolean requested;
    private volatile Intervals handedOver;

    /** One interval's histograms. */
    public static final class Intervals
    {
        /** From due time to arrival at the subscriber. */
        public final Histogram delivery = newHistogram();
        /** From due time to PUBACK or PUBCOMP at the publisher. */
        public final Histogram acknowledgement = newHistogram();
        /** From due time to the write: how late the load tool itself was. */
        public final Histogram lag = newHistogram();

        /**
         * Forget everything.
         */
        public void reset()
        {
            delivery.reset();
            acknowledgement.reset();
            lag.reset();
        }

        /**
         * @param other to add to this.
         */
        public void add(final Intervals other)
        {
            delivery.add(other.delivery);
            acknowledgement.add(other.acknowledgement);
            lag.add(other.lag);
        }
    }

    /**
     * @param latencyNs of a delivery.
     */
    public void delivery(final long latencyNs)
    {
        active.delivery.recordValue(clamp(latencyNs));
    }

    /**
     * @param latencyNs of an acknowledgement.
     */
    public void acknowledgement(final long latencyNs)
    {
        active.acknowledgement.recordValue(clamp(latencyNs));
    }

    /**
     * @param lagNs between the due time of a message and its write.
     */
    public void lag(final long lagNs)
    {
        active.lag.recordValue(clamp(lagNs));
    }

    /**
     * Engine: hand the interval over if it was asked for.
     */
    public void poll()
    {
        if (requested && handedOver == null)
        {
            final Intervals full = active;
            active = spare;
            requested = false;
            handedOver = full;
        }
    }

    /**
     * Reporter: ask for the interval.
     */
    public void request()
    {
        requested = true;
    }

    /**
     * Reporter: add the interval to a sum once the engine has handed it over.
     *
     * @param sum to add to.
     * @return false if the engine has not handed it over yet.
     */
    public boolean collect(final Intervals sum)
    {
        final Intervals full = handedOver;
        if (full == null)
        {
            return false;
        }
        sum.add(full);
        full.reset();
        spare = full;
        handedOver = null;
        return true;
    }

    /**
     * Reporter, when the engine's thread has ended: add what was never asked for.
     *
     * @param sum to add to.
     */
    public void collectRest(final Intervals sum)
    {
        collect(sum);
        sum.add(active);
        active.reset();
    }

    /**
     * @return an empty histogram with the range and precision used everywhere here.
     */
    public static Histogram newHistogram()
    {
        return new Histogram(LOWEST_NS, MAX_NS, DIGITS);
    }

    private static long clamp(final long valueNs)
    {
        return valueNs < 0 ? 0 : Math.min(valueNs, MAX_NS);
    }
}
