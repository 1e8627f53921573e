package io.maxmq.server.config;

import io.maxmq.transport.tls.TlsSettings.ClientCertificate;
import java.nio.file.Path;
import java.util.List;

/**
 * What must hold between the values of one listener.
 */
final class ListenerRules
{
    private static final String TLS_PART = ".tls.";
    private static final String WEBSOCKET_PART = ".websocket.";

    private final ConfigValues values;
    private final List<ConfigError> errors;
    private final String listener;

    private ListenerRules(final ConfigValues values, final List<ConfigError> errors, final String listener)
    {
        this.values = values;
        this.errors = errors;
        this.listener = listener;
    }

    static void check(final ConfigValues values, final List<ConfigError> errors)
    {
        for (final String listener : values.listeners())
        {
            final ListenerRules rules = new ListenerRules(values, errors, listener);
            final ListenerType type = values.get(ListenerKeys.TYPE, listener);
            if (type == ListenerType.UNIX && !values.get(ConfigKeys.LISTENER_BIND, listener).contains("/"))
            {
                rules.error(ListenerKeys.TYPE, "listens on a file: name it in " +
                    ConfigKeys.LISTENER_BIND.path(listener) + ", for example /run/maxmq.sock");
            }
            if (type.isSecure())
            {
                rules.checkSecure();
            }
            else
            {
                rules.checkUnused(TLS_PART, "tls or wss");
            }
            if (!type.isWebSocket())
            {
                rules.checkUnused(WEBSOCKET_PART, "ws or wss");
            }
            else if (!values.get(ListenerKeys.WEBSOCKET_PATH, listener).startsWith("/"))
            {
                rules.error(ListenerKeys.WEBSOCKET_PATH, "must begin with /");
            }
        }
    }

    private void checkSecure()
    {
        final boolean hasPem = !values.get(ListenerKeys.CERTIFICATE, listener).isEmpty();
        final boolean hasStore = isSet(ListenerKeys.KEYSTORE);
        if (!hasPem && !hasStore)
        {
            error(ListenerKeys.TYPE, "encrypts, and so needs a certificate: set " +
                ListenerKeys.CERTIFICATE.path(listener) + " and " + ListenerKeys.KEY.path(listener) + ", or " +
                ListenerKeys.KEYSTORE.path(listener));
        }
        if (hasPem && hasStore)
        {
            error(ListenerKeys.KEYSTORE, "is given beside " + ListenerKeys.CERTIFICATE.path(listener) +
                "; choose one of them");
        }
        if (values.get(ListenerKeys.CLIENT_CERTIFICATE, listener) != ClientCertificate.NONE &&
            !isSet(ListenerKeys.CLIENT_CA))
        {
            error(ListenerKeys.CLIENT_CERTIFICATE, "asks for certificates of clients; say who may issue them with " +
                ListenerKeys.CLIENT_CA.path(listener));
        }
    }

    private void checkUnused(final String part, final String types)
    {
        for (final ConfigSetting<?> setting : values.settings())
        {
            if (setting.path().startsWith("listener." + listener + part) &&
                !setting.value().equals(setting.key().defaultValue()))
            {
                errors.add(new ConfigError(setting.origin(), setting.path() + " has no effect, since " +
                    ListenerKeys.TYPE.path(listener) + " is " + word() + "; set it to " + types + ", or leave this out"));
            }
        }
    }

    private boolean isSet(final ConfigKey<Path> key)
    {
        return !values.get(key, listener).toString().isEmpty();
    }

    private String word()
    {
        return values.setting(ListenerKeys.TYPE, ListenerKeys.TYPE.path(listener)).shown();
    }

    private void error(final ConfigKey<?> key, final String text)
    {
        final ConfigSetting<?> setting = values.setting(key, key.path(listener));
        errors.add(new ConfigError(setting.origin(), setting.path() + " = " + setting.shown() + ": " + text));
    }
}
