package io.maxmq.tools;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * {@code mqtt://[user[:password]@]host[:port][/topic]}, or {@code mqtts://} where it is encrypted.
 *
 * @param isSecure whether to encrypt.
 * @param host     of the broker.
 * @param port     of the broker.
 * @param user     or null.
 * @param password or null.
 * @param topic    or null.
 */
record BrokerUrl(boolean isSecure, String host, int port, String user, String password, String topic)
{
    static final int SECURE_PORT = 8883;
    static final BrokerUrl NONE = new BrokerUrl(false, "localhost", 1883, null, null, null);

    static BrokerUrl parse(final String text, final CommandLine command)
    {
        try
        {
            final URI uri = new URI(text.replace("#", "%23").replace("+", "%2B"));
            final boolean isSecure = "mqtts".equals(uri.getScheme());
            if (!isSecure && !"mqtt".equals(uri.getScheme()) || uri.getHost() == null)
            {
                throw new URISyntaxException(text, "not mqtt://host");
            }
            final String info = uri.getUserInfo();
            final int colon = info == null ? -1 : info.indexOf(':');
            final String path = uri.getPath();
            return new BrokerUrl(
                isSecure,
                uri.getHost().replaceAll("^\\[|]$", ""),
                uri.getPort() >= 0 ? uri.getPort() : isSecure ? SECURE_PORT : NONE.port,
                colon < 0 ? info : info.substring(0, colon),
                colon < 0 ? null : info.substring(colon + 1),
                path == null || path.length() < 2 ? null : path.substring(1));
        }
        catch (final URISyntaxException ex)
        {
            throw new ParameterException(command,
                "'" + text + "' is not mqtt://[user[:password]@]host[:port][/topic]");
        }
    }
}
