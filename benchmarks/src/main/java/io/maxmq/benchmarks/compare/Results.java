package io.maxmq.benchmarks.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * All measurements, by row and broker, one per repetition; the n-th of all brokers belong together.
 */
final class Results
{
    private final List<Case> rows;
    private final List<String> brokers;
    private final String baseline;
    private final Map<String, List<Measurement>> measurements = new HashMap<>();
    private final Map<String, List<Double>> startMs = new LinkedHashMap<>();
    private final Map<String, List<Double>> idleMib = new LinkedHashMap<>();

    Results(final List<Case> rows, final List<String> brokers, final String baseline)
    {
        this.rows = rows;
        this.brokers = brokers;
        this.baseline = baseline;
    }

    List<Case> rows()
    {
        return rows;
    }

    List<String> brokers()
    {
        return brokers;
    }

    String baseline()
    {
        return baseline;
    }

    void add(final Case row, final String broker, final Measurement measurement)
    {
        measurements.computeIfAbsent(row.name() + '/' + broker, key -> new ArrayList<>()).add(measurement);
    }

    void addStart(final String broker, final double milliseconds, final double rssMib)
    {
        startMs.computeIfAbsent(broker, key -> new ArrayList<>()).add(milliseconds);
        idleMib.computeIfAbsent(broker, key -> new ArrayList<>()).add(rssMib);
    }

    List<Measurement> of(final Case row, final String broker)
    {
        return measurements.getOrDefault(row.name() + '/' + broker, List.of());
    }

    Spread spread(final Case row, final String broker, final ToDoubleFunction<Measurement> value)
    {
        return Spread.of(values(row, broker, value));
    }

    /** Cost against the baseline's, each repetition by itself. */
    Spread ratio(final Case row, final String broker)
    {
        return Spread.ofRatios(values(row, broker, Measurement::cost), values(row, baseline, Measurement::cost));
    }

    /** Cost of a row against that of another row of the same broker. */
    Spread ratioOfRows(final Case row, final Case other, final String broker)
    {
        return Spread.ofRatios(values(row, broker, Measurement::cost), values(other, broker, Measurement::cost));
    }

    Spread startMs(final String broker)
    {
        return Spread.of(startMs.getOrDefault(broker, List.of()));
    }

    Spread idleMib(final String broker)
    {
        return Spread.of(idleMib.getOrDefault(broker, List.of()));
    }

    /** What went wrong in this row with this broker, empty if nothing. */
    String problems(final Case row, final String broker)
    {
        final StringBuilder text = new StringBuilder();
        for (final Measurement measurement : of(row, broker))
        {
            if (measurement.problem() != null)
            {
                text.append(text.isEmpty() ? "" : "; ").append(measurement.problem());
            }
        }
        return text.toString();
    }

    private List<Double> values(final Case row, final String broker, final ToDoubleFunction<Measurement> value)
    {
        return of(row, broker).stream().map(value::applyAsDouble).toList();
    }
}
