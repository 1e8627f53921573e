package io.maxmq.server.config;

import io.maxmq.transport.tls.TlsSettings;
import io.maxmq.transport.websocket.WebSocketSettings;
import java.nio.file.Path;
import java.util.List;

/**
 * Copies the values of one listener into {@link BrokerConfig.Listener}.
 */
final class ListenerBuilder
{
    private static final List<String> SINCE_1_2 = List.of("TLSv1.3", "TLSv1.2");
    private static final List<String> SINCE_1_3 = List.of("TLSv1.3");

    private final ConfigValues values;
    private final String name;

    private ListenerBuilder(final ConfigValues values, final String name)
    {
        this.values = values;
        this.name = name;
    }

    static BrokerConfig.Listener build(final ConfigValues values, final String name)
    {
        return new ListenerBuilder(values, name).listener();
    }

    private BrokerConfig.Listener listener()
    {
        final ListenerType type = get(ListenerKeys.TYPE);
        return new BrokerConfig.Listener(
            name,
            type,
            get(ConfigKeys.LISTENER_BIND),
            (int)(long)get(ConfigKeys.LISTENER_PORT),
            (int)Math.min(Integer.MAX_VALUE, get(ConfigKeys.LISTENER_MAX_CONNECTIONS)),
            (int)(long)get(ConfigKeys.LISTENER_BACKLOG),
            get(ListenerKeys.PROXY_PROTOCOL),
            type.isSecure() ? tls(type) : null,
            type.isWebSocket() ?
                new WebSocketSettings(get(ListenerKeys.WEBSOCKET_PATH), get(ListenerKeys.WEBSOCKET_ORIGINS)) : null);
    }

    private TlsSettings tls(final ListenerType type)
    {
        return new TlsSettings(
            get(ListenerKeys.CERTIFICATE),
            get(ListenerKeys.KEY),
            orNull(get(ListenerKeys.KEY_PASSWORD)),
            orNull(get(ListenerKeys.KEYSTORE)),
            orNull(get(ListenerKeys.KEYSTORE_PASSWORD)),
            orNull(get(ListenerKeys.CLIENT_CA)),
            get(ListenerKeys.CLIENT_CERTIFICATE),
            orNull(get(ListenerKeys.CRL)),
            get(ListenerKeys.MIN_VERSION).equals("1.3") ? SINCE_1_3 : SINCE_1_2,
            get(ListenerKeys.CIPHERS),
            List.of(type.isWebSocket() ? "http/1.1" : "mqtt"));
    }

    private <T> T get(final ConfigKey<T> key)
    {
        return values.get(key, name);
    }

    private static String orNull(final String text)
    {
        return text.isEmpty() ? null : text;
    }

    private static Path orNull(final Path path)
    {
        return path.toString().isEmpty() ? null : path;
    }
}
