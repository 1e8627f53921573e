package io.maxmq.server.listeners;

import io.maxmq.transport.tls.TestCertificates;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A thousand clients that begin a TLS handshake at once, which costs the broker a private-key operation each. The same
 * hello is sent a thousand times, so that the machine's time goes to the broker and not to the clients.
 */
@Timeout(240)
class HandshakeStormTest extends ListenerTest
{
    private static final int CLIENTS = 1_000;
    private static final int HANDSHAKE_RECORD = 0x16;
    /** A broker that did the handshakes one after the other on a worker would let none or one through. */
    private static final int ROUND_TRIPS = 20;

    @TempDir
    private Path folder;

    @Test
    void shouldServeTheOthersWhileAThousandHandshakesGoOn() throws Exception
    {
        start("listener.plain.bind=127.0.0.1", "listener.plain.port=0", "connect.timeout=2 min",
            "listener.safe.type=tls", "listener.safe.bind=127.0.0.1", "listener.safe.port=0", "tls.handshakes=100",
            "listener.safe.tls.certificate=" + TestCertificates.copy("server.pem", folder),
            "listener.safe.tls.key=" + TestCertificates.copy("server.key", folder));
        final SSLContext context = TestCertificates.clientContext(folder, null);
        final MqttClient talker = connect("talker", "tcp://127.0.0.1:" + broker.boundPort("plain"));
        assertTalks(talker, talker, "warm", bytes(100));

        final AtomicBoolean stormy = new AtomicBoolean(true);
        final List<SocketChannel> clients = new ArrayList<>();
        final CompletableFuture<Integer> roundTrips = CompletableFuture.supplyAsync(() -> talkWhile(stormy, talker));
        try
        {
            beginHandshakes(clients, hello(context));
            for (final SocketChannel client : clients)
            {
                assertEquals(HANDSHAKE_RECORD, firstByte(client));
                client.close();
            }
        }
        finally
        {
            stormy.set(false);
            for (final SocketChannel client : clients)
            {
                client.close();
            }
        }
        final int count = roundTrips.get(WAIT_SECONDS, TimeUnit.SECONDS);
        assertTrue(count >= ROUND_TRIPS, () -> count + " round trips");
        final MqttClient late = connect("late", "ssl://localhost:" + broker.boundPort("safe"),
            options -> options.setSocketFactory(context.getSocketFactory()));
        assertTalks(late, talker, "after", bytes(100));
    }

    private void beginHandshakes(final List<SocketChannel> clients, final byte[] hello) throws Exception
    {
        final InetSocketAddress address =
            new InetSocketAddress(InetAddress.getByName("127.0.0.1"), broker.boundPort("safe"));
        for (int i = 0; i < CLIENTS; i++)
        {
            clients.add(SocketChannel.open(address));
        }
        for (final SocketChannel client : clients)
        {
            client.write(ByteBuffer.wrap(hello));
        }
    }

    private static int talkWhile(final AtomicBoolean condition, final MqttClient talker)
    {
        int count = 0;
        try
        {
            while (condition.get())
            {
                assertTalks(talker, talker, "storm/" + count, bytes(100));
                talker.unsubscribe("storm/" + count);
                count++;
            }
            return count;
        }
        catch (final Exception ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static byte[] hello(final SSLContext context) throws Exception
    {
        final SSLEngine engine = context.createSSLEngine("localhost", 0);
        engine.setUseClientMode(true);
        engine.beginHandshake();
        final ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        final byte[] hello = new byte[out.position()];
        out.flip().get(hello);
        return hello;
    }

    private static int firstByte(final SocketChannel client) throws Exception
    {
        final ByteBuffer one = ByteBuffer.allocate(1);
        return client.read(one) < 0 ? -1 : one.get(0);
    }
}
