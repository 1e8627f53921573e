package io.maxmq.core.retained;

/**
 * Told which stored messages the retained store no longer refers to, so that the log may let go of them.
 */
@FunctionalInterface
public interface RetainedReleaseHandler
{
    /**
     * Called once for each message replaced, removed or expired.
     *
     * @param sequence of the event that stores it.
     */
    void onRelease(long sequence);
}
