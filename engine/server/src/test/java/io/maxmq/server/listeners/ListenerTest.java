package io.maxmq.server.listeners;

import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.spi.Authenticator;
import io.maxmq.spi.Authoriser;
import io.maxmq.spi.ClientInfo;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What tests of listeners have in common: a broker that remembers whom it let in, and clients of Paho. */
abstract class ListenerTest
{
    static final long WAIT_SECONDS = 60;

    final Map<String, ClientInfo> seen = new ConcurrentHashMap<>();
    Broker broker;
    private final List<MqttClient> clients = new ArrayList<>();

    final void start(final String... settings)
    {
        final List<String> all = new ArrayList<>(List.of("workers=2"));
        all.addAll(List.of(settings));
        final Authenticator remembering = (client, password, method) ->
        {
            seen.put(client.clientId(), client);
            return Authenticator.ALLOW_ALL.begin(client, password, method);
        };
        broker = Broker.launch(BrokerConfig.with(all.toArray(String[]::new)), remembering, Authoriser.ALLOW_ALL);
    }

    @AfterEach
    void closeAll()
    {
        clients.forEach(ListenerTest::closeQuietly);
        if (broker != null)
        {
            broker.close();
        }
    }

    final MqttClient connect(final String id, final String uri) throws MqttException
    {
        return connect(id, uri, options -> {});
    }

    final MqttClient connect(final String id, final String uri, final Consumer<MqttConnectOptions> more)
        throws MqttException
    {
        final MqttClient client = new MqttClient(uri, id, new MemoryPersistence());
        clients.add(client);
        client.setTimeToWait(TimeUnit.SECONDS.toMillis(WAIT_SECONDS));
        final MqttConnectOptions options = new MqttConnectOptions();
        options.setConnectionTimeout((int)WAIT_SECONDS);
        more.accept(options);
        client.connect(options);
        return client;
    }

    /** What one client publishes reaches the other, whole. */
    static void assertTalks(final MqttClient from, final MqttClient to, final String topic, final byte[] payload)
        throws Exception
    {
        final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
        to.subscribe(topic, 1, (name, message) -> received.add(message.getPayload()));
        from.publish(topic, payload, 1, false);
        final byte[] came = received.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        assertEquals(new String(payload, StandardCharsets.ISO_8859_1),
            came == null ? null : new String(came, StandardCharsets.ISO_8859_1));
    }

    static byte[] bytes(final int length)
    {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)(i * 31 + (i >> 8));
        }
        return bytes;
    }

    private static void closeQuietly(final MqttClient client)
    {
        try
        {
            if (client.isConnected())
            {
                client.disconnectForcibly(0, 1, false);
            }
            client.close(true);
        }
        catch (final MqttException ignore)
        {
            // The broker ends next.
        }
    }
}
