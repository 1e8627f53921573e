package io.maxmq.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;

/**
 * Shows the results as text, as Markdown, and as JSON with every single measurement.
 */
final class ComparisonReport
{
    private final Results results;
    private final String method;

    ComparisonReport(final Results results, final String method)
    {
        this.results = results;
        this.method = method;
    }

    String text()
    {
        return render(Table::text, "");
    }

    String markdown()
    {
        return render(Table::markdown, "## ");
    }

    String json()
    {
        final Map<String, Object> root = new LinkedHashMap<>();
        root.put("machine", machine());
        root.put("method", method);
        root.put("baseline", results.baseline());
        final List<Object> rows = new ArrayList<>();
        for (final Case row : results.rows())
        {
            for (final String broker : results.brokers())
            {
                rows.add(json(row, broker));
            }
        }
        root.put("rows", rows);
        return ConfigValueFactory.fromMap(root)
            .render(ConfigRenderOptions.concise().setFormatted(true).setJson(true)) + "\n";
    }

    private String render(final Function<Table, String> form, final String heading)
    {
        final StringBuilder out = new StringBuilder();
        out.append(machine()).append('\n').append(method).append("\n\n");
        out.append(heading).append("Cost, rate and latency: median (smallest–largest)\n\n");
        out.append(form.apply(costs())).append('\n');
        final Case with = row("filters-100k");
        final Case without = row("p2p-q0");
        if (with != null && without != null)
        {
            out.append(heading).append("Cost with 100,000 other filters against without\n\n");
            out.append(form.apply(filters(with, without))).append('\n');
        }
        out.append(heading).append("Start and idle memory\n\n").append(form.apply(starts()));
        return out.toString();
    }

    private Table costs()
    {
        final Table table = new Table(
            "scenario", "broker", "cost", "× " + results.baseline(), "per second", "p50 µs", "p99.9 µs", "verified");
        for (final Case row : results.rows())
        {
            for (final String broker : results.brokers())
            {
                if (results.of(row, broker).isEmpty())
                {
                    continue;
                }
                final String problems = results.problems(row, broker);
                table.add(
                    row.title(),
                    broker,
                    results.spread(row, broker, Measurement::cost).text() + ' ' + row.cost().unit(),
                    results.ratio(row, broker).text(2),
                    results.spread(row, broker, Measurement::ratePerSecond).text(0),
                    results.spread(row, broker, Measurement::p50Us).text(),
                    results.spread(row, broker, Measurement::p999Us).text(),
                    problems.isEmpty() ? "yes" : "NO: " + problems);
            }
        }
        return table;
    }

    private Table filters(final Case with, final Case without)
    {
        final Table table = new Table("broker", "ratio");
        for (final String broker : results.brokers())
        {
            table.add(broker, results.ratioOfRows(with, without, broker).text(2));
        }
        return table;
    }

    private Table starts()
    {
        final Table table = new Table("broker", "start to first accept, ms", "idle memory, MiB");
        for (final String broker : results.brokers())
        {
            table.add(broker, results.startMs(broker).text(), results.idleMib(broker).text());
        }
        return table;
    }

    private Map<String, Object> json(final Case row, final String broker)
    {
        final Map<String, Object> values = new LinkedHashMap<>();
        values.put("scenario", row.name());
        values.put("broker", broker);
        values.put("cost", row.cost().label());
        values.put("unit", row.cost().unit());
        values.put("costMedian", finite(results.spread(row, broker, Measurement::cost).median()));
        values.put("ratioMedian", finite(results.ratio(row, broker).median()));
        final List<Object> runs = new ArrayList<>();
        for (final Measurement measurement : results.of(row, broker))
        {
            final Map<String, Object> run = new LinkedHashMap<>();
            run.put("cost", finite(measurement.cost()));
            run.put("perSecond", finite(measurement.ratePerSecond()));
            run.put("p50Us", finite(measurement.p50Us()));
            run.put("p999Us", finite(measurement.p999Us()));
            run.put("rssMib", finite(measurement.rssMib()));
            run.put("problem", measurement.problem());
            runs.add(run);
        }
        values.put("runs", runs);
        return values;
    }

    private Case row(final String name)
    {
        return results.rows().stream().filter(row -> row.name().equals(name)).findFirst().orElse(null);
    }

    private static Double finite(final double value)
    {
        return Double.isFinite(value) ? (Double)value : null;
    }

    private static String machine()
    {
        String model = System.getProperty("os.arch");
        try
        {
            for (final String line : Files.readAllLines(Path.of("/proc/cpuinfo")))
            {
                if (line.startsWith("model name"))
                {
                    model = line.substring(line.indexOf(':') + 1).trim();
                    break;
                }
            }
        }
        catch (final IOException ex)
        {
            // The architecture has to do.
        }
        return model + ", " + Runtime.getRuntime().availableProcessors() + " cores, Linux " +
            System.getProperty("os.version") + ", Java " + Runtime.version() + ", " + LocalDate.now();
    }
}
