package io.maxmq.tools.bench.report;

import java.util.Locale;

/**
 * Numbers as people read them.
 */
final class Texts
{
    private Texts()
    {
    }

    /** Without trailing zeros: 99.90 becomes 99.9, 50.0 becomes 50. */
    static String plain(final double value)
    {
        final String text = String.format(Locale.ROOT, "%.4f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    /** A time in the unit that suits it. */
    static String duration(final double ns)
    {
        if (ns < 1e3)
        {
            return format("%.0f ns", ns);
        }
        if (ns < 1e6)
        {
            return format("%.1f µs", ns / 1e3);
        }
        return ns < 1e9 ? format("%.2f ms", ns / 1e6) : format("%.2f s", ns / 1e9);
    }

    /** A power of ten as a time without decimals. */
    static String roundDuration(final double ns)
    {
        if (ns < 1e3)
        {
            return format("%.0f ns", ns);
        }
        if (ns < 1e6)
        {
            return format("%.0f µs", ns / 1e3);
        }
        return ns < 1e9 ? format("%.0f ms", ns / 1e6) : format("%.0f s", ns / 1e9);
    }

    static String count(final double value)
    {
        return format("%,.0f", value);
    }

    static String mebibytes(final double bytes)
    {
        return format("%.1f MiB", bytes / (1 << 20));
    }

    static String format(final String format, final Object... values)
    {
        return String.format(Locale.ROOT, format, values);
    }
}
