package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;

/**
 * Checks names of topics (section 4.7).
 */
public final class TopicName
{
    /** The longest that a string of the protocol can be: no limit of its own. */
    public static final int MAX_LENGTH = 65_535;
    /** As many levels as the longest topic can have: no limit of its own. */
    public static final int MAX_LEVELS = MAX_LENGTH + 1;

    private TopicName()
    {
    }

    /**
     * @param buffer    holding the name.
     * @param offset    of the name.
     * @param length    of the name in bytes.
     * @param maxLevels the most levels allowed, a level being what a '/' separates.
     * @param maxLength the most bytes allowed.
     * @return what is wrong with it, or {@link Violation#NONE}.
     */
    public static Violation check(
        final DirectBuffer buffer, final int offset, final int length, final int maxLevels, final int maxLength)
    {
        if (length <= 0)
        {
            return Violation.EMPTY_TOPIC;
        }
        if (length > maxLength)
        {
            return Violation.TOPIC_TOO_LONG;
        }
        int levels = 1;
        for (int position = offset, limit = offset + length; position < limit; position++)
        {
            final byte next = buffer.getByte(position);
            if (next == '/')
            {
                levels++;
            }
            else if (next == '+' || next == '#')
            {
                return Violation.WILDCARD_IN_TOPIC;
            }
        }
        return levels > maxLevels ? Violation.TOPIC_TOO_DEEP : Utf8.check(buffer, offset, length);
    }

    /**
     * @return what is wrong with a name to which no configured limits apply, or {@link Violation#NONE}.
     */
    public static Violation check(final DirectBuffer buffer, final int offset, final int length)
    {
        return check(buffer, offset, length, MAX_LEVELS, MAX_LENGTH);
    }
}
