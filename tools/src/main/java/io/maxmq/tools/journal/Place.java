package io.maxmq.tools.journal;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a journal: the number of an event, or a time.
 *
 * @param sequence of the event, 0 where the place is a time.
 * @param timeMs   since 1970, 0 where it is an event.
 */
record Place(long sequence, long timeMs)
{
    /** For help. */
    static final String HELP = "number of an event, time (2026-11-23T20:15:00, with Z for UTC), or -10m before now";

    boolean isTime()
    {
        return sequence == 0;
    }

    boolean isBefore(final long otherSequence, final long otherTimeMs)
    {
        return isTime() ? timeMs < otherTimeMs : sequence < otherSequence;
    }

    boolean isAfter(final long otherSequence, final long otherTimeMs)
    {
        return isTime() ? timeMs > otherTimeMs : sequence > otherSequence;
    }

    /** Reads places on the command line. */
    static final class Converter implements ITypeConverter<Place>
    {
        private static final Pattern AGO = Pattern.compile("-([0-9]{1,9})(ms|s|m|h|d)");

        @Override
        public Place convert(final String text)
        {
            if (text.matches("[0-9]{1,18}") && Long.parseLong(text) > 0)
            {
                return new Place(Long.parseLong(text), 0);
            }
            final Matcher ago = AGO.matcher(text);
            if (ago.matches())
            {
                return new Place(0, System.currentTimeMillis() - Long.parseLong(ago.group(1)) * unitMs(ago.group(2)));
            }
            try
            {
                return new Place(0, time(text).toEpochMilli());
            }
            catch (final DateTimeException ex)
            {
                throw new TypeConversionException("'" + text + "' is no place: give a " + HELP);
            }
        }

        private static long unitMs(final String unit)
        {
            return switch (unit)
            {
                case "ms" -> 1;
                case "s" -> 1_000;
                case "m" -> 60_000;
                case "h" -> 3_600_000;
                default -> 86_400_000;
            };
        }

        private static Instant time(final String text)
        {
            if (text.endsWith("Z"))
            {
                return Instant.parse(text);
            }
            final LocalDateTime local = text.indexOf('T') < 0 ?
                LocalDate.parse(text).atStartOfDay() : LocalDateTime.parse(text);
            return local.atZone(ZoneId.systemDefault()).toInstant();
        }
    }
}
