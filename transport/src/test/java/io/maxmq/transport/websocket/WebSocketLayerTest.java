package io.maxmq.transport.websocket;

import static io.maxmq.transport.websocket.Frames.BINARY;
import static io.maxmq.transport.websocket.Frames.bytes;
import static io.maxmq.transport.websocket.Frames.frame;
import static io.maxmq.transport.websocket.Frames.join;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.maxmq.transport.tcp.AcceptorCounter;
import io.maxmq.transport.tcp.Channel;
import io.maxmq.transport.tcp.FakeLayer;
import io.maxmq.transport.tcp.LayerScratch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One WebSocket without a socket: good and broken frames, in whatever pieces they come.
 */
class WebSocketLayerTest
{
    private static final byte[] NORMAL_CLOSE = {(byte)0x88, 2, 3, (byte)0xE8};

    private final FakeLayer socket = new FakeLayer();
    private final WebSocketLayer layer =
        new WebSocketLayer(socket, new WebSocketSettings("/mqtt", List.of("https://good.example")));
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);

    WebSocketLayerTest()
    {
        layer.use(new LayerScratch());
    }

    private int readAll()
    {
        int result;
        do
        {
            result = layer.read(buffer.clear());
            for (int i = 0; i < buffer.position(); i++)
            {
                received.write(buffer.get(i));
            }
        }
        while (result > 0 || result == 0 && (!socket.isEmpty() || layer.hasBufferedInput()));
        return result;
    }

    private void open()
    {
        socket.receive(Frames.goodRequest());
        assertEquals(0, readAll());
        assertFalse(layer.isHandshaking());
        assertTrue(new String(socket.takeWritten(), StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 101 "));
    }

    static Stream<Arguments> goodFrames()
    {
        final byte[] all = bytes(70_000);
        return Stream.of(
            Arguments.of("one", frame(BINARY, bytes(5)), bytes(5), new byte[0]),
            Arguments.of("empty, then one", join(frame(BINARY), frame(BINARY, bytes(3))), bytes(3), new byte[0]),
            Arguments.of("125", frame(BINARY, bytes(125)), bytes(125), new byte[0]),
            Arguments.of("126", frame(BINARY, bytes(126)), bytes(126), new byte[0]),
            Arguments.of("65535", frame(BINARY, bytes(65_535)), bytes(65_535), new byte[0]),
            Arguments.of("70000", frame(BINARY, all), all, new byte[0]),
            Arguments.of("fragments with a ping between", join(
                frame(0x02, bytes(4)), frame(0x89, bytes(2)), frame(0x00), frame(0x80, Arrays.copyOfRange(all, 4, 300))),
                bytes(300), new byte[]{(byte)0x8A, 2, 0, 7}),
            Arguments.of("pong nobody asked for", join(frame(0x8A, bytes(9)), frame(BINARY, bytes(1))), bytes(1),
                new byte[0]),
            Arguments.of("empty ping", join(frame(0x89), frame(BINARY, bytes(1))), bytes(1),
                new byte[]{(byte)0x8A, 0}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodFrames")
    void shouldGiveTheSameBytesWhateverThePieces(
        final String name, final byte[] frames, final byte[] content, final byte[] answer)
    {
        for (final int pieces : new int[]{1, 3, 1_000, Integer.MAX_VALUE})
        {
            final WebSocketLayerTest one = new WebSocketLayerTest();
            one.socket.bytesPerRead(pieces);
            one.open();
            one.buffer = ByteBuffer.allocateDirect(pieces == 3 ? 10 : 64 * 1024);
            one.socket.receive(frames);
            assertEquals(0, one.readAll());
            assertArrayEquals(content, one.received.toByteArray());
            assertArrayEquals(answer, one.socket.takeWritten());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodFrames")
    void shouldWaitWhereAFrameIsCutOff(
        final String name, final byte[] frames, final byte[] content, final byte[] answer)
    {
        for (int length = 0; length < Math.min(frames.length, 400); length++)
        {
            final WebSocketLayerTest one = new WebSocketLayerTest();
            one.open();
            one.socket.receive(Arrays.copyOf(frames, length));
            assertEquals(0, one.readAll());
            assertArrayEquals(Arrays.copyOf(content, one.received.size()), one.received.toByteArray());
            one.socket.end();
            assertEquals(Channel.CLOSED, one.readAll());
        }
    }

    static Stream<Arguments> brokenFrames()
    {
        return Stream.of(
            Arguments.of("not masked", frame(BINARY, 1, 0, false, (byte)1), CloseCode.PROTOCOL_ERROR),
            Arguments.of("first reserved bit", frame(0xC2, bytes(1)), CloseCode.PROTOCOL_ERROR),
            Arguments.of("second reserved bit", frame(0xA2, bytes(1)), CloseCode.PROTOCOL_ERROR),
            Arguments.of("third reserved bit", frame(0x92, bytes(1)), CloseCode.PROTOCOL_ERROR),
            Arguments.of("text", frame(0x81, bytes(1)), CloseCode.UNSUPPORTED_DATA),
            Arguments.of("unknown data", frame(0x83, bytes(1)), CloseCode.PROTOCOL_ERROR),
            Arguments.of("unknown control", frame(0x8B, bytes(1)), CloseCode.PROTOCOL_ERROR),
            Arguments.of("last of nothing", frame(0x80, bytes(1)), CloseCode.PROTOCOL_ERROR),
            Arguments.of("two beginnings", join(frame(0x02), frame(0x82)), CloseCode.PROTOCOL_ERROR),
            Arguments.of("long ping", frame(0x89, bytes(126)), CloseCode.PROTOCOL_ERROR),
            Arguments.of("fragmented ping", frame(0x09, bytes(1)), CloseCode.PROTOCOL_ERROR),
            Arguments.of("16 bits for a short length", frame(BINARY, 5, 2, true, bytes(5)), CloseCode.PROTOCOL_ERROR),
            Arguments.of("64 bits for a short length", frame(BINARY, 500, 8, true, bytes(5)), CloseCode.PROTOCOL_ERROR),
            Arguments.of("negative length", frame(BINARY, -1, 8, true, bytes(5)), CloseCode.PROTOCOL_ERROR),
            Arguments.of("close of one byte", frame(0x88, (byte)3), CloseCode.PROTOCOL_ERROR),
            Arguments.of("close that may not be sent", frame(0x88, (byte)3, (byte)0xED), CloseCode.PROTOCOL_ERROR));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenFrames")
    void shouldAnswerBrokenFramesWithTheirCloseCode(final String name, final byte[] frames, final int code)
    {
        for (final int pieces : new int[]{1, Integer.MAX_VALUE})
        {
            final WebSocketLayerTest one = new WebSocketLayerTest();
            one.socket.bytesPerRead(pieces);
            one.open();
            one.socket.receive(join(frame(BINARY, bytes(3)), frames, frame(BINARY, bytes(3))));
            assertEquals(Channel.CLOSED, one.readAll());
            assertArrayEquals(bytes(3), one.received.toByteArray());
            assertArrayEquals(new byte[]{(byte)0x88, 2, (byte)(code >> 8), (byte)code}, one.socket.takeWritten());
            assertEquals(Channel.CLOSED, one.layer.write(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void shouldAnswerACloseWithItsCodeAndEnd()
    {
        open();
        socket.receive(join(frame(BINARY, bytes(3)), frame(0x88, (byte)0x0F, (byte)0xA1, (byte)'x')));
        assertEquals(Channel.CLOSED, readAll());
        assertArrayEquals(bytes(3), received.toByteArray());
        assertArrayEquals(new byte[]{(byte)0x88, 2, 0x0F, (byte)0xA1}, socket.takeWritten());
        layer.shutdownOutput();
        assertArrayEquals(new byte[0], socket.takeWritten());
        assertTrue(socket.isShut());
    }

    @Test
    void shouldSayGoodByeOnce()
    {
        open();
        layer.shutdownOutput();
        assertArrayEquals(NORMAL_CLOSE, socket.takeWritten());
        layer.shutdownOutput();
        assertArrayEquals(new byte[0], socket.takeWritten());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100, 65_537, 1_000_000})
    void shouldSendFramesWholeWhateverTheSocketTakes(final int room)
    {
        open();
        final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        final ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (final int length : new int[]{1, 125, 126, 65_535, 65_536})
        {
            final ByteBuffer message = ByteBuffer.allocateDirect(length).put(bytes(length)).flip();
            expected.writeBytes(header(length));
            expected.writeBytes(bytes(length));
            while (message.hasRemaining() || layer.hasPendingOutput())
            {
                socket.room(room);
                assertEquals(0, layer.flush());
                assertTrue(layer.write(message) >= 0);
                sent.writeBytes(socket.takeWritten());
            }
        }
        assertArrayEquals(expected.toByteArray(), sent.toByteArray());
    }

    private static byte[] header(final int length)
    {
        return length <= 125 ? new byte[]{(byte)0x82, (byte)length} :
            length <= 65_535 ? ByteBuffer.allocate(4).put((byte)0x82).put((byte)126).putShort((short)length).array() :
            ByteBuffer.allocate(10).put((byte)0x82).put((byte)127).putLong(length).array();
    }

    @Test
    void shouldAnswerAPingBehindTheFrameThatWasBegun()
    {
        open();
        final ByteBuffer message = ByteBuffer.allocateDirect(50).put(bytes(50)).flip();
        socket.room(10);
        assertEquals(8, layer.write(message));
        socket.receive(frame(0x89, (byte)1));
        socket.receive(frame(0x89, (byte)2));
        assertEquals(0, readAll());
        socket.room(1_000);
        assertEquals(42, layer.write(message));
        assertArrayEquals(
            join(new byte[]{(byte)0x82, 50}, bytes(50), new byte[]{(byte)0x8A, 1, 2}), socket.takeWritten());
    }

    @Test
    void shouldTakeFramesRightBehindTheRequest()
    {
        socket.receive(join(Frames.goodRequest(), frame(BINARY, bytes(20))));
        assertEquals(0, readAll());
        assertArrayEquals(bytes(20), received.toByteArray());
    }

    @Test
    void shouldProveThatItHasUnderstoodTheRequest()
    {
        socket.receive(Frames.goodRequest());
        readAll();
        final String response = new String(socket.takeWritten(), StandardCharsets.ISO_8859_1);
        assertTrue(response.contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), response);
        assertTrue(response.contains("\r\nSec-WebSocket-Protocol: mqtt\r\n"), response);
        assertNull(layer.refusal());
    }

    static Stream<Arguments> badRequests()
    {
        final String good = new String(Frames.goodRequest(), StandardCharsets.ISO_8859_1);
        return Stream.of(
            Arguments.of(good.replace("GET", "POST"), "400"),
            Arguments.of(good.replace("HTTP/1.1", "HTTP/1.0"), "400"),
            Arguments.of(good.replace("/mqtt HTTP", "/ HTTP"), "404"),
            Arguments.of(good.replace("Upgrade: websocket", "Upgrade: h2c"), "426"),
            Arguments.of(good.replace("Version: 13", "Version: 8"), "426"),
            Arguments.of(good.replace("dGhlIHNhbXBsZSBub25jZQ==", "c2hvcnQ="), "400"),
            Arguments.of(good.replace("dGhlIHNhbXBsZSBub25jZQ==", "!"), "400"),
            Arguments.of(good.replace(", mqtt", ""), "400"),
            Arguments.of(good.replace("Host: localhost", "Origin: https://bad.example\r\nHost: localhost"), "403"),
            Arguments.of(good.replace("Host: localhost", "X: y"), "400"),
            Arguments.of(good.replace("Host: localhost", "Host : localhost"), "400"),
            Arguments.of(good.replace("Host: localhost", "no colon"), "400"),
            Arguments.of("GET /mqtt HTTP/1.1\r\nX: " + "x".repeat(10_000), "431"));
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void shouldRefuseBadRequestsAndSayWhy(final String request, final String status)
    {
        socket.receive(request.getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(Channel.CLOSED, readAll());
        final String response = new String(socket.takeWritten(), StandardCharsets.UTF_8);
        assertTrue(response.startsWith("HTTP/1.1 " + status + " "), response);
        assertTrue(response.endsWith(layer.reason() + "\n"), response);
        assertEquals(AcceptorCounter.WEBSOCKET_REFUSED, layer.refusal());
    }

    @Test
    void shouldLetGoodOriginsIn()
    {
        final String good = new String(Frames.goodRequest(), StandardCharsets.ISO_8859_1);
        socket.receive(good.replace("Host:", "Origin: https://good.example\r\nHost:").getBytes(
            StandardCharsets.ISO_8859_1));
        assertEquals(0, readAll());
        assertFalse(layer.isHandshaking());
    }

    @Test
    void shouldWaitForTheRequestAtEveryPlaceAndEndWithThePeer()
    {
        final byte[] request = Frames.goodRequest();
        for (int length = 0; length < request.length; length++)
        {
            final WebSocketLayerTest one = new WebSocketLayerTest();
            one.socket.receive(Arrays.copyOf(request, length));
            assertEquals(0, one.readAll());
            assertTrue(one.layer.isHandshaking());
            assertEquals(0, one.layer.write(ByteBuffer.allocate(1)));
            one.socket.end();
            assertEquals(Channel.CLOSED, one.readAll());
            assertNull(one.layer.refusal());
        }
    }
}
