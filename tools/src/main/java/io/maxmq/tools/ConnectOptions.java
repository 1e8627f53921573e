package io.maxmq.tools;

import io.maxmq.tools.client.ConnectSettings;
import io.maxmq.tools.client.Message;
import io.maxmq.tools.client.MessageProperties;
import io.maxmq.tools.client.PacketTrace;
import io.maxmq.tools.client.Will;
import io.maxmq.transport.codec.MqttVersion;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The options of {@code pub} and {@code sub} that make the connection.
 */
final class ConnectOptions
{
    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    private boolean isHelpWanted;

    @Option(names = {"-h", "--host"}, paramLabel = "HOST", description = "Broker. Default: localhost.")
    private String host;

    @Option(names = {"-p", "--port"}, paramLabel = "PORT", converter = Arguments.Short.class,
        description = "Its port. Default: 1883, encrypted 8883.")
    private Integer port;

    @Option(names = {"-L", "--url"}, paramLabel = "URL",
        description = "mqtt://[user[:password]@]host[:port][/topic], instead of -h, -p, -u, -P and -t; mqtts:// to " +
        "encrypt.")
    private String url;

    @ArgGroup(validate = false, exclusive = false)
    private TlsOptions tls = new TlsOptions();

    @Option(names = {"-V", "--protocol-version"}, paramLabel = "VERSION", converter = Arguments.Version.class,
        description = "mqttv31, mqttv311 or mqttv5. Default: mqttv5.")
    private Integer version = MqttVersion.V5;

    @Option(names = {"-i", "--id"}, paramLabel = "ID", description = "Client id. Default: the broker chooses one.")
    private String id;

    @Option(names = {"-I", "--id-prefix"}, paramLabel = "PREFIX", description = "Client id: this and the process id.")
    private String idPrefix;

    @Option(names = {"-u", "--username"}, paramLabel = "NAME", description = "User name.")
    private String username;

    @Option(names = {"-P", "--pw"}, paramLabel = "PASSWORD", description = "Password.")
    private String password;

    @Option(names = {"-k", "--keepalive"}, paramLabel = "SECONDS", converter = Arguments.Short.class,
        description = "Keep-alive; 0 for none. Default: 60.")
    private Integer keepAlive = 60;

    @Option(names = {"-c", "--disable-clean-session"},
        description = "Continue the session of this client id, and keep it afterwards (see -x).")
    private boolean isPersistent;

    @Option(names = {"-x", "--session-expiry"}, paramLabel = "SECONDS", converter = Arguments.Expiry.class,
        description = "How long the broker keeps the session; -1 for ever. Default: -1 with -c, else 0. (v5)")
    private Long sessionExpiry;

    @Option(names = "--receive-maximum", paramLabel = "N", converter = Arguments.Short.class,
        description = "QoS 1 and 2 messages that the broker may send at once. (v5)")
    private Integer receiveMaximum;

    @Option(names = "--topic-alias-maximum", paramLabel = "N", converter = Arguments.Short.class,
        description = "Topic aliases that the broker may use. (v5)")
    private Integer topicAliasMaximum = 0;

    @Option(names = "--maximum-packet-size", paramLabel = "BYTES", converter = Arguments.Int.class,
        description = "The largest packet that the broker may send. (v5)")
    private Long maximumPacketSize = 0L;

    @Option(names = "--connect-user-property", paramLabel = "NAME=VALUE", converter = Arguments.UserProperty.class,
        description = "User property of CONNECT; may be repeated. (v5)")
    private List<String[]> userProperties = new ArrayList<>();

    @Option(names = "--will-topic", paramLabel = "TOPIC", description = "Topic of the will.")
    private String willTopic;

    @Option(names = "--will-payload", paramLabel = "TEXT", description = "Message of the will. Default: empty.")
    private String willPayload = "";

    @Option(names = "--will-qos", paramLabel = "QOS", converter = Arguments.Qos.class, description = "QoS of the will.")
    private Integer willQos = 0;

    @Option(names = "--will-retain", description = "Retain the will.")
    private boolean willRetain;

    @Option(names = "--will-delay", paramLabel = "SECONDS", converter = Arguments.Int.class,
        description = "How long the broker waits before it sends the will. (v5)")
    private Long willDelay = 0L;

    @Option(names = "--will-message-expiry", paramLabel = "SECONDS", converter = Arguments.Int.class,
        description = "How long the will lives. (v5)")
    private Long willExpiry = -1L;

    @Option(names = "--connect-timeout", paramLabel = "SECONDS", converter = Arguments.Seconds.class,
        description = "How long to wait for the broker's answers. Default: 10.")
    private Long connectTimeoutMs = 10_000L;

    @Option(names = {"-d", "--debug"}, description = "Show every packet, on standard error.")
    private boolean isDebug;

    @Option(names = "--quiet", description = "Print no error messages.")
    private boolean isQuiet;

    private BrokerUrl parsedUrl = BrokerUrl.NONE;
    private CommandSpec spec;

    /** Before anything else. */
    void attach(final CommandSpec ofCommand)
    {
        spec = ofCommand;
    }

    void check()
    {
        if (url != null)
        {
            parsedUrl = BrokerUrl.parse(url, spec.commandLine());
        }
        tls.check(spec.commandLine(), parsedUrl.isSecure());
        if (isPersistent && id == null && idPrefix == null)
        {
            fail("-c needs a client id: add -i");
        }
        if (id != null && idPrefix != null)
        {
            fail("give either -i or -I");
        }
        if (willTopic == null && (!willPayload.isEmpty() || willQos != 0 || willRetain))
        {
            fail("a will needs --will-topic");
        }
        if (receiveMaximum != null && receiveMaximum == 0)
        {
            fail("--receive-maximum is at least 1");
        }
        if (password != null && username == null && version != MqttVersion.V5)
        {
            fail("before MQTT 5 a password needs a user name: add -u");
        }
    }

    ConnectSettings settings()
    {
        final ConnectSettings settings = new ConnectSettings()
            .address(host != null ? host : parsedUrl.host(), port != null ? port : defaultPort())
            .timeoutMs(Math.toIntExact(Math.max(1, connectTimeoutMs)))
            .version(version)
            .clientId(clientId())
            .cleanStart(!isPersistent)
            .keepAliveSeconds(keepAlive)
            .credentials(
                username != null ? username : parsedUrl.user(), password != null ? password : parsedUrl.password())
            .sessionExpirySeconds(sessionExpiry != null ? sessionExpiry : isPersistent ? 0xFFFF_FFFFL : 0)
            .topicAliasMaximum(topicAliasMaximum)
            .maximumPacketSize(maximumPacketSize);
        if (receiveMaximum != null)
        {
            settings.receiveMaximum(receiveMaximum);
        }
        if (tls.isOn(parsedUrl.isSecure()))
        {
            settings.tls(tls.context(spec.commandLine()), !tls.isInsecure());
        }
        userProperties.forEach((property) -> settings.userProperty(property[0], property[1]));
        if (willTopic != null)
        {
            final MessageProperties properties = new MessageProperties().messageExpirySeconds(willExpiry);
            final byte[] payload = willPayload.getBytes(StandardCharsets.UTF_8);
            settings.will(new Will(Message.of(willTopic, payload, willQos, willRetain, properties), willDelay));
        }
        return settings;
    }

    private int defaultPort()
    {
        return url == null && tls.isOn(false) ? BrokerUrl.SECURE_PORT : parsedUrl.port();
    }

    /** 3.1 has no client ids that the broker chooses, and none above 23 characters. */
    private String clientId()
    {
        if (id != null)
        {
            return id;
        }
        if (idPrefix != null)
        {
            return idPrefix + ProcessHandle.current().pid();
        }
        return version == MqttVersion.V3_1 ? "maxmq-" + Long.toHexString(new SecureRandom().nextLong()) : "";
    }

    /**
     * @return of the URL, or null.
     */
    String urlTopic()
    {
        return parsedUrl.topic();
    }

    boolean isV5()
    {
        return version == MqttVersion.V5;
    }

    /**
     * @return the writer of messages for people.
     */
    PrintWriter err()
    {
        return isQuiet ? new PrintWriter(PrintWriter.nullWriter()) : spec.commandLine().getErr();
    }

    PacketTrace trace()
    {
        final PrintWriter err = spec.commandLine().getErr();
        return isDebug ? (direction, packet) -> err.println(direction + " " + packet) : PacketTrace.NONE;
    }

    private void fail(final String message)
    {
        throw new ParameterException(spec.commandLine(), message);
    }
}
