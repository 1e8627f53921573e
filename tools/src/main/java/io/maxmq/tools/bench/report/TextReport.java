package io.maxmq.tools.bench.report;

import java.util.Map;

import io.maxmq.tools.bench.load.Counter;
import io.maxmq.tools.bench.plan.Scenario;
import io.maxmq.tools.bench.plan.Settings;
import org.HdrHistogram.Histogram;

/**
 * A result as text for people.
 */
public final class TextReport
{
    private static final double[] PERCENTILES = {50, 75, 90, 95, 99, 99.9, 99.99, 99.999};

    private final StringBuilder out = new StringBuilder();
    private final RunResult result;

    private TextReport(final RunResult result)
    {
        this.result = result;
    }

    /**
     * @param result to write.
     * @return the text.
     */
    public static String write(final RunResult result)
    {
        return new TextReport(result).write();
    }

    /**
     * @param settings to describe.
     * @return one line, such as {@code p2p: 32 publishers, 32 subscribers, QoS 0, 64 B, closed loop, window 64}.
     */
    public static String describe(final Settings settings)
    {
        final StringBuilder text = new StringBuilder(settings.name()).append(": ");
        final boolean isTalking = settings.scenario().hasTraffic() || settings.scenario() == Scenario.RETAINED;
        text.append(isTalking ?
            Texts.format("%,d publishers, %,d subscribers", settings.clients().publishers(),
                settings.clients().subscribers()) :
            Texts.format("%,d clients", settings.clients().subscribers()));
        text.append(switch (settings.target().version())
        {
            case 5 -> ", MQTT 5";
            case 4 -> ", MQTT 3.1.1";
            default -> ", MQTT 3.1";
        });
        if (isTalking)
        {
            text.append(Texts.format(
                ", QoS %d, %,d B", settings.traffic().qos(), settings.traffic().payloadBytes()));
        }
        if (settings.traffic().isPersistent())
        {
            text.append(", persistent sessions");
        }
        if (settings.traffic().isOpenLoop())
        {
            text.append(Texts.format(", open loop at %,.0f/s", settings.traffic().ratePerSecond()));
        }
        else if (settings.scenario().hasTraffic())
        {
            text.append(", closed loop, window ").append(settings.traffic().window());
        }
        if (settings.clients().backgroundFilters() > 0)
        {
            text.append(Texts.format(", %,d other filters", settings.clients().backgroundFilters()));
        }
        return text.toString();
    }

    private String write()
    {
        line(describe(result.settings()));
        if (result.failure() != null)
        {
            line("FAILED: " + result.failure());
        }
        setup();
        throughput();
        usage();
        latency(result.settings().scenario() == Scenario.CONNECT ? "connect to CONNACK" : "latency",
            result.latencies().delivery);
        latency("acknowledgement", result.latencies().acknowledgement);
        lag();
        verification();
        return out.toString();
    }

    private void setup()
    {
        final RunResult.Setup setup = result.setup();
        final StringBuilder text = new StringBuilder(
            Texts.format("%,d clients ready in %.2f s", result.clients(), setup.seconds()));
        if (setup.cpuNs() >= 0)
        {
            final long grownBytes = setup.rssAfterBytes() - setup.rssBeforeBytes();
            text.append(Texts.format("; broker per client: cpu %s, memory %.2f KiB (rss %s to %s)",
                Texts.duration((double)setup.cpuNs() / result.clients()),
                grownBytes / 1024.0 / result.clients(),
                Texts.mebibytes(setup.rssBeforeBytes()),
                Texts.mebibytes(setup.rssAfterBytes())));
        }
        field("setup", text.toString());
    }

    private void throughput()
    {
        if (result.settings().scenario() != Scenario.IDLE)
        {
            field("delivered", Texts.format("%,d in %.2f s = %,.0f/s (sent %,.0f/s)",
                result.measuredReceived(), result.measuredSeconds(), result.receivedPerSecond(),
                result.measuredSent() / result.measuredSeconds()));
        }
    }

    private void usage()
    {
        final Usage broker = result.broker();
        if (broker != null)
        {
            final StringBuilder text = new StringBuilder();
            if (result.measuredReceived() > 0)
            {
                text.append(Texts.duration(broker.cpuNsPer(result.measuredReceived()))).append(" a delivery, ");
            }
            text.append(Texts.format("%.1f %% of a core, rss %s, %d threads",
                100 * broker.cores(), Texts.mebibytes(broker.rssBytes()), broker.threads()));
            if (broker.readCalls() > 0 && result.measuredReceived() > 0)
            {
                text.append(Texts.format(", per 1,000 deliveries %.1f reads, %.1f writes",
                    1e3 * broker.readCalls() / result.measuredReceived(),
                    1e3 * broker.writeCalls() / result.measuredReceived()));
            }
            field("broker cpu", text.toString());
        }
        field("load tool", Texts.format("busy %.0f %% of the time; %.1f messages a read, %.1f a write",
            100 * (1 - result.idleShare()),
            (double)result.count(Counter.DELIVERED) / Math.max(1, result.count(Counter.READS)),
            (double)result.count(Counter.SENT) / Math.max(1, result.count(Counter.WRITES))));
    }

    private void latency(final String name, final Histogram histogram)
    {
        if (histogram.getTotalCount() == 0)
        {
            return;
        }
        field(name, Texts.format(
            "mean %s, %,d values", Texts.duration(histogram.getMean()), histogram.getTotalCount()));
        for (final double percentile : PERCENTILES)
        {
            line(Texts.format("  %14s %% %12s", Texts.plain(percentile),
                Texts.duration(histogram.getValueAtPercentile(percentile))));
        }
        line(Texts.format("  %14s   %12s", "max", Texts.duration(histogram.getMaxValue())));
    }

    /** If messages leave late, the load tool is measuring itself, and the reader must know. */
    private void lag()
    {
        final Histogram lag = result.latencies().lag;
        if (lag.getTotalCount() > 0)
        {
            field("sent late by", Texts.format("p50 %s, p99 %s, p99.9 %s, max %s (the load tool itself)",
                Texts.duration(lag.getValueAtPercentile(50)), Texts.duration(lag.getValueAtPercentile(99)),
                Texts.duration(lag.getValueAtPercentile(99.9)), Texts.duration(lag.getMaxValue())));
        }
    }

    private void verification()
    {
        final long redelivered = result.count(Counter.REDELIVERED);
        final String more = redelivered > 0 ? Texts.format(" (%,d redelivered after a restart)", redelivered) : "";
        if (result.isVerified())
        {
            field("verified", Texts.format("all %,d deliveries, none lost, duplicate, reordered or damaged%s",
                result.count(Counter.DELIVERED), more));
            return;
        }
        final StringBuilder text = new StringBuilder(Texts.format("%,d lost", result.lost()));
        for (final Map.Entry<Counter, Long> error : result.errors().entrySet())
        {
            text.append(Texts.format(", %,d %s", error.getValue(), error.getKey().label()));
        }
        field("NOT VERIFIED", text.append(Texts.format(" of %,d deliveries", result.count(Counter.DELIVERED)))
            .append(more).toString());
    }

    private void field(final String name, final String value)
    {
        line(Texts.format("  %-15s %s", name, value));
    }

    private void line(final String text)
    {
        out.append(text).append(System.lineSeparator());
    }
}
