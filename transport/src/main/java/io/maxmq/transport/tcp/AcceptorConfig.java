package io.maxmq.transport.tcp;

import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Limits of an {@link Acceptor}. Set before it is made; not changed afterwards.
 */
public final class AcceptorConfig
{
    private int preConnectMaxBytes = 64 * 1024;
    private long preConnectMemoryBytes = 64L * 1024 * 1024;
    private long connectTimeoutMs = 10_000;
    private int maxWaiting = 10_000;
    private long evictAfterMs = 1_000;
    private int acceptsPerCycle = 64;
    private long maxParkMs = 100;
    private int maxHandshakes = 256;
    private int handshakeThreads = 1;
    private Refusals refusals = Refusals.UNHEARD;
    private EpochClock epochClock = SystemEpochClock.INSTANCE;
    private NanoClock nanoClock = SystemNanoClock.INSTANCE;

    /**
     * @return most bytes read from a connection before it is handed over, and so the longest CONNECT.
     */
    public int preConnectMaxBytes()
    {
        return preConnectMaxBytes;
    }

    /**
     * @param bytes most bytes read from a connection before it is handed over.
     * @return this.
     */
    public AcceptorConfig preConnectMaxBytes(final int bytes)
    {
        this.preConnectMaxBytes = bytes;
        return this;
    }

    /**
     * @return most memory of all waiting connections together, in bytes.
     */
    public long preConnectMemoryBytes()
    {
        return preConnectMemoryBytes;
    }

    /**
     * @param bytes most memory of all waiting connections together.
     * @return this.
     */
    public AcceptorConfig preConnectMemoryBytes(final long bytes)
    {
        this.preConnectMemoryBytes = bytes;
        return this;
    }

    /**
     * @return longest time from accept to hand-over, in milliseconds.
     */
    public long connectTimeoutMs()
    {
        return connectTimeoutMs;
    }

    /**
     * @param timeoutMs longest time from accept to hand-over.
     * @return this.
     */
    public AcceptorConfig connectTimeoutMs(final long timeoutMs)
    {
        this.connectTimeoutMs = timeoutMs;
        return this;
    }

    /**
     * @return most connections that wait between accept and hand-over.
     */
    public int maxWaiting()
    {
        return maxWaiting;
    }

    /**
     * @param count most connections that wait between accept and hand-over.
     * @return this.
     */
    public AcceptorConfig maxWaiting(final int count)
    {
        this.maxWaiting = count;
        return this;
    }

    /**
     * @return once too many wait, how long a connection must have waited to be displaced by a new one, in milliseconds.
     * Until then new ones stay in the kernel's backlog.
     */
    public long evictAfterMs()
    {
        return evictAfterMs;
    }

    /**
     * @param afterMs how long a connection must have waited to be displaced.
     * @return this.
     */
    public AcceptorConfig evictAfterMs(final long afterMs)
    {
        this.evictAfterMs = afterMs;
        return this;
    }

    /**
     * @return most connections accepted from one listener in one duty cycle.
     */
    public int acceptsPerCycle()
    {
        return acceptsPerCycle;
    }

    /**
     * @param count most connections accepted from one listener in one duty cycle.
     * @return this.
     */
    public AcceptorConfig acceptsPerCycle(final int count)
    {
        this.acceptsPerCycle = count;
        return this;
    }

    /**
     * @return longest time that a duty cycle waits for something to happen, in milliseconds; 0 never waits.
     */
    public long maxParkMs()
    {
        return maxParkMs;
    }

    /**
     * @param parkMs longest time that a duty cycle waits for something to happen.
     * @return this.
     */
    public AcceptorConfig maxParkMs(final long parkMs)
    {
        this.maxParkMs = parkMs;
        return this;
    }

    /**
     * @return most TLS handshakes that go on at the same time; more connections wait, within
     * {@link #connectTimeoutMs()}. When others wait, one from which nothing comes for a quarter of that time is ended.
     */
    public int maxHandshakes()
    {
        return maxHandshakes;
    }

    /**
     * @param count most TLS handshakes that go on at the same time.
     * @return this.
     */
    public AcceptorConfig maxHandshakes(final int count)
    {
        this.maxHandshakes = count;
        return this;
    }

    /**
     * @return threads that calculate for TLS handshakes.
     */
    public int handshakeThreads()
    {
        return handshakeThreads;
    }

    /**
     * @param count of threads that calculate for TLS handshakes.
     * @return this.
     */
    public AcceptorConfig handshakeThreads(final int count)
    {
        this.handshakeThreads = count;
        return this;
    }

    /**
     * @return who is told of refused connections.
     */
    public Refusals refusals()
    {
        return refusals;
    }

    /**
     * @param listener that is told of refused connections.
     * @return this.
     */
    public AcceptorConfig refusals(final Refusals listener)
    {
        this.refusals = listener;
        return this;
    }

    /**
     * @return clock that stamps connections.
     */
    public EpochClock epochClock()
    {
        return epochClock;
    }

    /**
     * @param clock that stamps connections.
     * @return this.
     */
    public AcceptorConfig epochClock(final EpochClock clock)
    {
        this.epochClock = clock;
        return this;
    }

    /**
     * @return clock of the deadlines.
     */
    public NanoClock nanoClock()
    {
        return nanoClock;
    }

    /**
     * @param clock of the deadlines.
     * @return this.
     */
    public AcceptorConfig nanoClock(final NanoClock clock)
    {
        this.nanoClock = clock;
        return this;
    }
}
