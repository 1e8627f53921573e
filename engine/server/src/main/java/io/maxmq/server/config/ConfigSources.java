package io.maxmq.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where values come from, collected before they are read by {@link ConfigLoader}. Not thread-safe.
 */
public final class ConfigSources
{
    Path file;
    final Map<String, String> environment = new LinkedHashMap<>();
    final List<String> assignments = new ArrayList<>();
    final List<Option> options = new ArrayList<>();

    /**
     * @param name  as typed, e.g. {@code --port}.
     * @param path  that it sets.
     * @param value given.
     */
    record Option(String name, String path, String value)
    {
    }

    /**
     * @param newFile to read; null for none.
     * @return this.
     */
    public ConfigSources file(final Path newFile)
    {
        file = newFile;
        return this;
    }

    /**
     * @param variables of the process; those that are not for the table are passed over.
     * @return this.
     */
    public ConfigSources environment(final Map<String, String> variables)
    {
        variables.forEach((name, value) ->
        {
            if (ConfigEnvironment.isForTable(name, value))
            {
                environment.put(name, value);
            }
        });
        return this;
    }

    /**
     * @param keyAndValue as given to {@code --set}: {@code mqtt.max-qos=1}.
     * @return this.
     */
    public ConfigSources set(final String keyAndValue)
    {
        assignments.add(keyAndValue);
        return this;
    }

    /**
     * @param option of the command line, e.g. {@code --port}.
     * @param path   that it sets; {@code listener.port} means the port of the only listener.
     * @param value  given; null where the option is absent.
     * @return this.
     */
    public ConfigSources option(final String option, final String path, final Object value)
    {
        if (value != null)
        {
            options.add(new Option(option, path, value.toString()));
        }
        return this;
    }
}
