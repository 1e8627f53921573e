package io.maxmq.server.config;

/**
 * One thing that is wrong with the configuration.
 *
 * @param origin where: {@code maxmq.conf:12}, an environment variable, an option.
 * @param text   what, and what to do about it.
 */
public record ConfigError(String origin, String text)
{
    public String toString()
    {
        return origin + ": " + text;
    }
}
