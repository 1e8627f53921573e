package io.maxmq.transport.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What CONNECT has beyond what the table says: the acceptor's look for the client id, and the answer to versions
 * that nobody speaks.
 */
final class ConnectDecoderTest
{
    private final ConnectDecoder decoder = new ConnectDecoder();

    private static List<PacketSample> connects()
    {
        return PacketTable.valid().stream()
            .filter(sample -> PacketType.of(sample.firstByte()) == PacketType.CONNECT).collect(Collectors.toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("connects")
    void shouldLocateTheClientIdThatTheDecoderFinds(final PacketSample sample)
    {
        final UnsafeBuffer buffer = sample.buffer();
        final int offset = sample.wire().bodyOffset();
        decoder.wrap(buffer, offset, sample.wire().bodyLength(), 0);

        final long clientId = ConnectDecoder.locateClientId(buffer, offset, sample.wire().bodyLength());

        assertEquals(Region.of(decoder.clientIdOffset(), decoder.clientIdLength()), clientId);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("connects")
    void shouldLocateNothingBeforeTheClientIdIsThere(final PacketSample sample)
    {
        final int offset = sample.wire().bodyOffset();
        final long clientId =
            ConnectDecoder.locateClientId(sample.buffer(), offset, sample.wire().bodyLength());
        final int end = Region.offset(clientId) + Region.length(clientId) - offset;
        for (int length = 0; length < sample.wire().bodyLength(); length++)
        {
            final UnsafeBuffer cut = new UnsafeBuffer(sample.buffer(), 0, offset + length);

            final long expected = length < end ? Region.NONE : clientId;

            assertEquals(expected, ConnectDecoder.locateClientId(cut, offset, length));
        }
    }

    @Test
    void shouldLocateNothingBehindMalformedProperties()
    {
        assertEquals(Region.NONE, locateIn("\"MQTT\" 05 02 0000 8000 \"c\""));
        assertEquals(Region.NONE, locateIn("\"MQTT\" 05 02 0000 ffffff7f \"c\""));
        assertEquals(Region.NONE, locateIn("ffff"));
    }

    private static long locateIn(final String script)
    {
        final byte[] body = WireScript.bytes(script);
        return ConnectDecoder.locateClientId(new UnsafeBuffer(body), 0, body.length);
    }

    /** The CONNACK that refuses a version is written in one that the client may understand (section 3.2.2.2). */
    @ParameterizedTest
    @CsvSource({"06, 5", "7f, 5", "85, 5", "00, 4", "02, 4", "03, 3"})
    void shouldSayInWhichVersionToRefuse(final String level, final int version)
    {
        final byte[] body = WireScript.bytes("\"MQTT\" " + level + " 02 0000 \"c\"");

        assertEquals(Violation.UNSUPPORTED_VERSION, decoder.wrap(new UnsafeBuffer(body), 0, body.length, 0));
        assertEquals(version, decoder.protocolVersion());
        assertEquals(Integer.parseInt(level, 16), decoder.protocolLevel());
    }

    @Test
    void shouldTellEmptyFieldsFromAbsentOnes()
    {
        final byte[] body = WireScript.bytes("\"MQTT\" 04 c2 0000 \"c\" \"\" \"\"");

        decoder.wrap(new UnsafeBuffer(body), 0, body.length, 0);

        assertTrue(decoder.hasUsername());
        assertTrue(decoder.hasPassword());
        assertEquals(0, decoder.passwordLength());
        assertEquals(-1, decoder.authenticationMethodOffset());
        assertEquals(-1, decoder.authenticationMethodLength());
    }
}
