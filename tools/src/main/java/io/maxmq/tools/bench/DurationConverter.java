package io.maxmq.tools.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a time such as {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h}; without a unit it is seconds. The result is
 * nanoseconds.
 */
public final class DurationConverter implements ITypeConverter<Long>
{
    private static final Pattern PATTERN = Pattern.compile("(\\d+(?:\\.\\d+)?)(us|ms|s|m|h)?");

    @Override
    public Long convert(final String value)
    {
        final Matcher matcher = PATTERN.matcher(value);
        if (!matcher.matches())
        {
            throw new TypeConversionException("'" + value + "' is not a time such as 500ms, 10s, 2m");
        }
        final String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        final double nanos = switch (unit)
        {
            case "us" -> 1e3;
            case "ms" -> 1e6;
            case "m" -> 60e9;
            case "h" -> 3600e9;
            default -> 1e9;
        };
        return (long)(Double.parseDouble(matcher.group(1)) * nanos);
    }
}
