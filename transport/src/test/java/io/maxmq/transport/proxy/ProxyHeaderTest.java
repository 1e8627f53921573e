package io.maxmq.transport.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Good headers in every piece, cut off at every place, and bad ones.
 */
class ProxyHeaderTest
{
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String IPV4 = "c0000201" + "c6336401" + "c3cb" + "075b";
    private static final String IPV6 = "20010db8000000000000000000000001" + "20010db8000000000000000000000002" +
        "c3cb" + "075b";

    private static final Object[] SAMPLES = good().map(sample -> sample.get()[0]).toArray();

    private static byte[] text(final String line)
    {
        return (line + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] binary(final String commandAndFamily, final String content)
    {
        return HexFormat.of().parseHex(
            SIGNATURE + commandAndFamily + String.format("%04x", content.length() / 2) + content);
    }

    private static String extension(final int type, final String value)
    {
        return String.format("%02x%04x", type, value.length()) +
            HexFormat.of().formatHex(value.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String tls(final int client, final int verify, final String... extensions)
    {
        final String inner = String.format("%02x%08x", client, verify) + String.join("", extensions);
        return String.format("20%04x", inner.length() / 2) + inner;
    }

    private static byte[] withChecksum(final int change)
    {
        final byte[] header = binary("2111", IPV4 + "03000400000000");
        final CRC32C checksum = new CRC32C();
        checksum.update(header);
        ByteBuffer.wrap(header).putInt(header.length - 4, (int)checksum.getValue() + change);
        return header;
    }

    static Stream<Arguments> good()
    {
        final ProxiedPeer four = ProxiedPeer.at("192.0.2.1:50123");
        final ProxiedPeer six = ProxiedPeer.at("[2001:db8:0:0:0:0:0:1]:50123");
        return Stream.of(
            Arguments.of(text("PROXY TCP4 192.0.2.1 198.51.100.1 50123 1883"), four),
            Arguments.of(text("PROXY TCP6 2001:db8::1 2001:db8::2 50123 1883"), six),
            Arguments.of(text("PROXY UNKNOWN"), ProxiedPeer.UNKNOWN),
            Arguments.of(text("PROXY UNKNOWN ffff::1 what ever"), ProxiedPeer.UNKNOWN),
            Arguments.of(binary("2111", IPV4), four),
            Arguments.of(binary("2121", IPV6), six),
            Arguments.of(binary("2111", IPV4 + extension(0x04, "x") + extension(0xE0, "own")), four),
            Arguments.of(binary("2000", ""), ProxiedPeer.UNKNOWN),
            Arguments.of(binary("2000", "010203"), ProxiedPeer.UNKNOWN),
            Arguments.of(binary("2100", ""), ProxiedPeer.UNKNOWN),
            Arguments.of(binary("2131", "00".repeat(216)), ProxiedPeer.at("local")),
            Arguments.of(withChecksum(0), four),
            Arguments.of(binary("2111", IPV4 + extension(0x02, "broker.example") + tls(7, 0,
                extension(0x21, "TLSv1.3"), extension(0x22, "sensor"), extension(0x23, "TLS_AES_128_GCM_SHA256"))),
                new ProxiedPeer("192.0.2.1:50123", "TLSv1.3", "TLS_AES_128_GCM_SHA256", "broker.example", "sensor")),
            Arguments.of(binary("2111", IPV4 + tls(7, 1, extension(0x21, "TLSv1.2"), extension(0x22, "not verified"))),
                new ProxiedPeer("192.0.2.1:50123", "TLSv1.2", null, null, null)),
            Arguments.of(binary("2111", IPV4 + tls(1, 0, extension(0x21, "TLSv1.2"), extension(0x22, "not sent"))),
                new ProxiedPeer("192.0.2.1:50123", "TLSv1.2", null, null, null)));
    }

    static Stream<byte[]> bad()
    {
        return Stream.of(
            text("GET / HTTP/1.1"), text("PROXY"), text("PROXY TCP4 192.0.2.1"), text("PROXY UDP4 1.1.1.1 1.1.1.1 1 1"),
            text("PROXY TCP4 192.0.2.256 198.51.100.1 1 1"), text("PROXY TCP4 2001:db8::1 2001:db8::2 1 1"),
            text("PROXY TCP6 1.1.1.1 1.1.1.1 1 1"), text("PROXY TCP6 ::1%lo ::1 1 1"),
            text("PROXY TCP4 a.example.org b.example.org 1 1"), text("PROXY TCP4 1.1.1.1 1.1.1.1 65536 1"),
            text("PROXY TCP4 1.1.1.1 1.1.1.1 01 1"), text("PROXY TCP4 1.1.1.1 1.1.1.1 -1 1"),
            text("PROXY TCP4 1.1.1.1 1.1.1.1 1 1 1"), text("PROXY TCP4  1.1.1.1 1.1.1.1 1 1"),
            "PROXY TCP4 1.1.1.1 1.1.1.1 1 1\n....".getBytes(StandardCharsets.ISO_8859_1),
            text("PROXY UNKNOWN " + "x".repeat(200)),
            new byte[]{0x10, 12, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 0},
            binary("1111", IPV4), binary("2211", IPV4), binary("2112", IPV4), binary("2141", IPV4),
            binary("2111", IPV4.substring(2)), binary("2121", IPV4), binary("2131", IPV4),
            binary("2111", IPV4 + "02"), binary("2111", IPV4 + "0200"), binary("2111", IPV4 + "020005aa"),
            binary("2111", IPV4 + "200001aa"), binary("2111", IPV4 + tls(1, 0, "2100")),
            binary("2111", IPV4 + tls(1, 0, "210009aa")), binary("2111", IPV4 + "03000200"), withChecksum(1),
            binary("2111", IPV4 + "00".repeat(5_000)));
    }

    /** Feeds what is needed, in pieces, and says how much that was. */
    private static int feed(final ProxyHeader header, final byte[] bytes, final int piece)
    {
        int taken = 0;
        while (header.needed() > 0 && taken < bytes.length)
        {
            final int length = Math.min(Math.min(piece, header.needed()), bytes.length - taken);
            header.take(ByteBuffer.wrap(bytes, taken, length));
            taken += length;
        }
        return taken;
    }

    @ParameterizedTest
    @MethodSource("good")
    void shouldReadNoFurtherThanTheHeaderWhateverThePieces(final byte[] bytes, final ProxiedPeer expected)
    {
        final byte[] more = Arrays.copyOf(bytes, bytes.length + 50);
        for (final int piece : new int[]{1, 2, 5, 1_000})
        {
            final ProxyHeader header = new ProxyHeader();
            assertEquals(bytes.length, feed(header, more, piece));
            assertNull(header.failure());
            assertEquals(0, header.needed());
            assertEquals(expected, header.peer());
        }
    }

    @ParameterizedTest
    @MethodSource("good")
    void shouldWaitForTheRestAtEveryPlace(final byte[] bytes, final ProxiedPeer expected)
    {
        for (int length = 0; length < bytes.length; length++)
        {
            final ProxyHeader header = new ProxyHeader();
            assertEquals(length, feed(header, Arrays.copyOf(bytes, length), 1_000));
            assertNull(header.failure());
            assertTrue(header.needed() > 0);
        }
    }

    @ParameterizedTest
    @MethodSource("bad")
    void shouldRefuseWhatIsWrong(final byte[] bytes)
    {
        for (final int piece : new int[]{1, 1_000})
        {
            final ProxyHeader header = new ProxyHeader();
            feed(header, bytes, piece);
            assertNotNull(header.failure());
            assertEquals(0, header.needed());
        }
    }

    @Test
    void shouldRefuseAtTheFirstWrongByte()
    {
        final ProxyHeader header = new ProxyHeader();
        assertEquals(1, feed(header, new byte[]{'G', 'E', 'T'}, 1));
        assertEquals("it does not begin with a PROXY header", header.failure());
    }

    @ParameterizedTest
    @ValueSource(ints = {4_080, 65_535})
    void shouldBoundWhatItKeeps(final int declared)
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HexFormat.of().parseHex(SIGNATURE + "2000" + String.format("%04x", declared)));
        out.writeBytes(new byte[declared]);
        final ProxyHeader header = new ProxyHeader();
        feed(header, out.toByteArray(), 1_000);
        assertEquals(declared + 16 > ProxyHeader.MAX_LENGTH, header.failure() != null);
    }

    @Property(tries = 10_000)
    void shouldStandAnyChange(@ForAll final long seed)
    {
        final Random random = new Random(seed);
        final byte[] bytes = ((byte[])SAMPLES[random.nextInt(SAMPLES.length)]).clone();
        for (int i = random.nextInt(4); i >= 0; i--)
        {
            bytes[random.nextInt(bytes.length)] = (byte)random.nextInt();
        }
        final ProxyHeader whole = new ProxyHeader();
        final ProxyHeader pieces = new ProxyHeader();
        final int taken = feed(whole, bytes, 10_000);
        feed(pieces, bytes, 1);
        assertEquals(whole.failure() == null, pieces.failure() == null);
        assertEquals(whole.peer(), pieces.peer());
        assertTrue(taken <= bytes.length);
    }
}
