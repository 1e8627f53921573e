package io.maxmq.tools.bench.plan;

/**
 * How long things take, in nanoseconds.
 *
 * @param warmUpNs       of traffic before the measurement.
 * @param durationNs     of the measurement.
 * @param drainNs        without any progress after which a message still missing counts as lost.
 * @param setupNs        within which all clients must be ready.
 * @param restartEveryNs between the restarts of a subscriber in the restart scenario.
 * @param offlineNs      that it then stays away.
 */
public record Timing(
    long warmUpNs, long durationNs, long drainNs, long setupNs, long restartEveryNs, long offlineNs)
{
    /** One second. */
    public static final long SECOND_NS = 1_000_000_000L;
}
