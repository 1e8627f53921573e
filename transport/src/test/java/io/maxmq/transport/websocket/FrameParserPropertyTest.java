package io.maxmq.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

import com.code_intelligence.jazzer.junit.FuzzTest;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Tag;

/**
 * The parser stands anything, and what it makes of it does not depend on the pieces in which it comes.
 */
class FrameParserPropertyTest
{
    private static final int[] STARTS = {0x82, 0x02, 0x00, 0x80, 0x89, 0x8A, 0x88, 0x81, 0xC2, 0x09, 0x8F};

    @Property(tries = 10_000)
    void shouldStandAnyBytes(@ForAll @Size(max = 300) final byte[] bytes)
    {
        check(bytes);
    }

    @Property(tries = 10_000)
    void shouldStandFramesWithAWrongByte(@ForAll final long seed)
    {
        final Random random = new Random(seed);
        byte[] all = new byte[0];
        for (int i = random.nextInt(6); i >= 0; i--)
        {
            final byte[] content = new byte[random.nextInt(10) == 0 ? random.nextInt(400) : random.nextInt(20)];
            random.nextBytes(content);
            all = Frames.join(all, Frames.frame(STARTS[random.nextInt(random.nextInt(STARTS.length) + 1)], content));
        }
        if (random.nextBoolean())
        {
            all[random.nextInt(all.length)] = (byte)random.nextInt();
        }
        check(all);
    }

    @Tag("fuzz")
    @FuzzTest(maxDuration = "1m")
    void shouldStandWhateverIsFound(final byte[] bytes)
    {
        check(bytes);
    }

    private static void check(final byte[] bytes)
    {
        final String whole = parse(bytes, bytes.length);
        assertEquals(whole, parse(bytes, 1));
        assertEquals(whole, parse(bytes, 7));
    }

    /** Everything that comes out, as text. */
    private static String parse(final byte[] bytes, final int piece)
    {
        final FrameParser parser = new FrameParser();
        final ByteArrayOutputStream data = new ByteArrayOutputStream();
        final StringBuilder events = new StringBuilder();
        for (int start = 0; start < bytes.length; start += piece)
        {
            final ByteBuffer in = ByteBuffer.wrap(bytes, start, Math.min(piece, bytes.length - start));
            while (in.hasRemaining())
            {
                final ByteBuffer out = ByteBuffer.allocate(in.remaining());
                final int result = parser.parse(in, out);
                data.write(out.array(), 0, out.position());
                if (result < 0)
                {
                    return events.append(result).append(Arrays.hashCode(data.toByteArray())).toString();
                }
                if (result != FrameParser.MORE)
                {
                    events.append(result).append(':').append(data.size()).append(
                        Arrays.toString(parser.control()));
                }
            }
        }
        return events.append(Arrays.hashCode(data.toByteArray())).toString();
    }
}
