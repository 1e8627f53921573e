package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;

/**
 * UTF-8 as MQTT wants it (section 1.5.4, RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF; in
 * strings of the protocol no U+0000 either. Eight bytes of ASCII are checked at a time.
 */
public final class Utf8
{
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = 0x0101010101010101L;

    private Utf8()
    {
    }

    /**
     * Check a string of the protocol (MQTT-1.5.4-1, MQTT-1.5.4-2).
     *
     * @return {@link Violation#BAD_UTF8} or {@link Violation#NONE}.
     */
    public static Violation check(final DirectBuffer buffer, final int offset, final int length)
    {
        return isText(buffer, offset, length, 1) ? Violation.NONE : Violation.BAD_UTF8;
    }

    /**
     * Check a payload that is declared as text (section 3.3.2.3.2), where U+0000 is allowed.
     *
     * @return whether it is well-formed.
     */
    public static boolean isValid(final DirectBuffer buffer, final int offset, final int length)
    {
        return isText(buffer, offset, length, 0);
    }

    private static boolean isText(final DirectBuffer buffer, final int offset, final int length, final int lowest)
    {
        final int limit = offset + length;
        int position = offset;
        while (position < limit)
        {
            if (limit - position >= Long.BYTES && isAscii(buffer.getLong(position)))
            {
                position += Long.BYTES;
                continue;
            }
            final int first = buffer.getByte(position);
            if (first >= lowest)
            {
                position++;
            }
            else
            {
                final int size = first < 0 ? sequenceSize(buffer, position, limit, first & 0xFF) : 0;
                if (size == 0)
                {
                    return false;
                }
                position += size;
            }
        }
        return true;
    }

    /** Eight bytes that are all in 0x01..0x7F; a zero among them is left to the slow path. */
    private static boolean isAscii(final long word)
    {
        return ((word | word - LOW_BITS) & HIGH_BITS) == 0;
    }

    /** The table of well-formed sequences of RFC 3629 section 4; 0 where the bytes are none of them. */
    private static int sequenceSize(
        final DirectBuffer buffer, final int position, final int limit, final int first)
    {
        if (first < 0xC2 || first > 0xF4)
        {
            return 0;
        }
        final int size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (limit - position < size)
        {
            return 0;
        }
        final int second = buffer.getByte(position + 1) & 0xFF;
        if (second < lowestSecond(first) || second > highestSecond(first))
        {
            return 0;
        }
        for (int i = 2; i < size; i++)
        {
            if ((buffer.getByte(position + i) & 0xC0) != 0x80)
            {
                return 0;
            }
        }
        return size;
    }

    private static int lowestSecond(final int first)
    {
        return first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    }

    private static int highestSecond(final int first)
    {
        return first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    }
}
