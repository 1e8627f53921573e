package io.maxmq.tools.bench.report;

import java.util.Locale;
import java.util.Map;

import io.maxmq.tools.bench.load.Counter;
import io.maxmq.tools.bench.plan.Settings;
import org.HdrHistogram.Histogram;

/**
 * A result as JSON for scripts. Field names are stable; times say their unit.
 */
public final class JsonReport
{
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};

    private JsonReport()
    {
    }

    /**
     * @param result to write.
     * @return the text.
     */
    public static String write(final RunResult result)
    {
        final JsonWriter json = new JsonWriter().beginObject();
        settings(json, result);
        json.beginObject("setup")
            .field("clients", result.clients())
            .field("seconds", result.setup().seconds())
            .field("brokerCpuNs", result.setup().cpuNs())
            .field("brokerRssBeforeBytes", result.setup().rssBeforeBytes())
            .field("brokerRssAfterBytes", result.setup().rssAfterBytes())
            .endObject();
        json.beginObject("measured")
            .field("seconds", result.measuredSeconds())
            .field("sent", result.measuredSent())
            .field("delivered", result.measuredReceived())
            .field("sentPerSecond", result.measuredSent() / result.measuredSeconds())
            .field("deliveredPerSecond", result.receivedPerSecond())
            .field("loadToolIdleShare", result.idleShare())
            .endObject();
        usage(json, "broker", result.broker(), result.measuredReceived());
        usage(json, "loadTool", result.loadTool(), result.measuredReceived());
        latency(json, "latency", result.latencies().delivery);
        latency(json, "acknowledgement", result.latencies().acknowledgement);
        latency(json, "loadToolLag", result.latencies().lag);
        json.beginObject("counters");
        for (final Map.Entry<Counter, Long> entry : result.counters().entrySet())
        {
            json.field(entry.getKey().name().toLowerCase(Locale.ROOT), entry.getValue());
        }
        json.field("lost", result.lost()).endObject();
        seconds(json, result);
        return json
            .field("verified", result.isVerified())
            .field("failure", result.failure())
            .endObject() + "\n";
    }

    private static void settings(final JsonWriter json, final RunResult result)
    {
        final Settings settings = result.settings();
        json.beginObject("settings")
            .field("name", settings.name())
            .field("scenario", settings.scenario().label())
            .field("publishers", settings.clients().publishers())
            .field("subscribers", settings.clients().subscribers())
            .field("topics", settings.clients().topics())
            .field("backgroundClients", settings.clients().backgroundClients())
            .field("backgroundFilters", settings.clients().backgroundFilters())
            .field("mqttVersion", settings.target().version())
            .field("qos", settings.traffic().qos())
            .field("payloadBytes", settings.traffic().payloadBytes())
            .field("ratePerSecond", settings.traffic().ratePerSecond())
            .field("persistent", settings.traffic().isPersistent())
            .field("window", settings.traffic().window())
            .field("threads", settings.threads())
            .field("warmUpSeconds", settings.timing().warmUpNs() / 1e9)
            .field("durationSeconds", settings.timing().durationNs() / 1e9)
            .endObject();
    }

    private static void usage(final JsonWriter json, final String name, final Usage usage, final long messages)
    {
        if (usage != null)
        {
            json.beginObject(name)
                .field("cpuNs", usage.cpuNs())
                .field("cpuNsPerDelivered", usage.cpuNsPer(messages))
                .field("cores", usage.cores())
                .field("rssBytes", usage.rssBytes())
                .field("threads", usage.threads())
                .field("readCalls", usage.readCalls())
                .field("writeCalls", usage.writeCalls())
                .field("contextSwitches", usage.contextSwitches())
                .endObject();
        }
    }

    private static void latency(final JsonWriter json, final String name, final Histogram histogram)
    {
        json.beginObject(name).field("count", histogram.getTotalCount());
        if (histogram.getTotalCount() > 0)
        {
            json.field("meanNs", histogram.getMean());
            for (final double percentile : PERCENTILES)
            {
                json.field("p" + Texts.plain(percentile) + "Ns", histogram.getValueAtPercentile(percentile));
            }
            json.field("maxNs", histogram.getMaxValue());
        }
        json.endObject();
    }

    private static void seconds(final JsonWriter json, final RunResult result)
    {
        json.beginArray("seconds");
        for (final Second second : result.seconds())
        {
            json.beginObject()
                .field("at", second.atSeconds())
                .field("sentPerSecond", second.sentPerSecond())
                .field("deliveredPerSecond", second.delivPerSecond())
                .field("p50Ns", second.p50Ns())
                .field("p99Ns", second.p99Ns())
                .field("maxNs", second.maxNs())
                .field("brokerCores", second.brokerCores())
                .field("brokerRssBytes", second.brokerRssBytes())
                .endObject();
        }
        json.endArray();
    }
}
