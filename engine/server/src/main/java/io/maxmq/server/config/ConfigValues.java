package io.maxmq.server.config;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The effective value of every key with its origin. Immutable.
 */
public final class ConfigValues
{
    private final Map<String, ConfigSetting<?>> settings;
    private final List<String> listeners;

    ConfigValues(final Map<String, ConfigSetting<?>> settings, final List<String> listeners)
    {
        this.settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        this.listeners = List.copyOf(listeners);
    }

    /**
     * @return all settings in the order of the table.
     */
    public Collection<ConfigSetting<?>> settings()
    {
        return settings.values();
    }

    /**
     * @return names of the listeners, sorted.
     */
    public List<String> listeners()
    {
        return listeners;
    }

    <T> T get(final ConfigKey<T> key)
    {
        return setting(key, key.name()).value();
    }

    <T> T get(final ConfigKey<T> key, final String instance)
    {
        return setting(key, key.path(instance)).value();
    }

    @SuppressWarnings("unchecked")
    <T> ConfigSetting<T> setting(final ConfigKey<T> key, final String path)
    {
        final ConfigSetting<?> setting = settings.get(path);
        if (setting == null || setting.key() != key)
        {
            throw new IllegalArgumentException("not a setting: " + path);
        }
        return (ConfigSetting<T>)setting;
    }
}
