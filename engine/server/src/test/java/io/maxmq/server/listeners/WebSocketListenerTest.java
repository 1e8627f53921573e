package io.maxmq.server.listeners;

import io.maxmq.transport.tls.TestCertificates;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import javax.net.ssl.SSLSocketFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** MQTT over WebSocket, plain and encrypted, with the clients of Paho and of the JDK. */
@Timeout(180)
class WebSocketListenerTest extends ListenerTest
{
    private static final int[] LENGTHS = {0, 1, 100, 125, 126, 1_000, 65_535, 65_536, 500_000};
    /** CONNECT of MQTT 3.1.1, clean, client id w. */
    private static final byte[] CONNECT = {0x10, 13, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 1, 'w'};
    private static final byte[] PINGREQ = {(byte)0xC0, 0};

    @TempDir
    private Path folder;

    private void startAll()
    {
        start("listener.tcp.bind=127.0.0.1", "listener.tcp.port=0",
            "listener.web.type=ws", "listener.web.bind=127.0.0.1", "listener.web.port=0",
            "listener.safe.type=wss", "listener.safe.bind=127.0.0.1", "listener.safe.port=0",
            "listener.safe.websocket.path=/broker", "listener.safe.tls.certificate=" +
            TestCertificates.copy("server.pem", folder), "listener.safe.tls.key=" +
            TestCertificates.copy("server.key", folder));
    }

    private MqttClient safe(final String id) throws MqttException
    {
        final SSLSocketFactory factory = TestCertificates.clientContext(folder, null).getSocketFactory();
        return connect(id, "wss://localhost:" + broker.boundPort("safe") + "/broker",
            options -> options.setSocketFactory(factory));
    }

    @Test
    void shouldCarryMessagesOfAllSizes() throws Exception
    {
        startAll();
        final MqttClient web = connect("web", "ws://127.0.0.1:" + broker.boundPort("web") + "/mqtt");
        final MqttClient safe = safe("safe");
        final MqttClient plain = connect("plain", "tcp://127.0.0.1:" + broker.boundPort("tcp"));
        for (final int length : LENGTHS)
        {
            assertTalks(web, plain, "a/" + length, bytes(length));
            assertTalks(plain, safe, "b/" + length, bytes(length));
            assertTalks(safe, web, "c/" + length, bytes(length));
        }
        assertNull(seen.get("web").tls());
        assertEquals("localhost", seen.get("safe").tls().serverName());
    }

    @Test
    void shouldTakePacketsOverFramesAndSeveralInOneAndClose() throws Exception
    {
        startAll();
        final Frames frames = new Frames();
        final WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder().subprotocols("mqtt")
            .buildAsync(URI.create("ws://127.0.0.1:" + broker.boundPort("web") + "/mqtt?x=y"), frames)
            .get(WAIT_SECONDS, TimeUnit.SECONDS);
        assertEquals("mqtt", socket.getSubprotocol());
        socket.sendPing(ByteBuffer.wrap(new byte[]{1, 2})).get(WAIT_SECONDS, TimeUnit.SECONDS);
        assertEquals("pong [1, 2]", frames.next());

        for (int i = 0; i < CONNECT.length; i++)
        {
            socket.sendBinary(ByteBuffer.wrap(CONNECT, i, 1), i % 3 == 2).get(WAIT_SECONDS, TimeUnit.SECONDS);
        }
        assertEquals("[32, 2, 0, 0]", frames.next());
        socket.sendBinary(ByteBuffer.wrap(new byte[]{PINGREQ[0], 0, PINGREQ[0], 0, PINGREQ[0]}), true)
            .get(WAIT_SECONDS, TimeUnit.SECONDS);
        assertEquals("[-48, 0, -48, 0]", frames.next());
        socket.sendBinary(ByteBuffer.wrap(new byte[1]), true).get(WAIT_SECONDS, TimeUnit.SECONDS);
        assertEquals("[-48, 0]", frames.next());

        socket.sendClose(4000, "enough").get(WAIT_SECONDS, TimeUnit.SECONDS);
        assertEquals("close 4000", frames.next());
    }

    @Test
    void shouldCloseOnText() throws Exception
    {
        startAll();
        final Frames frames = new Frames();
        final WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder().subprotocols("mqtt")
            .buildAsync(URI.create("ws://127.0.0.1:" + broker.boundPort("web") + "/mqtt"), frames)
            .get(WAIT_SECONDS, TimeUnit.SECONDS);
        socket.sendText("hello", true);
        assertEquals("close 1003", frames.next());
    }

    @Test
    void shouldAnswerWithACloseWhenTheBrokerEndsTheConnection() throws Exception
    {
        startAll();
        final Frames frames = new Frames();
        final WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder().subprotocols("mqtt")
            .buildAsync(URI.create("ws://127.0.0.1:" + broker.boundPort("web") + "/mqtt"), frames)
            .get(WAIT_SECONDS, TimeUnit.SECONDS);
        socket.sendBinary(ByteBuffer.wrap(CONNECT), true).get(WAIT_SECONDS, TimeUnit.SECONDS);
        assertEquals("[32, 2, 0, 0]", frames.next());
        socket.sendBinary(ByteBuffer.wrap(CONNECT), true).get(WAIT_SECONDS, TimeUnit.SECONDS);
        assertEquals("close 1000", frames.next());
    }

    @Test
    void shouldRefuseOtherPathsAndWhatIsNotWebSocket() throws Exception
    {
        startAll();
        assertThrows(MqttException.class,
            () -> connect("lost", "ws://127.0.0.1:" + broker.boundPort("web") + "/elsewhere"));
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), broker.boundPort("web")))
        {
            socket.setSoTimeout((int)WAIT_SECONDS * 1000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            final String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(response.startsWith("HTTP/1.1 404 Not Found\r\n"), response);
        }
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), broker.boundPort("web")))
        {
            socket.setSoTimeout((int)WAIT_SECONDS * 1000);
            socket.getOutputStream().write(new byte[8 * 1024]);
            assertArrayEquals("HTTP/1.1 431 ".getBytes(StandardCharsets.US_ASCII), start(socket));
        }
        assertNull(seen.get("lost"));
    }

    private static byte[] start(final Socket socket) throws IOException
    {
        return socket.getInputStream().readNBytes("HTTP/1.1 431 ".length());
    }

    /** What comes, in words. */
    private static final class Frames implements WebSocket.Listener
    {
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

        String next() throws InterruptedException
        {
            final String event = events.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            assertNotNull(event);
            return event;
        }

        @Override
        public CompletionStage<?> onBinary(final WebSocket socket, final ByteBuffer data, final boolean last)
        {
            events.add(Arrays.toString(content(data)));
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(final WebSocket socket, final ByteBuffer data)
        {
            events.add("pong " + Arrays.toString(content(data)));
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(final WebSocket socket, final int code, final String reason)
        {
            events.add("close " + code);
            return null;
        }

        private static byte[] content(final ByteBuffer data)
        {
            final byte[] content = new byte[data.remaining()];
            data.get(content);
            return content;
        }
    }
}
