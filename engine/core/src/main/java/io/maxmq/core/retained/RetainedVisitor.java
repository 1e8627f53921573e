package io.maxmq.core.retained;

/**
 * Takes retained messages one after the other during a scan.
 */
@FunctionalInterface
public interface RetainedVisitor
{
    /**
     * Called for every retained message that matches.
     *
     * @param entry valid during the call.
     * @return false if it cannot be taken now: the scan stops and comes back to this message when it is resumed.
     */
    boolean onRetained(RetainedEntry entry);
}
