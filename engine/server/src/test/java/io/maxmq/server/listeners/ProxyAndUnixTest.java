package io.maxmq.server.listeners;

import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.transport.tls.TestCertificates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Who a proxy says the client is, and clients of the same machine. */
@Timeout(120)
class ProxyAndUnixTest extends ListenerTest
{
    private static final byte[] CONNACK = {0x20, 2, 0, 0};
    private static final byte[] TEXT =
        "PROXY TCP4 192.0.2.1 198.51.100.1 50123 1883\r\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    private static byte[] connectPacket(final char id)
    {
        return new byte[]{0x10, 13, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 1, (byte)id};
    }

    /** From 192.0.2.1:50123, with TLS 1.2, a verified certificate of c, and the server name s. */
    private static byte[] binaryHeader()
    {
        final byte[] tls = HexFormat.of().parseHex("0700000000" + "210007544c5376312e32" + "22000163");
        final ByteBuffer header = ByteBuffer.allocate(200)
            .put(HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111"));
        header.putShort((short)(12 + 4 + 3 + tls.length));
        header.put(HexFormat.of().parseHex("c0000201c6336401c3cb075b" + "02000173"));
        header.put((byte)0x20).putShort((short)tls.length).put(tls).flip();
        final byte[] bytes = new byte[header.remaining()];
        header.get(bytes);
        return bytes;
    }

    private void startProxied()
    {
        start("listener.in.bind=127.0.0.1", "listener.in.port=0", "listener.in.proxy-protocol=true",
            "listener.safe.type=tls", "listener.safe.bind=127.0.0.1", "listener.safe.port=0",
            "listener.safe.proxy-protocol=true",
            "listener.safe.tls.certificate=" + TestCertificates.copy("server.pem", folder),
            "listener.safe.tls.key=" + TestCertificates.copy("server.key", folder));
    }

    private Socket socket(final String listener) throws IOException
    {
        final Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), broker.boundPort(listener));
        socket.setSoTimeout((int)WAIT_SECONDS * 1000);
        return socket;
    }

    @Test
    void shouldTellWhoseConnectionAProxyPassesOn() throws Exception
    {
        startProxied();
        try (Socket one = socket("in"); Socket two = socket("in"))
        {
            one.getOutputStream().write(TEXT);
            one.getOutputStream().write(connectPacket('a'));
            assertArrayEquals(CONNACK, one.getInputStream().readNBytes(4));
            two.getOutputStream().write(binaryHeader());
            two.getOutputStream().write(connectPacket('b'));
            assertArrayEquals(CONNACK, two.getInputStream().readNBytes(4));
        }
        assertEquals("192.0.2.1:50123", seen.get("a").remoteAddress());
        assertNull(seen.get("a").tls());
        assertEquals("192.0.2.1:50123", seen.get("b").remoteAddress());
        assertEquals("TLSv1.2", seen.get("b").tls().protocol());
        assertEquals("c", seen.get("b").tls().commonName());
        assertEquals("s", seen.get("b").tls().serverName());
        assertTrue(seen.get("b").tls().certificates().isEmpty());
    }

    @Test
    void shouldReadTheHeaderInFrontOfTls() throws Exception
    {
        startProxied();
        final SSLSocketFactory factory = TestCertificates.clientContext(folder, null).getSocketFactory();
        try (Socket plain = socket("safe"))
        {
            plain.getOutputStream().write(TEXT);
            try (SSLSocket socket = (SSLSocket)factory.createSocket(plain, "localhost", 1, true))
            {
                socket.getOutputStream().write(connectPacket('t'));
                assertArrayEquals(CONNACK, socket.getInputStream().readNBytes(4));
            }
        }
        assertEquals("192.0.2.1:50123", seen.get("t").remoteAddress());
        assertEquals("TLSv1.3", seen.get("t").tls().protocol());
    }

    @Test
    void shouldCloseWhatBeginsWithoutTheHeader() throws Exception
    {
        startProxied();
        try (Socket socket = socket("in"))
        {
            socket.getOutputStream().write(connectPacket('x'));
            assertEquals(-1, readOrEnd(socket));
        }
        assertNull(seen.get("x"));
    }

    /** A connection closed with bytes unread may end with a reset. */
    private static int readOrEnd(final Socket socket)
    {
        try
        {
            return socket.getInputStream().read();
        }
        catch (final IOException reset)
        {
            return -1;
        }
    }

    @Test
    void shouldListenOnAFileAndRemoveIt() throws Exception
    {
        final Path file = folder.resolve("m.sock");
        start("listener.local.type=unix", "listener.local.bind=" + file);
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(file)))
        {
            client.write(ByteBuffer.wrap(connectPacket('u')));
            final ByteBuffer answer = ByteBuffer.allocate(4);
            while (answer.hasRemaining() && client.read(answer) >= 0)
            {
                continue;
            }
            assertArrayEquals(CONNACK, answer.array());
        }
        assertEquals("local", seen.get("u").remoteAddress());
        assertEquals("local", seen.get("u").listener());
        assertThrows(UncheckedIOException.class, () -> Broker.launch(
            BrokerConfig.with("workers=1", "listener.local.type=unix", "listener.local.bind=" + file)).close());
        broker.close();
        assertFalse(Files.exists(file));
    }

    @Test
    void shouldTakeOverAFileThatWasLeftBehindAndNoOther() throws Exception
    {
        final Path file = folder.resolve("left.sock");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(file)).close();
        assertTrue(Files.exists(file));
        start("listener.local.type=unix", "listener.local.bind=" + file);
        SocketChannel.open(UnixDomainSocketAddress.of(file)).close();

        final Path text = Files.writeString(folder.resolve("notes.txt"), "mine");
        assertThrows(UncheckedIOException.class, () -> Broker.launch(
            BrokerConfig.with("workers=1", "listener.local.type=unix", "listener.local.bind=" + text)).close());
        assertEquals("mine", Files.readString(text));
    }
}
