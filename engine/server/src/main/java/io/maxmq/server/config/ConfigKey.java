package io.maxmq.server.config;

import java.util.Locale;

/**
 * One row of the table of keys. Immutable.
 * <p>
 * A key whose name holds {@code <name>} exists once per named thing, e.g. {@code listener.<name>.port}; its values are
 * found under paths such as {@code listener.tcp.port}.
 *
 * @param <T> of the value.
 */
public final class ConfigKey<T>
{
    /** Stands for the name of a listener in {@link #name()}. */
    public static final String NAME_PART = "<name>";

    private final String name;
    private final ConfigGroup group;
    private final ConfigType<T> type;
    private final T defaultValue;
    private final String text;
    private final boolean secret;

    private ConfigKey(
        final String name,
        final ConfigGroup group,
        final ConfigType<T> type,
        final T defaultValue,
        final String text,
        final boolean secret)
    {
        this.name = name;
        this.group = group;
        this.type = type;
        this.defaultValue = defaultValue;
        this.text = text;
        this.secret = secret;
    }

    static <T> ConfigKey<T> of(
        final ConfigGroup group,
        final String name,
        final ConfigType<T> type,
        final String defaultValue,
        final String text)
    {
        return new ConfigKey<>(name, group, type, type.parse(defaultValue), text, false);
    }

    /**
     * @return the same row, whose values are never printed.
     */
    ConfigKey<T> masked()
    {
        return new ConfigKey<>(name, group, type, defaultValue, text, true);
    }

    /**
     * @return the path in the file, e.g. {@code mqtt.max-qos}; the identity of the key.
     */
    public String name()
    {
        return name;
    }

    /**
     * @return the chapter of the reference page.
     */
    public ConfigGroup group()
    {
        return group;
    }

    /**
     * @return how values are read and written.
     */
    public ConfigType<T> type()
    {
        return type;
    }

    /**
     * @return the value when nothing sets it.
     */
    public T defaultValue()
    {
        return defaultValue;
    }

    /**
     * @return what it does, for the reference page, in Markdown.
     */
    public String text()
    {
        return text;
    }

    /**
     * @return whether the value is kept from printed output and from messages.
     */
    public boolean isSecret()
    {
        return secret;
    }

    /**
     * @return whether there is one value per named thing.
     */
    public boolean isNamed()
    {
        return name.contains(NAME_PART);
    }

    /**
     * @param instance name of the thing.
     * @return the path of its value.
     */
    public String path(final String instance)
    {
        return name.replace(NAME_PART, instance);
    }

    /**
     * @return the environment variable that sets it, e.g. {@code MAXMQ_MQTT_MAX_QOS}.
     */
    public String environmentVariable()
    {
        final String withPlace = name.replace(NAME_PART, "\0");
        return ConfigEnvironment.PREFIX + ConfigEnvironment.upper(withPlace).replace("\0", NAME_PART);
    }

    /**
     * @param value of this key.
     * @return how it is shown to people.
     */
    public String show(final T value)
    {
        return secret && !value.equals(defaultValue) ? "******" : type.format(value);
    }

    public String toString()
    {
        return String.format(Locale.ROOT, "%s (%s)", name, type.range());
    }
}
