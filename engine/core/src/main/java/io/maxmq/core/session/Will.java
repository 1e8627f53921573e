package io.maxmq.core.session;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A will message (MQTT-3.1.2.5) with its delay. Immutable.
 */
public final class Will
{
    private final UnsafeBuffer block;
    private final long delaySeconds;

    /**
     * @param block        the message as a message block that is not used elsewhere. Its expiry field holds the message
     *                     expiry interval in seconds, which begins to count when the will is published.
     * @param delaySeconds will delay interval.
     */
    public Will(final UnsafeBuffer block, final long delaySeconds)
    {
        this.block = block;
        this.delaySeconds = delaySeconds;
    }

    public UnsafeBuffer block()
    {
        return block;
    }

    public long delaySeconds()
    {
        return delaySeconds;
    }
}
