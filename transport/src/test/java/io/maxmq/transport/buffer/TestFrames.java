package io.maxmq.transport.buffer;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.agrona.DirectBuffer;

/**
 * Frames as MQTT has them: a type byte, a remaining length of one to four bytes, a body.
 */
public final class TestFrames
{
    private TestFrames()
    {
    }

    /**
     * @param type       the first byte.
     * @param bodyLength in bytes.
     * @param seed       of the body's random bytes.
     * @return a frame.
     */
    public static byte[] frame(final int type, final int bodyLength, final int seed)
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(type);
        int left = bodyLength;
        do
        {
            out.write(left > 127 ? left & 0x7F | 0x80 : left);
            left >>>= 7;
        }
        while (left > 0);
        final byte[] body = new byte[bodyLength];
        new Random(seed).nextBytes(body);
        out.write(body, 0, bodyLength);
        return out.toByteArray();
    }

    /**
     * @param bodyLength in bytes.
     * @param seed       of the body's random bytes.
     * @return a frame.
     */
    public static byte[] frame(final int bodyLength, final int seed)
    {
        return frame(0x30, bodyLength, seed);
    }

    /**
     * @param bodyLengths of the frames.
     * @return frames that differ from each other.
     */
    public static List<byte[]> frames(final List<Integer> bodyLengths)
    {
        final List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < bodyLengths.size(); i++)
        {
            frames.add(frame(bodyLengths.get(i), i));
        }
        return frames;
    }

    /**
     * @param parts to put one behind the other.
     * @return all of them.
     */
    public static byte[] join(final List<byte[]> parts)
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach(part -> out.write(part, 0, part.length));
        return out.toByteArray();
    }

    /**
     * The splitter of these frames.
     *
     * @param buffer that holds the bytes.
     * @param offset of the frame.
     * @param limit  behind the last byte.
     * @return as {@link FrameSplitter#frameLength(DirectBuffer, int, int)}.
     */
    public static int frameLength(final DirectBuffer buffer, final int offset, final int limit)
    {
        int length = 0;
        for (int i = 1; i <= 4; i++)
        {
            if (offset + i >= limit)
            {
                return FrameSplitter.NEED_MORE;
            }
            final byte digit = buffer.getByte(offset + i);
            length |= (digit & 0x7F) << 7 * (i - 1);
            if (digit >= 0)
            {
                return 1 + i + length;
            }
        }
        return FrameSplitter.MALFORMED;
    }
}
