package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;

/**
 * Checks topic filters (section 4.7) and takes those of shared subscriptions apart (section 4.8.2).
 *
 * <pre>
 *  $share/{share name}/{filter}
 * </pre>
 *
 * <p>The static methods about the parts expect a filter that {@link #check} accepted.
 */
public final class TopicFilter
{
    private static final byte[] SHARE_PREFIX = {'$', 's', 'h', 'a', 'r', 'e', '/'};

    private TopicFilter()
    {
    }

    /**
     * @param buffer    holding the filter.
     * @param offset    of the filter, with its share prefix if it has one.
     * @param length    in bytes.
     * @param maxLevels the most levels allowed, those of the share prefix not counted.
     * @param maxLength the most bytes allowed, the share prefix included.
     * @return what is wrong with it, or {@link Violation#NONE}.
     */
    public static Violation check(
        final DirectBuffer buffer, final int offset, final int length, final int maxLevels, final int maxLength)
    {
        if (length <= 0)
        {
            return Violation.INVALID_FILTER;
        }
        if (length > maxLength)
        {
            return Violation.FILTER_TOO_LONG;
        }
        if (Utf8.check(buffer, offset, length) != Violation.NONE)
        {
            return Violation.BAD_UTF8;
        }
        if (!isShared(buffer, offset, length))
        {
            return checkLevels(buffer, offset, length, maxLevels);
        }
        final int nameLength = shareNameLength(buffer, offset, length);
        final int prefixLength = SHARE_PREFIX.length + nameLength + 1;
        if (nameLength == 0 || prefixLength >= length ||
            hasWildcard(buffer, offset + SHARE_PREFIX.length, nameLength))
        {
            return Violation.INVALID_FILTER;
        }
        return checkLevels(buffer, offset + prefixLength, length - prefixLength, maxLevels);
    }

    /**
     * @return what is wrong with a filter to which no configured limits apply, or {@link Violation#NONE}.
     */
    public static Violation check(final DirectBuffer buffer, final int offset, final int length)
    {
        return check(buffer, offset, length, TopicName.MAX_LEVELS, TopicName.MAX_LENGTH);
    }

    /**
     * @return whether it is the filter of a shared subscription.
     */
    public static boolean isShared(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length < SHARE_PREFIX.length)
        {
            return false;
        }
        for (int i = 0; i < SHARE_PREFIX.length; i++)
        {
            if (buffer.getByte(offset + i) != SHARE_PREFIX[i])
            {
                return false;
            }
        }
        return true;
    }

    /**
     * @return where the share name of a shared filter starts.
     */
    public static int shareNameOffset(final int offset)
    {
        return offset + SHARE_PREFIX.length;
    }

    /**
     * @return bytes of the share name of a shared filter.
     */
    public static int shareNameLength(final DirectBuffer buffer, final int offset, final int length)
    {
        final int start = offset + SHARE_PREFIX.length;
        final int limit = offset + length;
        int position = start;
        while (position < limit && buffer.getByte(position) != '/')
        {
            position++;
        }
        return position - start;
    }

    /**
     * @return where the filter that topics are matched with starts: behind the share prefix, if there is one.
     */
    public static int filterOffset(final DirectBuffer buffer, final int offset, final int length)
    {
        return isShared(buffer, offset, length) ?
            shareNameOffset(offset) + shareNameLength(buffer, offset, length) + 1 : offset;
    }

    /**
     * @return bytes of the filter that topics are matched with.
     */
    public static int filterLength(final DirectBuffer buffer, final int offset, final int length)
    {
        return offset + length - filterOffset(buffer, offset, length);
    }

    /**
     * @return whether there is a + or # in it.
     */
    public static boolean hasWildcard(final DirectBuffer buffer, final int offset, final int length)
    {
        for (int position = offset, limit = offset + length; position < limit; position++)
        {
            final byte next = buffer.getByte(position);
            if (next == '+' || next == '#')
            {
                return true;
            }
        }
        return false;
    }

    /** A wildcard fills its level (MQTT-4.7.1-2), and # the last one (MQTT-4.7.1-1). */
    private static Violation checkLevels(
        final DirectBuffer buffer, final int offset, final int length, final int maxLevels)
    {
        final int limit = offset + length;
        int levels = 1;
        for (int position = offset; position < limit; position++)
        {
            final byte next = buffer.getByte(position);
            if (next == '/')
            {
                levels++;
            }
            else if (next == '+' || next == '#')
            {
                final boolean startsLevel = position == offset || buffer.getByte(position - 1) == '/';
                final boolean endsFilter = position + 1 == limit;
                final boolean endsLevel = endsFilter || next == '+' && buffer.getByte(position + 1) == '/';
                if (!startsLevel || !endsLevel)
                {
                    return Violation.INVALID_FILTER;
                }
            }
        }
        return levels > maxLevels ? Violation.FILTER_TOO_DEEP : Violation.NONE;
    }
}
