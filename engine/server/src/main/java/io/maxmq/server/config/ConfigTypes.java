package io.maxmq.server.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The types that keys of the table have.
 */
final class ConfigTypes
{
    /** What "unlimited" is as a number. */
    static final long UNLIMITED = Long.MAX_VALUE;

    private static final String UNLIMITED_WORD = "unlimited";

    private ConfigTypes()
    {
    }

    static ConfigType<Boolean> bool()
    {
        return new Words<>(List.of("true", "false"), Boolean::valueOf, String::valueOf);
    }

    /** One of an enum's constants, but for those left out. */
    @SafeVarargs
    static <E extends Enum<E>> ConfigType<E> choice(final Class<E> type, final E... leftOut)
    {
        final List<String> words = Arrays.stream(type.getEnumConstants())
            .filter((constant) -> !List.of(leftOut).contains(constant)).map(ConfigTypes::word).toList();
        return new Words<>(
            words,
            (word) -> Enum.valueOf(type, word.replace('-', '_').toUpperCase(Locale.ROOT)),
            ConfigTypes::word);
    }

    static ConfigType<Long> number(final long min, final long max)
    {
        return new Bounded(min, max, null, 0, ConfigTypes::parseNumber, Long::toString);
    }

    /** A number, or "unlimited". */
    static ConfigType<Long> numberOrUnlimited(final long min, final long max)
    {
        return new Bounded(min, max, UNLIMITED_WORD, UNLIMITED, ConfigTypes::parseNumber, Long::toString);
    }

    /** A number, or "auto", which reads as 0. */
    static ConfigType<Long> numberOrAuto(final long min, final long max)
    {
        return new Bounded(min, max, "auto", 0, ConfigTypes::parseNumber, Long::toString);
    }

    static ConfigType<Long> size(final String min, final String max)
    {
        return new Bounded(Units.parseSize(min), Units.parseSize(max), null, 0, Units::parseSize, Units::formatSize);
    }

    /** A size, or "auto", which reads as 0. */
    static ConfigType<Long> sizeOrAuto(final String min, final String max)
    {
        return new Bounded(Units.parseSize(min), Units.parseSize(max), "auto", 0, Units::parseSize, Units::formatSize);
    }

    static ConfigType<Long> sizeOrUnlimited(final String min, final String max)
    {
        return new Bounded(Units.parseSize(min), Units.parseSize(max), UNLIMITED_WORD, UNLIMITED,
            Units::parseSize, Units::formatSize);
    }

    static ConfigType<Long> powerOfTwoSize(final String min, final String max)
    {
        return new Bounded(Units.parseSize(min), Units.parseSize(max), null, 0, ConfigTypes::parsePowerOfTwo,
            Units::formatSize);
    }

    /** A power of two, or "auto", which reads as 0. */
    static ConfigType<Long> powerOfTwoSizeOrAuto(final String min, final String max)
    {
        return new Bounded(Units.parseSize(min), Units.parseSize(max), "auto", 0, ConfigTypes::parsePowerOfTwo,
            Units::formatSize);
    }

    static ConfigType<Long> duration(final String min, final String max)
    {
        return new Bounded(Units.parseDuration(min), Units.parseDuration(max), null, 0, Units::parseDuration,
            Units::formatDuration);
    }

    static ConfigType<Long> durationOrUnlimited(final String min, final String max)
    {
        return new Bounded(Units.parseDuration(min), Units.parseDuration(max), UNLIMITED_WORD, UNLIMITED,
            Units::parseDuration, Units::formatDuration);
    }

    static ConfigType<String> text(final String description)
    {
        return new Text(description);
    }

    static ConfigType<Path> folder()
    {
        return new Folder(null);
    }

    /** A folder, or "auto", which reads as the empty path. */
    static ConfigType<Path> folderOrAuto()
    {
        return new Folder("auto");
    }

    /** A file, or "none", which reads as the empty path. */
    static ConfigType<Path> fileOrNone()
    {
        return new File();
    }

    static ConfigType<List<Integer>> cores()
    {
        return new Cores();
    }

    private static String word(final Enum<?> value)
    {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static long parseNumber(final String text)
    {
        try
        {
            return Long.parseLong(text);
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException("must be a whole number");
        }
    }

    private static long parsePowerOfTwo(final String text)
    {
        final long value = Units.parseSize(text);
        if (Long.bitCount(value) != 1)
        {
            throw new IllegalArgumentException("must be a power of two, for example 256 KiB");
        }
        return value;
    }

    private record Words<T>(
        List<String> words,
        Function<String, T> parser,
        Function<T, String> formatter) implements ConfigType<T>
    {
        public T parse(final String text)
        {
            if (!words.contains(text))
            {
                throw new IllegalArgumentException("must be " + range());
            }
            return parser.apply(text);
        }

        public String format(final T value)
        {
            return formatter.apply(value);
        }

        public String range()
        {
            final int last = words.size() - 1;
            return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
        }
    }

    private record Bounded(
        long min,
        long max,
        String word,
        long wordValue,
        ToLongFunction<String> parser,
        LongFunction<String> formatter) implements ConfigType<Long>
    {
        public Long parse(final String text)
        {
            if (text.equals(word))
            {
                return wordValue;
            }
            final long value = parser.applyAsLong(text);
            if (value < min || value > max)
            {
                throw new IllegalArgumentException("must be " + range());
            }
            return value;
        }

        public String format(final Long value)
        {
            return word != null && value == wordValue ? word : formatter.apply(value);
        }

        public String range()
        {
            final String numbers = formatter.apply(min) + " to " + formatter.apply(max);
            return word == null ? numbers : numbers + ", or " + word;
        }
    }

    private record Text(String range) implements ConfigType<String>
    {
        public String parse(final String text)
        {
            if (text.isEmpty())
            {
                throw new IllegalArgumentException("must not be empty");
            }
            return text;
        }

        public String format(final String value)
        {
            return value;
        }
    }

    private record Folder(String word) implements ConfigType<Path>
    {
        public Path parse(final String text)
        {
            if (text.isEmpty())
            {
                throw new IllegalArgumentException("must name a folder");
            }
            try
            {
                return Path.of(text.equals(word) ? "" : text);
            }
            catch (final InvalidPathException ex)
            {
                throw new IllegalArgumentException("must name a folder: " + ex.getReason());
            }
        }

        public String format(final Path value)
        {
            return word != null && value.toString().isEmpty() ? word : value.toString();
        }

        public String range()
        {
            return word == null ? "a folder" : "a folder, or " + word;
        }
    }

    private record File() implements ConfigType<Path>
    {
        private static final String NONE = "none";

        public Path parse(final String text)
        {
            if (text.isEmpty())
            {
                throw new IllegalArgumentException("must name a file, or be none");
            }
            try
            {
                return Path.of(text.equals(NONE) ? "" : text);
            }
            catch (final InvalidPathException ex)
            {
                throw new IllegalArgumentException("must name a file: " + ex.getReason());
            }
        }

        public String format(final Path value)
        {
            return value.toString().isEmpty() ? NONE : value.toString();
        }

        public String range()
        {
            return "a file, or none";
        }
    }

    private record Cores() implements ConfigType<List<Integer>>
    {
        private static final int MAX_CORE = 1023;

        public List<Integer> parse(final String text)
        {
            final String inner = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) :
                text;
            final List<Integer> cores = new ArrayList<>();
            if (!inner.isBlank())
            {
                for (final String part : inner.split(",", -1))
                {
                    cores.add(core(part.trim(), cores));
                }
            }
            return List.copyOf(cores);
        }

        private static int core(final String text, final List<Integer> before)
        {
            if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) > MAX_CORE)
            {
                throw new IllegalArgumentException("must be a list of core numbers, for example [0, 2, 4]");
            }
            final int core = Integer.parseInt(text);
            if (before.contains(core))
            {
                throw new IllegalArgumentException("names core " + core + " twice");
            }
            return core;
        }

        public String format(final List<Integer> value)
        {
            return value.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
        }

        public String range()
        {
            return "a list of core numbers";
        }

        public boolean isList()
        {
            return true;
        }
    }
}
