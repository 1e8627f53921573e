package io.maxmq.core.partition;

import org.agrona.DirectBuffer;

/**
 * Compares one topic with one filter (MQTT-4.7). For the rare cases in which there is no tree to ask.
 */
final class FilterMatch
{
    private FilterMatch()
    {
    }

    static boolean matches(
        final DirectBuffer filter, final int filterFrom, final int filterTo,
        final DirectBuffer topic, final int topicOffset, final int topicLength)
    {
        final int topicTo = topicOffset + topicLength;
        int f = filterFrom;
        int t = topicOffset;
        if (topicLength > 0 && topic.getByte(t) == '$' && f < filterTo && isWildcard(filter.getByte(f)))
        {
            return false;
        }
        while (f < filterTo)
        {
            final byte next = filter.getByte(f);
            if (next == '#')
            {
                return true;
            }
            if (next == '+')
            {
                t = endOfLevel(topic, t, topicTo);
                f++;
            }
            else if (t < topicTo && topic.getByte(t) == next)
            {
                f++;
                t++;
            }
            else
            {
                return t == topicTo && next == '/' && f + 2 == filterTo && filter.getByte(f + 1) == '#';
            }
        }
        return t == topicTo;
    }

    private static boolean isWildcard(final byte value)
    {
        return value == '+' || value == '#';
    }

    private static int endOfLevel(final DirectBuffer topic, final int from, final int to)
    {
        int at = from;
        while (at < to && topic.getByte(at) != '/')
        {
            at++;
        }
        return at;
    }
}
