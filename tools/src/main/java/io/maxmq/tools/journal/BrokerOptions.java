package io.maxmq.tools.journal;

import io.maxmq.tools.client.ConnectSettings;
import io.maxmq.transport.codec.MqttVersion;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.util.Locale;

/** To which broker messages are replayed, and how fast. */
final class BrokerOptions
{
    private static final int DEFAULT_PORT = 1883;
    private static final int TIMEOUT_MS = 10_000;

    @Option(names = {"-b", "--broker"}, paramLabel = "HOST[:PORT]", description = "Publish to this broker.")
    private String broker;

    @Option(names = "--speed", paramLabel = "FACTOR", converter = SpeedConverter.class, description =
        "1 keeps the times between the messages, 10 is ten times as fast, max does not wait. Default: 1.")
    private Double speed = 1.0;

    @Option(names = "--prefix", paramLabel = "TEXT", description = "Put this before every topic, such as replay/.")
    private String prefix = "";

    @Option(names = {"-i", "--id"}, paramLabel = "ID", description = "Client id. Default: the broker chooses one.")
    private String id = "";

    @Option(names = {"-u", "--username"}, paramLabel = "NAME", description = "User name.")
    private String username;

    @Option(names = {"-P", "--password"}, paramLabel = "TEXT", description = "Password.")
    private String password;

    /** A factor, or max. */
    static final class SpeedConverter implements ITypeConverter<Double>
    {
        @Override
        public Double convert(final String text)
        {
            if (text.toLowerCase(Locale.ROOT).equals("max"))
            {
                return Double.POSITIVE_INFINITY;
            }
            if (text.matches("[0-9]{1,6}(\\.[0-9]{1,6})?") && Double.parseDouble(text) > 0)
            {
                return Double.parseDouble(text);
            }
            throw new TypeConversionException("'" + text + "' is no speed: give a factor above 0, or max");
        }
    }

    boolean isGiven()
    {
        return broker != null;
    }

    double speed()
    {
        return speed;
    }

    String prefix()
    {
        return prefix;
    }

    ConnectSettings settings() throws JournalFailure
    {
        final int colon = broker.lastIndexOf(':');
        final boolean hasPort = colon > 0 && broker.indexOf(']') < colon && broker.indexOf(':') == colon ||
            colon > 0 && broker.startsWith("[") && broker.indexOf(']') < colon;
        final String host = hasPort ? broker.substring(0, colon) : broker;
        final String port = hasPort ? broker.substring(colon + 1) : String.valueOf(DEFAULT_PORT);
        if (!port.matches("[0-9]{1,5}"))
        {
            throw new JournalFailure(JournalExit.USAGE, "'" + broker + "' is not HOST or HOST:PORT");
        }
        return new ConnectSettings()
            .address(host.replace("[", "").replace("]", ""), Integer.parseInt(port))
            .timeoutMs(TIMEOUT_MS)
            .version(MqttVersion.V5)
            .clientId(id)
            .cleanStart(true)
            .keepAliveSeconds(60)
            .credentials(username, password);
    }
}
