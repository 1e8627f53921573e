package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Variable byte integers (section 1.5.5): seven bits per byte, the lowest first, at most four bytes.
 */
public final class Varint
{
    /** The largest value: four bytes of seven bits. */
    public static final int MAX_VALUE = 268_435_455;
    /** Result of {@link #decode}: the limit comes before the last byte. */
    public static final long NEED_MORE = -1;
    /** Result of {@link #decode}: more than four bytes, or not the shortest form (MQTT-1.5.5-1). */
    public static final long MALFORMED = -2;

    private static final int MAX_SIZE = 4;

    private Varint()
    {
    }

    /**
     * @param buffer to read.
     * @param offset of the first byte.
     * @param limit  of what may be read.
     * @return value and size for {@link #value(long)} and {@link #size(long)}, or a negative result.
     */
    public static long decode(final DirectBuffer buffer, final int offset, final int limit)
    {
        int value = 0;
        for (int size = 0; size < MAX_SIZE; size++)
        {
            if (offset + size >= limit)
            {
                return NEED_MORE;
            }
            final int next = buffer.getByte(offset + size);
            value |= (next & 0x7F) << (7 * size);
            if (next >= 0)
            {
                return next == 0 && size > 0 ? MALFORMED : (long)(size + 1) << 32 | value;
            }
        }
        return MALFORMED;
    }

    public static int value(final long decoded)
    {
        return (int)decoded;
    }

    public static int size(final long decoded)
    {
        return (int)(decoded >> 32);
    }

    /**
     * @param value 0 to {@link #MAX_VALUE}.
     * @return bytes that it takes, 1 to 4.
     */
    public static int size(final int value)
    {
        return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : 4;
    }

    /**
     * @param buffer to write.
     * @param offset of the first byte.
     * @param value  0 to {@link #MAX_VALUE}.
     * @return the offset behind the last byte written.
     */
    public static int put(final MutableDirectBuffer buffer, final int offset, final int value)
    {
        int position = offset;
        int rest = value;
        while (rest > 0x7F)
        {
            buffer.putByte(position++, (byte)(rest | 0x80));
            rest >>>= 7;
        }
        buffer.putByte(position, (byte)rest);
        return position + 1;
    }
}
