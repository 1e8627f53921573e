package io.maxmq.server.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Types of keys that hold names of files and lists, and of those that may be left empty.
 */
final class ListTypes
{
    private ListTypes()
    {
    }

    /** A file; nothing, which reads as the empty path, is allowed. */
    static ConfigType<Path> fileOrNone()
    {
        return new Single<>("a file, or nothing", ListTypes::path, Path::toString);
    }

    /** Text; nothing is allowed. */
    static ConfigType<String> textOrNone(final String description)
    {
        return new Single<>(description + ", or nothing", Function.identity(), Function.identity());
    }

    static ConfigType<List<Path>> files()
    {
        return new Several<>("a list of files", ListTypes::path, Path::toString);
    }

    static ConfigType<List<String>> texts(final String description)
    {
        return new Several<>(description, Function.identity(), Function.identity());
    }

    /** One of some words, which mean themselves. */
    static ConfigType<String> word(final String... words)
    {
        final List<String> known = List.of(words);
        final String range = String.join(" or ", known);
        return new Single<>(range, text ->
        {
            if (!known.contains(text))
            {
                throw new IllegalArgumentException("must be " + range);
            }
            return text;
        }, Function.identity());
    }

    private static Path path(final String text)
    {
        try
        {
            return Path.of(text);
        }
        catch (final InvalidPathException ex)
        {
            throw new IllegalArgumentException("must name a file: " + ex.getReason());
        }
    }

    private record Single<T>(
        String range, Function<String, T> parser, Function<T, String> formatter) implements ConfigType<T>
    {
        public T parse(final String text)
        {
            return parser.apply(text);
        }

        public String format(final T value)
        {
            return formatter.apply(value);
        }
    }

    private record Several<T>(
        String range, Function<String, T> parser, Function<T, String> formatter) implements ConfigType<List<T>>
    {
        public List<T> parse(final String text)
        {
            final String inner =
                text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
            return inner.isBlank() ? List.of() :
                Arrays.stream(inner.split(",", -1)).map(String::trim).map(this::one).toList();
        }

        private T one(final String text)
        {
            if (text.isEmpty())
            {
                throw new IllegalArgumentException("must be " + range + " without empty places");
            }
            return parser.apply(text);
        }

        public String format(final List<T> value)
        {
            return value.stream().map(formatter).collect(Collectors.joining(", ", "[", "]"));
        }

        public boolean isList()
        {
            return true;
        }
    }
}
