package io.maxmq.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads a HOCON file into assignments of text to paths, in the order of the file, each with its file and line.
 */
final class ConfigFile
{
    /**
     * @param path   assigned.
     * @param text   of the value; null where the path is a section.
     * @param isList whether the file has a list there.
     * @param origin file and line.
     */
    record Entry(String path, String text, boolean isList, String origin)
    {
    }

    private ConfigFile()
    {
    }

    /**
     * @param file   to read.
     * @param errors to add to where it cannot be read.
     * @return the assignments.
     */
    static List<Entry> read(final Path file, final List<ConfigError> errors)
    {
        final List<Entry> entries = new ArrayList<>();
        if (!Files.isRegularFile(file) || !Files.isReadable(file))
        {
            final String why = Files.exists(file) ? "cannot be read" : "does not exist";
            errors.add(new ConfigError(file.toString(), "the configuration file " + why));
            return entries;
        }
        try
        {
            final ConfigParseOptions options =
                ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setAllowMissing(false);
            final Config config = ConfigFactory.parseFile(file.toFile(), options).resolve();
            flatten("", config.root(), entries);
        }
        catch (final ConfigException ex)
        {
            errors.add(explain(file, ex));
        }
        return entries;
    }

    private static ConfigError explain(final Path file, final ConfigException ex)
    {
        final ConfigOrigin origin = ex.origin();
        final String where = origin == null ? file.toString() : describe(origin);
        final String message = ex.getMessage();
        final String prefix = origin == null ? "" : origin.description() + ": ";
        return new ConfigError(where, message.startsWith(prefix) ? message.substring(prefix.length()) : message);
    }

    private static void flatten(final String prefix, final ConfigObject object, final List<Entry> entries)
    {
        final List<Map.Entry<String, ConfigValue>> members = new ArrayList<>(object.entrySet());
        members.sort(Comparator.comparingInt((member) -> member.getValue().origin().lineNumber()));
        for (final Map.Entry<String, ConfigValue> member : members)
        {
            final String name = member.getKey().matches("[A-Za-z0-9_-]+") ?
                member.getKey() : ConfigUtil.quoteString(member.getKey());
            final String path = prefix.isEmpty() ? name : prefix + "." + name;
            final ConfigValue value = member.getValue();
            final String origin = describe(value.origin());
            if (value instanceof ConfigObject section)
            {
                entries.add(new Entry(path, null, false, origin));
                flatten(path, section, entries);
            }
            else if (value instanceof ConfigList list)
            {
                final String text = list.stream().map(ConfigFile::scalar).collect(Collectors.joining(","));
                entries.add(new Entry(path, text, true, origin));
            }
            else if (value.valueType() != ConfigValueType.NULL)
            {
                entries.add(new Entry(path, scalar(value), false, origin));
            }
        }
    }

    private static String scalar(final ConfigValue value)
    {
        final Object raw = value.unwrapped();
        return raw instanceof Double ? new BigDecimal(raw.toString()).stripTrailingZeros().toPlainString() :
            String.valueOf(raw);
    }

    private static String describe(final ConfigOrigin origin)
    {
        final String name = origin.filename() == null ? origin.description() : shorten(origin.filename());
        return origin.lineNumber() > 0 ? name + ":" + origin.lineNumber() : name;
    }

    private static String shorten(final String file)
    {
        final Path working = Path.of("").toAbsolutePath();
        final Path path = Path.of(file).toAbsolutePath();
        return path.startsWith(working) ? working.relativize(path).toString() : path.toString();
    }
}
