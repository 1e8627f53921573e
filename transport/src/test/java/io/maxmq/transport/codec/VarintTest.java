package io.maxmq.transport.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VarintTest
{
    private static final int AT = 3;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[AT + 4]);

    /** The limits of each size, section 1.5.5 table 1-1. */
    @ParameterizedTest
    @CsvSource({
        "0, 00", "127, 7f", "128, 8001", "16383, ff7f", "16384, 808001", "2097151, ffff7f", "2097152, 80808001",
        "268435455, ffffff7f"})
    void shouldUseAsFewBytesAsTheStandardSays(final int value, final String hex)
    {
        final byte[] expected = WireScript.bytes(hex);

        final int end = Varint.put(buffer, AT, value);

        final byte[] written = new byte[end - AT];
        buffer.getBytes(AT, written);
        assertEquals(new UnsafeBuffer(expected), new UnsafeBuffer(written));
        assertEquals(expected.length, Varint.size(value));
    }

    @Property
    void shouldReadWhatItWrote(@ForAll @IntRange(max = Varint.MAX_VALUE) final int value)
    {
        final int end = Varint.put(buffer, AT, value);

        final long decoded = Varint.decode(buffer, AT, end);

        assertEquals(value, Varint.value(decoded));
        assertEquals(end - AT, Varint.size(decoded));
        for (int limit = AT; limit < end; limit++)
        {
            assertEquals(Varint.NEED_MORE, Varint.decode(buffer, AT, limit));
        }
    }

    @ParameterizedTest
    @CsvSource({"8000", "808000", "80808000", "ff00", "80808080", "ffffffff", "8080808001", "ffffffffff7f"})
    @Tag("MQTT-1.5.5-1")
    void shouldRefuseWhatIsTooLong(final String hex)
    {
        final byte[] bytes = WireScript.bytes(hex);

        assertEquals(Varint.MALFORMED, Varint.decode(new UnsafeBuffer(bytes), 0, bytes.length));
    }

    @Test
    void shouldNotWaitForTheFifthByte()
    {
        final byte[] header = WireScript.bytes("30 ffffffff");

        assertEquals(FrameDecoder.NEED_MORE, FrameDecoder.frameLength(new UnsafeBuffer(header), 0, 4));
        assertEquals(FrameDecoder.MALFORMED, FrameDecoder.frameLength(new UnsafeBuffer(header), 0, 5));
    }

    @Test
    void shouldTellTheLengthOfTheLargestFrameFromItsHeader()
    {
        final byte[] header = WireScript.bytes("30 ffffff7f");

        assertEquals(5 + Varint.MAX_VALUE, FrameDecoder.frameLength(new UnsafeBuffer(header), 0, 5));
    }

    @Property
    void shouldTellTheBodyOffsetFromTheFrameLength(@ForAll @IntRange(max = Varint.MAX_VALUE) final int bodyLength)
    {
        final int headerLength = 1 + Varint.size(bodyLength);

        assertEquals(AT + headerLength, FrameDecoder.bodyOffset(AT, headerLength + bodyLength));
    }

    @ParameterizedTest
    @CsvSource({"0", "127", "128", "16383", "16384", "2097151", "2097152", "268435455"})
    void shouldTellTheBodyOffsetAtTheLimitsOfEachSize(final int bodyLength)
    {
        shouldTellTheBodyOffsetFromTheFrameLength(bodyLength);
    }
}
