package io.maxmq.server.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration cannot be used. Carries every error found, not only the first; its message has one line for each.
 */
public final class InvalidConfigException extends Exception
{
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigError> errors;

    InvalidConfigException(final List<ConfigError> errors)
    {
        super(errors.stream().map(ConfigError::toString).collect(Collectors.joining("\n")));
        this.errors = List.copyOf(errors);
    }

    /**
     * @return what is wrong, in the order found.
     */
    public List<ConfigError> errors()
    {
        return errors;
    }
}
