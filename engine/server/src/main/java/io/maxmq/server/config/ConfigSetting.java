package io.maxmq.server.config;

/**
 * One effective value and where it came from. Immutable.
 *
 * @param path   of the value, e.g. {@code listener.tcp.port}.
 * @param key    of the table.
 * @param value  effective.
 * @param origin in words: {@code /etc/maxmq.conf:12}, {@code MAXMQ_WORKERS}, {@code --set}, {@code --port} or
 *               {@code default}.
 * @param <T>    of the value.
 */
public record ConfigSetting<T>(String path, ConfigKey<T> key, T value, String origin)
{
    /** The origin of values that nothing sets. */
    public static final String DEFAULT_ORIGIN = "default";

    /**
     * @return the value as people may see it.
     */
    public String shown()
    {
        return key.show(value);
    }

    /**
     * @return whether nothing sets it.
     */
    public boolean isDefault()
    {
        return DEFAULT_ORIGIN.equals(origin);
    }
}
