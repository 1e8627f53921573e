package io.maxmq.transport.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * UTF-8 against the JDK's decoder, which is as strict as the standard but for U+0000.
 */
final class Utf8Test
{
    @Test
    void shouldAcceptEveryCodePointButZeroAndSurrogates()
    {
        for (int codePoint = 1; codePoint <= Character.MAX_CODE_POINT; codePoint++)
        {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE)
            {
                final byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
                assertEquals(Violation.NONE, check(bytes), Integer.toHexString(codePoint));
            }
        }
    }

    @Test
    @Tag("MQTT-1.5.4-1")
    void shouldAgreeWithTheJdkOnAllShortSequences()
    {
        final byte[] interesting = WireScript.bytes(
            "01 2f 7f 80 8f 90 9f a0 bf c0 c1 c2 df e0 e1 ec ed ee ef f0 f1 f3 f4 f5 f8 ff");
        for (final byte first : interesting)
        {
            for (final byte second : interesting)
            {
                for (final byte third : interesting)
                {
                    for (final byte fourth : new byte[] {0x41, (byte)0x80, (byte)0xBF, (byte)0xC0})
                    {
                        shouldAgreeWithTheJdk(new byte[] {first, second, third, fourth});
                    }
                }
            }
        }
    }

    @Property
    void shouldAgreeWithTheJdk(@ForAll("nearlyText") final byte[] bytes)
    {
        final boolean isText = isTextForTheJdk(bytes);

        assertEquals(isText, Utf8.isValid(new UnsafeBuffer(bytes), 0, bytes.length));
        assertEquals(isText && !hasZero(bytes), check(bytes) == Violation.NONE);
    }

    @Provide
    Arbitrary<byte[]> nearlyText()
    {
        final Arbitrary<byte[]> text = Arbitraries.strings().ofMaxLength(30)
            .map(string -> string.getBytes(StandardCharsets.UTF_8));
        final Arbitrary<byte[]> damaged = text.filter(bytes -> bytes.length > 0).flatMap(bytes ->
            Arbitraries.integers().between(0, bytes.length - 1).flatMap(at -> Arbitraries.bytes().map(value ->
            {
                final byte[] copy = bytes.clone();
                copy[at] = value;
                return copy;
            })));
        final Arbitrary<byte[]> cut = text.flatMap(bytes ->
            Arbitraries.integers().between(0, bytes.length).map(length -> Arrays.copyOf(bytes, length)));
        return Arbitraries.oneOf(text, damaged, cut, Arbitraries.bytes().array(byte[].class).ofMaxSize(20));
    }

    @Test
    @Tag("MQTT-1.5.4-2")
    void shouldRefuseZeroAtEveryPlaceOfAWord()
    {
        for (int at = 0; at < 20; at++)
        {
            final byte[] bytes = "twenty ASCII letters".getBytes(StandardCharsets.US_ASCII);
            bytes[at] = 0;
            assertEquals(Violation.BAD_UTF8, check(bytes));
        }
    }

    @Test
    void shouldNotReadBehindTheEnd()
    {
        final byte[] bytes = WireScript.bytes("61 e2 82 ac");

        assertEquals(Violation.BAD_UTF8, Utf8.check(new UnsafeBuffer(bytes), 0, 3));
        assertEquals(Violation.NONE, Utf8.check(new UnsafeBuffer(bytes), 0, 1));
        assertEquals(Violation.NONE, Utf8.check(new UnsafeBuffer(bytes), 4, 0));
    }

    @Test
    @Tag("MQTT-1.5.4-3")
    void shouldAcceptAByteOrderMark()
    {
        assertEquals(Violation.NONE, check(WireScript.bytes("ef bb bf 61")));
    }

    private static Violation check(final byte[] bytes)
    {
        return Utf8.check(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    private static boolean isTextForTheJdk(final byte[] bytes)
    {
        try
        {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        }
        catch (final CharacterCodingException ex)
        {
            return false;
        }
    }

    private static boolean hasZero(final byte[] bytes)
    {
        for (final byte value : bytes)
        {
            if (value == 0)
            {
                return true;
            }
        }
        return false;
    }
}
