package io.maxmq.benchmarks.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The middle and the ends of some measured values.
 *
 * @param median of them; NaN if there are none.
 * @param min    smallest.
 * @param max    largest.
 * @param count  how many there are.
 */
record Spread(double median, double min, double max, int count)
{
    /**
     * @param values measured; NaN is left out.
     * @return their spread.
     */
    static Spread of(final List<Double> values)
    {
        final double[] sorted = values.stream().mapToDouble(Double::doubleValue)
            .filter(value -> !Double.isNaN(value)).sorted().toArray();
        if (sorted.length == 0)
        {
            return new Spread(Double.NaN, Double.NaN, Double.NaN, 0);
        }
        final int middle = sorted.length / 2;
        final double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    /**
     * The ratios of values that were measured next to each other.
     *
     * @param values     measured.
     * @param references at the same places.
     * @return the spread of the ratios.
     */
    static Spread ofRatios(final List<Double> values, final List<Double> references)
    {
        final Double[] ratios = new Double[Math.min(values.size(), references.size())];
        Arrays.setAll(ratios, i -> values.get(i) / references.get(i));
        return of(Arrays.asList(ratios));
    }

    /**
     * @param decimals behind the point.
     * @return such as {@code 0.55 (0.53–0.58)}.
     */
    String text(final int decimals)
    {
        if (count == 0)
        {
            return "–";
        }
        final String format = "%,." + decimals + "f";
        final String middle = String.format(Locale.ROOT, format, median);
        return count == 1 ? middle :
            middle + String.format(Locale.ROOT, " (" + format + "–" + format + ")", min, max);
    }

    /**
     * @return the text with as many decimals as three digits need.
     */
    String text()
    {
        return text(median >= 100 ? 0 : median >= 10 ? 1 : 2);
    }
}
