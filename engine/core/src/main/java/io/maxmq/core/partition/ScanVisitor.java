package io.maxmq.core.partition;

/** Is shown the scans of persistent sessions that have not ended. */
@FunctionalInterface
public interface ScanVisitor
{
    /**
     * @param sessionId       of the subscriber.
     * @param incarnation     of the subscription.
     * @param index           of the filter.
     * @param barrierSequence what was retained later comes live.
     */
    void onScan(long sessionId, long incarnation, int index, long barrierSequence);
}
