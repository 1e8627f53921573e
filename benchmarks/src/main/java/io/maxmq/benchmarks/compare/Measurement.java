package io.maxmq.benchmarks.compare;

import com.typesafe.config.Config;
import java.util.List;

/**
 * What one run showed of one broker.
 *
 * @param cost         of the row's kind, in its unit.
 * @param ratePerSecond deliveries (or connects).
 * @param p50Us        median latency.
 * @param p999Us       99.9th percentile.
 * @param rssMib       memory of the broker at the end.
 * @param problem      why it does not count, or null.
 */
record Measurement(
    double cost, double ratePerSecond, double p50Us, double p999Us, double rssMib, String problem)
{
    private static final double KIB = 1024;

    /**
     * @param row  that was run.
     * @param json of {@code maxmq bench}.
     * @return the measurement.
     */
    static Measurement of(final Case row, final Config json)
    {
        return new Measurement(
            cost(row, json),
            number(json, "measured.deliveredPerSecond"),
            number(json, "latency.p50Ns") / 1e3,
            number(json, "latency.\"p99.9Ns\"") / 1e3,
            number(json, "broker.rssBytes") / KIB / KIB,
            problem(json));
    }

    /**
     * @param problem that prevented it.
     * @return a measurement without figures.
     */
    static Measurement failed(final String problem)
    {
        return new Measurement(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, problem);
    }

    private static double cost(final Case row, final Config json)
    {
        if (row.cost() == Case.Cost.MEMORY_PER_CONNECTION)
        {
            return (number(json, "setup.brokerRssAfterBytes") - number(json, "setup.brokerRssBeforeBytes")) /
                KIB / number(json, "setup.clients");
        }
        return number(json, "broker.cpuNsPerDelivered") / 1e3;
    }

    private static String problem(final Config json)
    {
        if (json.hasPath("failure"))
        {
            return json.getString("failure");
        }
        if (json.getBoolean("verified"))
        {
            return null;
        }
        final StringBuilder text = new StringBuilder();
        for (final String counter :
            List.of("lost", "duplicates", "reordered", "corrupt", "misrouted", "refused"))
        {
            final long count = json.getLong("counters." + counter);
            if (count > 0)
            {
                text.append(text.isEmpty() ? "" : ", ").append(count).append(' ').append(counter);
            }
        }
        return text.toString();
    }

    private static double number(final Config json, final String path)
    {
        return json.hasPath(path) ? json.getDouble(path) : Double.NaN;
    }
}
