package io.maxmq.transport.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

import io.maxmq.transport.tcp.AcceptorCounter;
import io.maxmq.transport.tcp.Channel;
import io.maxmq.transport.tcp.FakeLayer;
import io.maxmq.transport.tcp.LayerScratch;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The layer against a client of the JDK, without sockets: whatever the pieces are in which bytes come and go.
 */
@Timeout(120)
class TlsLayerTest
{
    @TempDir
    private static Path folder;
    private static TlsContext context;
    private static SSLContext clientContext;

    private final FakeLayer socket = new FakeLayer();
    private final ByteArrayOutputStream atClient = new ByteArrayOutputStream();
    private final ByteArrayOutputStream atServer = new ByteArrayOutputStream();
    private ByteBuffer unreadAtClient = ByteBuffer.allocate(0);
    private ByteBuffer readBuffer = ByteBuffer.allocateDirect(64 * 1024);
    private TlsLayer layer;
    private SSLEngine client;

    @BeforeAll
    static void load()
    {
        context = new TlsContext(settings("server.pem", "server.key"));
        clientContext = TestCertificates.clientContext(folder, null);
    }

    static TlsSettings settings(final String certificate, final String key)
    {
        return new TlsSettings(
            List.of(TestCertificates.copy(certificate, folder)), List.of(TestCertificates.copy(key, folder)), null, null,
            null, null, TlsSettings.ClientCertificate.NONE, null, List.of("TLSv1.3", "TLSv1.2"), List.of(),
            List.of("mqtt"));
    }

    private void open(final String version)
    {
        layer = new TlsLayer(socket, context.newEngine());
        layer.use(new LayerScratch());
        client = clientContext.createSSLEngine("localhost", 8883);
        client.setUseClientMode(true);
        client.setEnabledProtocols(new String[]{version});
    }

    /** What the client has to send at present: its next flight, or a message in records. */
    private byte[] fromClient(final byte... message) throws SSLException
    {
        final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        final ByteBuffer source = ByteBuffer.wrap(message);
        final ByteBuffer out = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
        SSLEngineResult result;
        do
        {
            runTasks();
            result = client.wrap(source, out.clear());
            sent.write(out.array(), 0, out.position());
        }
        while (result.bytesProduced() > 0 && client.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP);
        return sent.toByteArray();
    }

    private void runTasks()
    {
        Runnable task;
        while ((task = client.getDelegatedTask()) != null)
        {
            task.run();
        }
    }

    /** Gives the client what the layer has written. */
    private void toClient() throws SSLException
    {
        final byte[] written = socket.takeWritten();
        final ByteBuffer in = ByteBuffer.allocate(unreadAtClient.remaining() + written.length);
        in.put(unreadAtClient).put(written).flip();
        final ByteBuffer plain = ByteBuffer.allocate(client.getSession().getApplicationBufferSize());
        SSLEngineResult result;
        do
        {
            result = client.unwrap(in, plain.clear());
            atClient.write(plain.array(), 0, plain.position());
            runTasks();
        }
        while (result.bytesConsumed() > 0 && in.hasRemaining() &&
            client.getHandshakeStatus() != HandshakeStatus.NEED_WRAP);
        unreadAtClient = in;
    }

    /** Reads the layer for as long as it has something, and does its tasks as the acceptor would. */
    private int readAll()
    {
        int result;
        do
        {
            result = layer.read(readBuffer.clear());
            for (int i = 0; i < readBuffer.position(); i++)
            {
                atServer.write(readBuffer.get(i));
            }
            final Runnable task = layer.task();
            if (task != null)
            {
                task.run();
                result = 1;
            }
        }
        while (result > 0 || result == 0 && (!socket.isEmpty() || layer.hasBufferedInput()));
        return result;
    }

    private void handshake() throws SSLException
    {
        client.beginHandshake();
        for (int i = 0; i < 10; i++)
        {
            socket.receive(fromClient());
            readAll();
            layer.flush();
            toClient();
        }
        assertFalse(layer.isHandshaking());
        assertNotNull(layer.tls());
    }

    private static byte[] message(final int length)
    {
        final byte[] message = new byte[length];
        new Random(length).nextBytes(message);
        return message;
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2,1,1", "TLSv1.3,1,1", "TLSv1.2,7,3000", "TLSv1.3,1000,70000", "TLSv1.2,100000,100000",
        "TLSv1.3,100000,100000", "TLSv1.3,17000,20"})
    void shouldGiveTheSameBytesWhateverThePieces(
        final String version, final int bytesPerRead, final int readLength) throws SSLException
    {
        socket.bytesPerRead(bytesPerRead);
        open(version);
        handshake();
        readBuffer = ByteBuffer.allocateDirect(readLength);
        final ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (final int length : new int[]{1, 100, 16_384, 50_000})
        {
            expected.writeBytes(message(length));
            socket.receive(fromClient(message(length)));
            assertEquals(0, readAll());
        }
        assertArrayEquals(expected.toByteArray(), atServer.toByteArray());
        assertEquals(version, layer.tls().protocol());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 5_000, 1_000_000})
    void shouldSendAllBytesOnceWhateverTheSocketTakes(final int room) throws SSLException
    {
        open("TLSv1.3");
        handshake();
        final ByteBuffer first = ByteBuffer.allocateDirect(5).put(message(5)).flip();
        final ByteBuffer second = ByteBuffer.allocateDirect(200_000).put(message(200_000)).flip();
        final ByteArrayOutputStream encrypted = new ByteArrayOutputStream();
        int written = 0;
        while (first.hasRemaining() || second.hasRemaining() || layer.hasPendingOutput())
        {
            socket.room(room);
            assertEquals(0, layer.flush());
            final int more = layer.write(first, second);
            assertTrue(more >= 0);
            written += more;
            encrypted.writeBytes(socket.takeWritten());
        }
        assertEquals(200_005, written);
        final ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(message(5));
        expected.writeBytes(message(200_000));
        socket.room(Integer.MAX_VALUE);
        socket.write(ByteBuffer.wrap(encrypted.toByteArray()));
        toClient();
        assertArrayEquals(expected.toByteArray(), atClient.toByteArray());
    }

    @Test
    void shouldEndWithThePeerAtEveryPlaceOfTheHandshake() throws SSLException
    {
        open("TLSv1.3");
        client.beginHandshake();
        final byte[] hello = fromClient();
        for (int length = 0; length < hello.length; length += 7)
        {
            open("TLSv1.3");
            final byte[] part = new byte[length];
            System.arraycopy(hello, 0, part, 0, length);
            final FakeLayer half = new FakeLayer();
            half.receive(part);
            half.end();
            final TlsLayer one = new TlsLayer(half, context.newEngine());
            one.use(new LayerScratch());
            int result = 0;
            for (int i = 0; i < 10 && result == 0; i++)
            {
                result = one.read(readBuffer.clear());
            }
            assertEquals(Channel.CLOSED, result);
            assertNull(one.task());
            assertTrue(one.isHandshaking());
        }
    }

    @Test
    void shouldAnswerWhatIsNotTlsWithAnAlertAndSayWhy()
    {
        open("TLSv1.3");
        socket.receive((byte)0x10, (byte)0x0C, (byte)0, (byte)4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', (byte)4);
        assertEquals(Channel.CLOSED, readAll());
        assertEquals(AcceptorCounter.TLS_FAILED, layer.refusal());
        assertNotNull(layer.reason());
        assertEquals(Channel.CLOSED, layer.write(ByteBuffer.allocate(1)));
    }

    @Test
    void shouldCloseOnADamagedRecord() throws SSLException
    {
        open("TLSv1.3");
        handshake();
        final byte[] record = fromClient(message(100));
        record[50] ^= 1;
        socket.receive(record);
        assertEquals(Channel.CLOSED, readAll());
        assertEquals(0, atServer.size());
    }

    @Test
    void shouldSayGoodByeOnce() throws SSLException
    {
        open("TLSv1.3");
        handshake();
        layer.shutdownOutput();
        layer.shutdownOutput();
        assertTrue(socket.isShut());
        toClient();
        assertTrue(client.isInboundDone());
        assertEquals(Channel.CLOSED, layer.write(ByteBuffer.allocate(1)));
    }

    @Test
    void shouldReadTheGoodByeOfThePeerAsTheEnd() throws SSLException
    {
        open("TLSv1.3");
        handshake();
        socket.receive(fromClient(message(10)));
        client.closeOutbound();
        socket.receive(fromClient());
        assertEquals(Channel.CLOSED, readAll());
        assertArrayEquals(message(10), atServer.toByteArray());
    }

    @Test
    void shouldNotBeginAnewOnAnEstablishedConnection() throws SSLException
    {
        open("TLSv1.2");
        handshake();
        client.beginHandshake();
        socket.receive(fromClient());
        int result = 0;
        for (int i = 0; i < 5 && result == 0; i++)
        {
            result = layer.read(readBuffer.clear());
        }
        assertEquals(Channel.CLOSED, result);
        assertNull(layer.task());
    }
}
