package io.maxmq.tools.client;

import io.maxmq.transport.codec.ConnectEncoder;
import io.maxmq.transport.codec.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * How to connect. Mutable until the client is made. Everything that only MQTT 5 has is left out for older versions.
 */
public final class ConnectSettings
{
    String host = "localhost";
    int port = 1883;
    int timeoutMs = 10_000;
    int version = MqttVersion.V5;
    String clientId = "";
    boolean cleanStart = true;
    int keepAliveSeconds = 60;
    int maxInflight = 65_535;
    SSLContext tls;
    boolean isNameChecked;
    private String username;
    private String password;
    private Will will;
    private long sessionExpirySeconds;
    private int receiveMaximum = 65_535;
    private long maximumPacketSize;
    private int topicAliasMaximum;
    private final List<Map.Entry<String, String>> userProperties = new ArrayList<>();

    public ConnectSettings address(final String newHost, final int newPort)
    {
        host = newHost;
        port = newPort;
        return this;
    }

    /**
     * Encrypts the connection.
     *
     * @param context     that knows whom to believe.
     * @param checksName  whether the server's certificate has to be for its name.
     * @return this.
     */
    public ConnectSettings tls(final SSLContext context, final boolean checksName)
    {
        tls = context;
        isNameChecked = checksName;
        return this;
    }

    /**
     * @param milliseconds for the connection, and again for the answer to CONNECT and to SUBSCRIBE.
     * @return this.
     */
    public ConnectSettings timeoutMs(final int milliseconds)
    {
        timeoutMs = milliseconds;
        return this;
    }

    /**
     * @param newVersion of {@link MqttVersion}.
     * @return this.
     */
    public ConnectSettings version(final int newVersion)
    {
        version = newVersion;
        return this;
    }

    public ConnectSettings clientId(final String id)
    {
        clientId = id;
        return this;
    }

    public ConnectSettings cleanStart(final boolean isClean)
    {
        cleanStart = isClean;
        return this;
    }

    public ConnectSettings keepAliveSeconds(final int seconds)
    {
        keepAliveSeconds = seconds;
        return this;
    }

    public ConnectSettings credentials(final String name, final String newPassword)
    {
        username = name;
        password = newPassword;
        return this;
    }

    public ConnectSettings will(final Will newWill)
    {
        will = newWill;
        return this;
    }

    /**
     * @param seconds 0 to 0xFFFFFFFF, which is for ever.
     * @return this.
     */
    public ConnectSettings sessionExpirySeconds(final long seconds)
    {
        sessionExpirySeconds = seconds;
        return this;
    }

    public ConnectSettings receiveMaximum(final int maximum)
    {
        receiveMaximum = maximum;
        return this;
    }

    /**
     * @param bytes that the broker may send in one packet; 0 for no limit.
     * @return this.
     */
    public ConnectSettings maximumPacketSize(final long bytes)
    {
        maximumPacketSize = bytes;
        return this;
    }

    public ConnectSettings topicAliasMaximum(final int maximum)
    {
        topicAliasMaximum = maximum;
        return this;
    }

    /**
     * @param messages of QoS 1 and 2 on their way to the broker, which may allow fewer.
     * @return this.
     */
    public ConnectSettings maxInflight(final int messages)
    {
        maxInflight = messages;
        return this;
    }

    public ConnectSettings userProperty(final String name, final String value)
    {
        userProperties.add(Map.entry(name, value));
        return this;
    }

    ConnectEncoder encoder()
    {
        final ConnectEncoder encoder = new ConnectEncoder().start(version, clientId, cleanStart);
        encoder.keepAliveSeconds(keepAliveSeconds);
        if (username != null)
        {
            encoder.username(username);
        }
        if (password != null)
        {
            encoder.password(password.getBytes(StandardCharsets.UTF_8));
        }
        if (will != null)
        {
            putWill(encoder, will);
        }
        encoder.sessionExpirySeconds(sessionExpirySeconds);
        encoder.receiveMaximum(receiveMaximum);
        encoder.maximumPacketSize(maximumPacketSize);
        encoder.topicAliasMaximum(topicAliasMaximum);
        userProperties.forEach((property) -> encoder.userProperty(property.getKey(), property.getValue()));
        return encoder;
    }

    private static void putWill(final ConnectEncoder encoder, final Will will)
    {
        final Message message = will.message();
        encoder.will(message.topic(), message.payload(), message.qos(), message.retain());
        encoder.willDelaySeconds(will.delaySeconds());
        encoder.willMessageExpirySeconds(message.properties().messageExpirySeconds());
        encoder.willForwardProperties(message.properties().forwarded());
    }
}
