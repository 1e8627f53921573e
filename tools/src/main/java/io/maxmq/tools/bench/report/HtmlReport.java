package io.maxmq.tools.bench.report;

import java.util.List;
import java.util.function.ToDoubleFunction;

import org.HdrHistogram.Histogram;

/**
 * A result as one HTML page with its plots in it; opens without a network.
 */
public final class HtmlReport
{
    private static final int STEPS_PER_NINE = 20;
    private static final String STYLE = """
        body { font: 15px/1.45 system-ui, sans-serif; margin: 2em auto; max-width: 780px; color: #1f2937 }
        pre { background: #f3f4f6; padding: 1em; overflow-x: auto; font-size: 13px; border-radius: 6px }
        svg { width: 100%; margin: .6em 0; background: #fff; border: 1px solid #e5e7eb; border-radius: 6px }
        svg text { font: 11px system-ui, sans-serif; fill: #4b5563 }
        svg text.title { font-size: 13px; font-weight: 600; fill: #111827 }
        svg line.grid { stroke: #e5e7eb }
        .ok { color: #047857 } .bad { color: #b91c1c }
        """;

    private HtmlReport()
    {
    }

    /**
     * @param result to write.
     * @return the page.
     */
    public static String write(final RunResult result)
    {
        final StringBuilder html = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
            .append("<title>").append(escape(result.settings().name())).append("</title><style>")
            .append(STYLE).append("</style></head><body><h1>")
            .append(escape(TextReport.describe(result.settings()))).append("</h1>");
        html.append(result.isVerified() ?
            "<p class=\"ok\">Every payload was verified.</p>" :
            "<p class=\"bad\">Verification failed, see below.</p>");
        html.append("<pre>").append(escape(TextReport.write(result))).append("</pre>");
        final Histogram delivery = result.latencies().delivery;
        if (delivery.getTotalCount() > 0)
        {
            html.append(percentiles(result));
        }
        if (!result.seconds().isEmpty())
        {
            html.append(overTime(result));
        }
        return html.append("</body></html>\n").toString();
    }

    static String escape(final String text)
    {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private static String percentiles(final RunResult result)
    {
        final SvgChart chart = new SvgChart("Latency by percentile", Texts::roundDuration).logarithmic();
        final int nines = nines(result.latencies().delivery);
        addPercentiles(chart, "delivery", result.latencies().delivery, nines);
        addPercentiles(chart, "acknowledged", result.latencies().acknowledgement, nines);
        addPercentiles(chart, "load tool", result.latencies().lag, nines);
        chart.tick(0, "0");
        for (int nine = 1; nine <= nines; nine++)
        {
            chart.tick(nine, Texts.plain(100 - Math.pow(10, 2 - nine)) + " %");
        }
        return chart.draw();
    }

    /** The x axis counts nines: 90 % is 1, 99 % is 2, as far as there are values to tell them apart. */
    private static int nines(final Histogram histogram)
    {
        return Math.max(2, Math.min(6, (int)Math.log10(histogram.getTotalCount())));
    }

    private static void addPercentiles(
        final SvgChart chart, final String name, final Histogram histogram, final int nines)
    {
        if (histogram.getTotalCount() == 0)
        {
            return;
        }
        final int steps = nines * STEPS_PER_NINE + 1;
        final double[] x = new double[steps];
        final double[] y = new double[steps];
        for (int i = 0; i < steps; i++)
        {
            x[i] = (double)i / STEPS_PER_NINE;
            y[i] = histogram.getValueAtPercentile(100 - Math.pow(10, 2 - x[i]));
        }
        chart.add(name, x, y);
    }

    private static String overTime(final RunResult result)
    {
        final List<Second> seconds = result.seconds();
        final double[] at = values(seconds, Second::atSeconds);
        final StringBuilder html = new StringBuilder();
        html.append(timed(new SvgChart("Messages a second", Texts::count)
            .add("sent", at, values(seconds, Second::sentPerSecond))
            .add("delivered", at, values(seconds, Second::delivPerSecond)), at));
        html.append(timed(new SvgChart("Latency over time", Texts::roundDuration).logarithmic()
            .add("p50", at, values(seconds, second -> second.p50Ns()))
            .add("p99", at, values(seconds, second -> second.p99Ns()))
            .add("max", at, values(seconds, second -> second.maxNs())), at));
        if (result.broker() != null)
        {
            html.append(timed(new SvgChart("Broker CPU", value -> Texts.format("%.0f %%", value))
                .add("cpu", at, values(seconds, second -> 100 * second.brokerCores())), at));
            html.append(timed(new SvgChart("Broker memory", Texts::mebibytes)
                .add("rss", at, values(seconds, second -> second.brokerRssBytes())), at));
        }
        return html.toString();
    }

    private static String timed(final SvgChart chart, final double[] at)
    {
        final int every = Math.max(1, at.length / 10);
        for (int i = every - 1; i < at.length; i += every)
        {
            chart.tick(at[i], Texts.format("%.0f s", at[i]));
        }
        return chart.draw();
    }

    private static double[] values(final List<Second> seconds, final ToDoubleFunction<Second> value)
    {
        return seconds.stream().mapToDouble(value).toArray();
    }
}
