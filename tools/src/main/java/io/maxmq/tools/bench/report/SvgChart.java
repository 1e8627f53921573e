package io.maxmq.tools.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A line chart as inline SVG, drawn without any script or outside resource.
 */
final class SvgChart
{
    private static final int WIDTH = 720;
    private static final int HEIGHT = 260;
    private static final int LEFT = 78;
    private static final int RIGHT = 26;
    private static final int TOP = 30;
    private static final int BOTTOM = 34;
    private static final int GRID_LINES = 4;
    private static final String[] COLOURS = {"#2563eb", "#ea580c", "#dc2626", "#059669"};

    private final String title;
    private final DoubleFunction<String> yLabel;
    private final List<Series> series = new ArrayList<>();
    private final List<Tick> ticks = new ArrayList<>();
    private boolean isLogarithmic;

    private record Series(String name, double[] x, double[] y)
    {
    }

    private record Tick(double x, String label)
    {
    }

    SvgChart(final String title, final DoubleFunction<String> yLabel)
    {
        this.title = title;
        this.yLabel = yLabel;
    }

    SvgChart logarithmic()
    {
        isLogarithmic = true;
        return this;
    }

    SvgChart add(final String name, final double[] x, final double[] y)
    {
        series.add(new Series(name, x, y));
        return this;
    }

    SvgChart tick(final double x, final String label)
    {
        ticks.add(new Tick(x, label));
        return this;
    }

    String draw()
    {
        final double xMax = max(true);
        final double yMax = isLogarithmic ? Math.pow(10, Math.ceil(Math.log10(max(false)))) : max(false);
        final double yMin = isLogarithmic ? Math.pow(10, Math.floor(Math.log10(Math.max(1, min())))) : 0;
        final StringBuilder svg = new StringBuilder(Texts.format(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">", WIDTH, HEIGHT, HtmlReport.escape(title)));
        svg.append(Texts.format("<text class=\"title\" x=\"%d\" y=\"16\">%s</text>", LEFT, HtmlReport.escape(title)));
        drawGrid(svg, yMin, yMax);
        for (final Tick tick : ticks)
        {
            svg.append(Texts.format("<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                x(tick.x, xMax), HEIGHT - BOTTOM + 18, HtmlReport.escape(tick.label)));
        }
        for (int i = 0; i < series.size(); i++)
        {
            drawSeries(svg, i, xMax, yMin, yMax);
        }
        return svg.append("</svg>").toString();
    }

    private void drawGrid(final StringBuilder svg, final double yMin, final double yMax)
    {
        final int lines = isLogarithmic ? (int)Math.round(Math.log10(yMax / yMin)) : GRID_LINES;
        for (int i = 0; i <= lines; i++)
        {
            final double value = isLogarithmic ? yMin * Math.pow(10, i) : yMin + (yMax - yMin) * i / lines;
            final double y = y(value, yMin, yMax);
            svg.append(Texts.format("<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                LEFT, WIDTH - RIGHT, y, y));
            svg.append(Texts.format("<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                LEFT - 6, y + 4, HtmlReport.escape(yLabel.apply(value))));
        }
    }

    private void drawSeries(
        final StringBuilder svg, final int index, final double xMax, final double yMin, final double yMax)
    {
        final Series line = series.get(index);
        final String colour = COLOURS[index % COLOURS.length];
        final StringBuilder points = new StringBuilder();
        for (int i = 0; i < line.x.length; i++)
        {
            if (Double.isFinite(line.y[i]))
            {
                points.append(Texts.format("%.1f,%.1f ", x(line.x[i], xMax), y(line.y[i], yMin, yMax)));
            }
        }
        svg.append(Texts.format("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.8\" points=\"%s\"/>",
            colour, points));
        svg.append(Texts.format(
            "<text class=\"tick\" x=\"%d\" y=\"16\" text-anchor=\"end\" style=\"fill:%s\">%s</text>",
            WIDTH - RIGHT - 90 * (series.size() - 1 - index), colour, HtmlReport.escape(line.name)));
    }

    private double x(final double value, final double xMax)
    {
        return LEFT + (WIDTH - LEFT - RIGHT) * (xMax == 0 ? 0 : value / xMax);
    }

    private double y(final double value, final double yMin, final double yMax)
    {
        final double span = HEIGHT - TOP - BOTTOM;
        if (yMax <= yMin)
        {
            return HEIGHT - BOTTOM;
        }
        final double part = isLogarithmic ?
            Math.log(Math.max(value, yMin) / yMin) / Math.log(yMax / yMin) : (value - yMin) / (yMax - yMin);
        return HEIGHT - BOTTOM - span * part;
    }

    private double max(final boolean isX)
    {
        double max = 0;
        for (final Series line : series)
        {
            for (final double value : isX ? line.x : line.y)
            {
                max = Double.isFinite(value) ? Math.max(max, value) : max;
            }
        }
        return isX || max > 0 ? max : 1;
    }

    private double min()
    {
        double min = Double.MAX_VALUE;
        for (final Series line : series)
        {
            for (final double value : line.y)
            {
                min = Double.isFinite(value) && value > 0 ? Math.min(min, value) : min;
            }
        }
        return min == Double.MAX_VALUE ? 1 : min;
    }
}
