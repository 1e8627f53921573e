package io.maxmq.tools.bench.load;

/**
 * When each message of an open loop is due: message {@code k} of the engine at {@code start + phase + k × period},
 * given to its publishers in turn. Due times depend on nothing that the broker does, so a slow answer delays no later
 * message and every delay is seen in full (no coordinated omission). Single-threaded.
 */
public final class OpenLoopSchedule
{
    private final int publishers;
    private final double periodNs;
    private final long phaseNs;
    private long startNs;
    private long next;
    private int nextPublisher;

    /**
     * @param ratePerSecond of all publishers of this engine together.
     * @param publishers    of this engine.
     * @param phaseNs       offset that keeps engines from sending at the same moment.
     */
    public OpenLoopSchedule(final double ratePerSecond, final int publishers, final long phaseNs)
    {
        if (ratePerSecond <= 0 || publishers <= 0)
        {
            throw new IllegalArgumentException("rate and publishers must be positive");
        }
        this.publishers = publishers;
        this.periodNs = 1e9 / ratePerSecond;
        this.phaseNs = phaseNs;
    }

    /**
     * Begin.
     *
     * @param startNs due time of the first message without its phase.
     */
    public void start(final long startNs)
    {
        this.startNs = startNs + phaseNs;
        next = 0;
        nextPublisher = 0;
    }

    /**
     * Take the next message if it is due.
     *
     * @param nowNs present time.
     * @return the index of the publisher that must send it, or -1 if none is due.
     */
    public int poll(final long nowNs)
    {
        if (dueNs(next) - nowNs > 0)
        {
            return -1;
        }
        final int publisher = nextPublisher;
        next++;
        nextPublisher = publisher + 1 == publishers ? 0 : publisher + 1;
        return publisher;
    }

    /**
     * When is the {@code n}-th message of a publisher due?
     *
     * @param publisher its index in this engine.
     * @param n         counted from 0.
     * @return the time in nanoseconds.
     */
    public long dueNs(final int publisher, final long n)
    {
        return dueNs(n * publishers + publisher);
    }

    /**
     * @return due time of the next message of all.
     */
    public long nextDueNs()
    {
        return dueNs(next);
    }

    private long dueNs(final long k)
    {
        return startNs + (long)(k * periodNs);
    }
}
