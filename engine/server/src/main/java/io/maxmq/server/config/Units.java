package io.maxmq.server.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations and sizes as HOCON writes them: "10 s", "1.5 h", "64 MiB", "1 kB". A duration needs a unit, because a bare
 * number means milliseconds to some and seconds to others; a bare size is in bytes.
 */
final class Units
{
    private static final Pattern NUMBER_AND_UNIT =
        Pattern.compile("([0-9]{1,19}(?:\\.[0-9]{1,9})?)\\s*([A-Za-z\u00b5]*)");
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    private static final Map<String, Long> DURATIONS = durations();
    private static final Map<String, Long> SIZES = sizes();
    private static final String[] DURATION_NAMES = {"d", "h", "min", "s", "ms", "us", "ns"};
    private static final String[] SIZE_NAMES = {"TiB", "GiB", "MiB", "KiB"};

    private Units()
    {
    }

    /**
     * @return nanoseconds.
     */
    static long parseDuration(final String text)
    {
        if (text.equals("0"))
        {
            return 0;
        }
        return parse(text, DURATIONS, "must be a duration with its unit, for example 10 s, 500 ms or 2 h");
    }

    /**
     * @return bytes.
     */
    static long parseSize(final String text)
    {
        return parse(text, SIZES, "must be a size, for example 64 KiB or 1 MiB");
    }

    static String formatDuration(final long durationNs)
    {
        if (durationNs == 0)
        {
            return "0 s";
        }
        return format(durationNs, DURATION_NAMES, DURATIONS);
    }

    static String formatSize(final long bytes)
    {
        final String text = bytes == 0 ? "" : format(bytes, SIZE_NAMES, SIZES);
        return text.isEmpty() ? bytes + " B" : text;
    }

    private static String format(final long value, final String[] names, final Map<String, Long> units)
    {
        for (final String name : names)
        {
            final long unit = units.get(name);
            if (value % unit == 0)
            {
                return value / unit + " " + name;
            }
        }
        return "";
    }

    private static long parse(final String text, final Map<String, Long> units, final String complaint)
    {
        final Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        final Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
        if (unit == null)
        {
            throw new IllegalArgumentException(complaint);
        }
        final BigInteger value = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)).toBigInteger();
        if (value.compareTo(LARGEST) >= 0)
        {
            throw new IllegalArgumentException("is too large");
        }
        return value.longValue();
    }

    private static Map<String, Long> durations()
    {
        final Map<String, Long> units = new LinkedHashMap<>();
        add(units, 1, "ns", "nano", "nanos", "nanosecond", "nanoseconds");
        add(units, 1_000L, "us", "\u00b5s", "micro", "micros", "microsecond", "microseconds");
        add(units, 1_000_000L, "ms", "milli", "millis", "millisecond", "milliseconds");
        add(units, 1_000_000_000L, "s", "second", "seconds");
        add(units, 60_000_000_000L, "min", "m", "minute", "minutes");
        add(units, 3_600_000_000_000L, "h", "hour", "hours");
        add(units, 86_400_000_000_000L, "d", "day", "days");
        return units;
    }

    private static Map<String, Long> sizes()
    {
        final Map<String, Long> units = new LinkedHashMap<>();
        add(units, 1, "", "b", "B", "byte", "bytes");
        add(units, 1L << 10, "KiB", "k", "K", "Ki", "kibibyte", "kibibytes");
        add(units, 1L << 20, "MiB", "m", "M", "Mi", "mebibyte", "mebibytes");
        add(units, 1L << 30, "GiB", "g", "G", "Gi", "gibibyte", "gibibytes");
        add(units, 1L << 40, "TiB", "t", "T", "Ti", "tebibyte", "tebibytes");
        add(units, 1_000L, "kB", "kilobyte", "kilobytes");
        add(units, 1_000_000L, "MB", "megabyte", "megabytes");
        add(units, 1_000_000_000L, "GB", "gigabyte", "gigabytes");
        add(units, 1_000_000_000_000L, "TB", "terabyte", "terabytes");
        return units;
    }

    private static void add(final Map<String, Long> units, final long factor, final String... names)
    {
        for (final String name : names)
        {
            units.put(name, factor);
        }
    }
}
