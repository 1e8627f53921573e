package io.maxmq.server.config;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Copies what the table says about logging in into {@link BrokerConfig.Authentication}.
 */
final class AuthenticationBuilder
{
    private static final int CORES_PER_THREAD = 4;

    private AuthenticationBuilder()
    {
    }

    static BrokerConfig.Authentication build(final ConfigValues values)
    {
        final long threads = values.get(ConfigKeys.AUTH_THREADS);
        return new BrokerConfig.Authentication(
            values.get(ConfigKeys.AUTH_PASSWORD_FILE),
            threads == 0 ? Math.max(1, Runtime.getRuntime().availableProcessors() / CORES_PER_THREAD) : (int)threads,
            Math.toIntExact(values.get(ConfigKeys.AUTH_QUEUE)),
            TimeUnit.NANOSECONDS.toMillis(values.get(ConfigKeys.AUTH_TIMEOUT)),
            byListener(values, ConfigKeys.LISTENER_ANONYMOUS),
            byListener(values, LoginKeys.CERTIFICATE_USER),
            values.get(LoginKeys.ORDER),
            new BrokerConfig.Jwt(
                values.get(LoginKeys.JWT_KEYS),
                values.get(LoginKeys.JWT_ISSUER),
                values.get(LoginKeys.JWT_AUDIENCE),
                values.get(LoginKeys.JWT_USER_CLAIM),
                (int)TimeUnit.NANOSECONDS.toSeconds(values.get(LoginKeys.JWT_CLOCK_SKEW))),
            new BrokerConfig.Http(
                values.get(LoginKeys.HTTP_URL),
                TimeUnit.NANOSECONDS.toMillis(values.get(LoginKeys.HTTP_TIMEOUT)),
                Math.toIntExact(values.get(LoginKeys.HTTP_THREADS))));
    }

    private static <T> Map<String, T> byListener(final ConfigValues values, final ConfigKey<T> key)
    {
        final Map<String, T> result = new HashMap<>();
        values.listeners().forEach(name -> result.put(name, values.get(key, name)));
        return Map.copyOf(result);
    }
}
