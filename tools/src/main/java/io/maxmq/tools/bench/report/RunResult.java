package io.maxmq.tools.bench.report;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.maxmq.tools.bench.load.Counter;
import io.maxmq.tools.bench.load.Recorder;
import io.maxmq.tools.bench.plan.Settings;

/**
 * Everything a run found out.
 *
 * @param settings         of the run.
 * @param clients          that took part.
 * @param setup            connecting and subscribing all clients.
 * @param measuredSeconds  length of the measurement.
 * @param measuredSent     messages published in it.
 * @param measuredReceived messages delivered in it.
 * @param broker           what the broker used in it, or null if its process is not known.
 * @param loadTool         what this process used in it.
 * @param idleShare        part of the measurement in which the engines had nothing to do, 0 to 1.
 * @param counters         of the whole run, warm-up and drain included.
 * @param lost             deliveries that never came.
 * @param latencies        of messages due in the measurement.
 * @param seconds          the measurement second by second.
 * @param failure          why the run ended early, or null.
 */
public record RunResult(
    Settings settings,
    int clients,
    Setup setup,
    double measuredSeconds,
    long measuredSent,
    long measuredReceived,
    Usage broker,
    Usage loadTool,
    double idleShare,
    Map<Counter, Long> counters,
    long lost,
    Recorder.Intervals latencies,
    List<Second> seconds,
    String failure)
{
    /** What must be zero when everything went right. */
    private static final List<Counter> ERRORS = List.of(
        Counter.DUPLICATES, Counter.REORDERED, Counter.CORRUPT, Counter.MISROUTED, Counter.REFUSED, Counter.BROKEN,
        Counter.SESSIONS_LOST);

    /**
     * Connecting and subscribing.
     *
     * @param seconds        it took.
     * @param cpuNs          the broker used, or -1.
     * @param rssBeforeBytes memory of the broker before the first client, or -1.
     * @param rssAfterBytes  and with all clients, or -1.
     */
    public record Setup(double seconds, long cpuNs, long rssBeforeBytes, long rssAfterBytes)
    {
    }

    /**
     * @return messages delivered per second of the measurement.
     */
    public double receivedPerSecond()
    {
        return measuredReceived / measuredSeconds;
    }

    /**
     * @return what the engines could have delivered had they never waited for the broker.
     */
    public double capacityPerSecond()
    {
        return receivedPerSecond() / Math.max(0.001, 1 - idleShare);
    }

    /**
     * @param counter to look up.
     * @return its value over the whole run.
     */
    public long count(final Counter counter)
    {
        return counters.getOrDefault(counter, 0L);
    }

    /**
     * @return what went wrong, by counter; empty if every payload was verified.
     */
    public Map<Counter, Long> errors()
    {
        final Map<Counter, Long> errors = new EnumMap<>(Counter.class);
        for (final Counter counter : ERRORS)
        {
            if (count(counter) > 0)
            {
                errors.put(counter, count(counter));
            }
        }
        return errors;
    }

    /**
     * @return whether every message came once, in order and intact.
     */
    public boolean isVerified()
    {
        return failure == null && lost == 0 && errors().isEmpty();
    }
}
