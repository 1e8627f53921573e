package io.maxmq.tools.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

import io.maxmq.tools.bench.load.Counter;
import io.maxmq.tools.bench.load.Engine;
import io.maxmq.tools.bench.load.Recorder;
import io.maxmq.tools.bench.report.ProcessSample;
import io.maxmq.tools.bench.report.Second;
import org.HdrHistogram.Histogram;

/**
 * The measurement second by second: collects the engines' intervals, keeps the sum, a row per second for the plots, and
 * the interval histograms for the log. Used by the leading thread.
 */
final class Timeline
{
    private static final int MAX_TRIES = 200;

    private final List<Engine> engines;
    private final Recorder.Intervals total = new Recorder.Intervals();
    private final List<Second> seconds = new ArrayList<>();
    private final List<Histogram> intervals = new ArrayList<>();
    private long beginNs;
    private long beginMs;
    private long lastNs;
    private long lastSent;
    private long lastReceived;
    private ProcessSample lastBroker;
    private String last = "";

    Timeline(final List<Engine> engines)
    {
        this.engines = engines;
    }

    void begin(final long nowNs, final ProcessSample broker)
    {
        beginNs = nowNs;
        beginMs = System.currentTimeMillis();
        lastNs = nowNs;
        lastSent = sum(Counter.SENT);
        lastReceived = sum(Counter.DELIVERED);
        lastBroker = broker;
    }

    void addSecond(final ProcessSample broker)
    {
        final Recorder.Intervals interval = new Recorder.Intervals();
        for (final Engine engine : engines)
        {
            engine.recorder().request();
            int tries = 0;
            while (!engine.recorder().collect(interval) && tries++ < MAX_TRIES)
            {
                LockSupport.parkNanos(50_000);
            }
        }
        add(interval, broker);
    }

    /** Add what came after the last second, when the engines have ended. */
    Recorder.Intervals finish()
    {
        final Recorder.Intervals rest = new Recorder.Intervals();
        engines.forEach(engine -> engine.recorder().collectRest(rest));
        total.add(rest);
        keep(rest.delivery);
        return total;
    }

    List<Second> seconds()
    {
        return seconds;
    }

    List<Histogram> intervals()
    {
        return intervals;
    }

    long beginMs()
    {
        return beginMs;
    }

    String describeLast()
    {
        return last;
    }

    private void add(final Recorder.Intervals interval, final ProcessSample broker)
    {
        total.add(interval);
        keep(interval.delivery);
        final long nowNs = System.nanoTime();
        final long sent = sum(Counter.SENT);
        final long received = sum(Counter.DELIVERED);
        final double span = (nowNs - lastNs) / 1e9;
        final boolean isObserved = broker != null && lastBroker != null;
        final double cores = isObserved ?
            (double)broker.cpuNsSince(lastBroker) / (broker.timeNs() - lastBroker.timeNs()) : Double.NaN;
        final Histogram latency = interval.delivery;
        final Second second = new Second(
            (nowNs - beginNs) / 1e9,
            (sent - lastSent) / span,
            (received - lastReceived) / span,
            latency.getTotalCount() == 0 ? 0 : latency.getValueAtPercentile(50),
            latency.getTotalCount() == 0 ? 0 : latency.getValueAtPercentile(99),
            latency.getMaxValue(),
            cores,
            broker == null ? 0 : broker.rssBytes());
        seconds.add(second);
        lastNs = nowNs;
        lastSent = sent;
        lastReceived = received;
        lastBroker = broker;
        last = describe(second);
    }

    private void keep(final Histogram histogram)
    {
        histogram.setStartTimeStamp((lastNs - beginNs) / 1_000_000);
        histogram.setEndTimeStamp((System.nanoTime() - beginNs) / 1_000_000);
        intervals.add(histogram);
    }

    private long sum(final Counter counter)
    {
        long sum = 0;
        for (final Engine engine : engines)
        {
            sum += engine.counters().get(counter);
        }
        return sum;
    }

    private static String describe(final Second second)
    {
        final String text = String.format(Locale.ROOT, "%,.0f/s  p50 %.1f µs  p99 %.1f µs  max %.2f ms",
            second.delivPerSecond(), second.p50Ns() / 1e3, second.p99Ns() / 1e3, second.maxNs() / 1e6);
        return Double.isNaN(second.brokerCores()) ? text :
            text + String.format(Locale.ROOT, "  cpu %.0f %%  rss %.1f MiB",
                100 * second.brokerCores(), second.brokerRssBytes() / 1048576.0);
    }
}
