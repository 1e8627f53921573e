package io.maxmq.server.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Turns sources into values: defaults, then the file, then the environment, then {@code --set}, then options, the later
 * over the earlier. Collects every error before it gives up. Used once, by one thread.
 */
public final class ConfigLoader
{
    private static final String LISTENER = "listener.";
    private static final String DEFAULT_LISTENER = "tcp";

    private final Map<String, ConfigKey<?>> keys;
    private final List<ConfigError> errors = new ArrayList<>();
    private final Map<String, ConfigSetting<?>> settings = new LinkedHashMap<>();
    private final List<Assignment> assignments = new ArrayList<>();

    /** Text for a path, not yet read; in the order of precedence. */
    private record Assignment(String path, String text, String origin)
    {
    }

    ConfigLoader(final Map<String, ConfigKey<?>> keys)
    {
        this.keys = keys;
    }

    /**
     * @param sources to read.
     * @return the effective values.
     * @throws InvalidConfigException with everything that is wrong.
     */
    public static ConfigValues load(final ConfigSources sources) throws InvalidConfigException
    {
        return new ConfigLoader(ConfigKeys.all()).read(sources);
    }

    ConfigValues read(final ConfigSources sources) throws InvalidConfigException
    {
        readFile(sources);
        sources.environment.forEach(this::readVariable);
        sources.assignments.forEach(this::readSet);
        sources.options.forEach((option) -> add(option.path(), option.value(), option.name()));

        final String onlyListener = onlyListener();
        assignments.forEach((assignment) -> assign(assignment, onlyListener));

        final ConfigValues values = complete();
        if (errors.isEmpty())
        {
            ConfigRules.check(values, errors);
        }
        if (!errors.isEmpty())
        {
            throw new InvalidConfigException(errors);
        }
        return values;
    }

    private void readFile(final ConfigSources sources)
    {
        if (sources.file == null)
        {
            return;
        }
        String unknownSection = null;
        for (final ConfigFile.Entry entry : ConfigFile.read(sources.file, errors))
        {
            if (unknownSection != null && entry.path().startsWith(unknownSection + "."))
            {
                continue;
            }
            unknownSection = null;
            if (entry.text() != null)
            {
                assignFromFile(entry);
            }
            else if (find(entry.path()) != null)
            {
                errors.add(new ConfigError(entry.origin(), entry.path() + " is a value, not a section"));
                unknownSection = entry.path();
            }
            else if (!isSection(entry.path()))
            {
                unknown(entry.path(), entry.origin(), "section");
                unknownSection = entry.path();
            }
        }
    }

    private void assignFromFile(final ConfigFile.Entry entry)
    {
        final ConfigKey<?> key = find(entry.path());
        if (entry.isList() && key != null && !key.type().isList())
        {
            errors.add(new ConfigError(entry.origin(), entry.path() + " is one value, not a list"));
        }
        else
        {
            add(entry.path(), entry.text(), entry.origin());
        }
    }

    private void readVariable(final String variable, final String value)
    {
        final String path = ConfigEnvironment.path(variable, keys);
        if (path == null)
        {
            final List<String> variables = keys.values().stream().map(ConfigKey::environmentVariable).toList();
            final String nearest = Suggestions.nearest(variable, variables);
            errors.add(new ConfigError(variable, "no such setting" + (nearest == null ?
                "; 'maxmq config --reference' lists all" : "; did you mean " + nearest + "?")));
            return;
        }
        add(path, value, variable);
    }

    private void readSet(final String assignment)
    {
        final int equals = assignment.indexOf('=');
        if (equals <= 0)
        {
            errors.add(new ConfigError("--set " + assignment, "write it as --set key=value"));
            return;
        }
        add(assignment.substring(0, equals).trim(), assignment.substring(equals + 1), "--set");
    }

    private void add(final String path, final String text, final String origin)
    {
        assignments.add(new Assignment(path, text, origin));
    }

    private void assign(final Assignment assignment, final String onlyListener)
    {
        final String path = isForTheOnlyListener(assignment.path()) ?
            LISTENER + onlyListener + assignment.path().substring(LISTENER.length() - 1) : assignment.path();
        final String origin = assignment.origin();
        final ConfigKey<?> key = find(path);
        if (key != null)
        {
            store(path, key, assignment.text().trim(), origin);
        }
        else if (isSection(path))
        {
            errors.add(new ConfigError(origin, path + " is a section, not a value; set " + firstIn(path)));
        }
        else
        {
            unknown(path, origin, "key");
        }
    }

    private <T> void store(final String path, final ConfigKey<T> key, final String text, final String origin)
    {
        try
        {
            settings.put(path, new ConfigSetting<>(path, key, key.type().parse(text), origin));
        }
        catch (final IllegalArgumentException ex)
        {
            final String shown = key.isSecret() ? "" : " = " + text;
            errors.add(new ConfigError(origin, path + shown + ": " + ex.getMessage()));
        }
    }

    private void unknown(final String path, final String origin, final String what)
    {
        final String nearest = Suggestions.nearest(path, what.equals("key") ? keys.keySet() : sections());
        errors.add(new ConfigError(origin, "unknown " + what + " " + path + (nearest == null ?
            "; 'maxmq config --reference' lists all" : "; did you mean " + nearest + "?")));
    }

    private ConfigValues complete()
    {
        final List<String> configured = listenerNames(settings.keySet());
        final List<String> listeners = configured.isEmpty() ? List.of(DEFAULT_LISTENER) : configured;
        final Map<String, ConfigSetting<?>> all = new LinkedHashMap<>();
        for (final ConfigGroup group : ConfigGroup.values())
        {
            final List<ConfigKey<?>> members = keys.values().stream().filter((key) -> key.group() == group).toList();
            members.stream().filter((key) -> !key.isNamed()).forEach((key) -> completeOne(all, key, key.name()));
            for (final String listener : listeners)
            {
                members.stream().filter(ConfigKey::isNamed).forEach((key) -> completeOne(all, key, key.path(listener)));
            }
        }
        return new ConfigValues(all, listeners);
    }

    private <T> void completeOne(final Map<String, ConfigSetting<?>> all, final ConfigKey<T> key, final String path)
    {
        final ConfigSetting<?> setting = settings.get(path);
        all.put(path, setting != null ? setting :
            new ConfigSetting<>(path, key, key.defaultValue(), ConfigSetting.DEFAULT_ORIGIN));
    }

    /** The listener that is meant where none is named: the one that the sources name, if they name one. */
    private String onlyListener()
    {
        final List<String> names = listenerNames(assignments.stream().map(Assignment::path).toList());
        return names.size() == 1 ? names.get(0) : DEFAULT_LISTENER;
    }

    private List<String> listenerNames(final Collection<String> paths)
    {
        final TreeSet<String> names = new TreeSet<>();
        for (final String path : paths)
        {
            if (path.startsWith(LISTENER) && find(path) != null)
            {
                names.add(path.substring(LISTENER.length(), path.indexOf('.', LISTENER.length())));
            }
        }
        return List.copyOf(names);
    }

    private boolean isForTheOnlyListener(final String path)
    {
        return path.startsWith(LISTENER) && find(path) == null &&
            keys.containsKey(LISTENER + ConfigKey.NAME_PART + "." + path.substring(LISTENER.length()));
    }

    private ConfigKey<?> find(final String path)
    {
        final ConfigKey<?> key = keys.get(path);
        if (key != null)
        {
            return key.isNamed() ? null : key;
        }
        for (final ConfigKey<?> named : keys.values())
        {
            if (named.isNamed() && path.matches(named.name().replace(".", "\\.").replace(
                ConfigKey.NAME_PART, "[a-z0-9][a-z0-9-]*")))
            {
                return named;
            }
        }
        return null;
    }

    private boolean isSection(final String path)
    {
        return sections().contains(
            path.replaceFirst("^listener\\.[a-z0-9][a-z0-9-]*", LISTENER + ConfigKey.NAME_PART));
    }

    private TreeSet<String> sections()
    {
        final TreeSet<String> sections = new TreeSet<>();
        for (final String name : keys.keySet())
        {
            for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1))
            {
                sections.add(name.substring(0, dot));
            }
        }
        return sections;
    }

    private String firstIn(final String section)
    {
        return keys.keySet().stream().filter((name) -> name.startsWith(section + ".")).findFirst().orElse(section +
            ".…");
    }
}
