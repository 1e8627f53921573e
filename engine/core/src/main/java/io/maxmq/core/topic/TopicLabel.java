package io.maxmq.core.topic;

/**
 * The levels on a tree node, packed eight bytes to a word, lowest byte first, zeros behind the last: an array header
 * less per node than a string, and compared with a topic eight bytes at a time.
 */
final class TopicLabel
{
    static final long[] EMPTY = new long[0];

    private TopicLabel()
    {
    }

    static byte at(final long[] label, final int index)
    {
        return (byte) (label[index >>> 3] >>> ((index & 7) << 3));
    }

    static long[] of(final TopicBytes topic, final int from, final int to)
    {
        final long[] label = allocate(to - from);
        for (int i = from; i < to; i++)
        {
            set(label, i - from, topic.at(i));
        }
        return label;
    }

    static long[] slice(final long[] label, final int from, final int to)
    {
        final long[] slice = allocate(to - from);
        for (int i = from; i < to; i++)
        {
            set(slice, i - from, at(label, i));
        }
        return slice;
    }

    static long[] join(final long[] first, final int firstLength, final long[] second, final int secondLength)
    {
        final long[] joined = allocate(firstLength + secondLength);
        for (int i = 0; i < firstLength; i++)
        {
            set(joined, i, at(first, i));
        }
        for (int i = 0; i < secondLength; i++)
        {
            set(joined, firstLength + i, at(second, i));
        }
        return joined;
    }

    /** Whether a topic continues at a position with exactly these levels; whatever follows them. */
    static boolean matches(final long[] label, final int length, final TopicBytes topic, final int position)
    {
        final int after = position + length;
        if (after > topic.end())
        {
            return false;
        }
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES)
        {
            if (label[i >>> 3] != topic.word(position + i))
            {
                return false;
            }
        }
        final int rest = length - i;
        return (rest == 0 || (label[i >>> 3] ^ topic.word(position + i)) << Long.SIZE - rest * Byte.SIZE == 0)
            && topic.isBoundary(after);
    }

    /** How many bytes of whole levels label and topic have in common, up to {@code to} in the topic. */
    static int common(
        final long[] label, final int length, final TopicBytes topic, final int position, final int to)
    {
        final int max = Math.min(length, to - position);
        int i = 0;
        while (i < max && at(label, i) == topic.at(position + i))
        {
            i++;
        }
        final boolean labelEnds = i == length || at(label, i) == '/';
        final boolean topicEnds = position + i == to || topic.at(position + i) == '/';
        if (labelEnds && topicEnds)
        {
            return i;
        }
        while (--i > 0 && at(label, i) != '/')
        {
            continue;
        }
        return Math.max(i, 0);
    }

    private static long[] allocate(final int length)
    {
        return length == 0 ? EMPTY : new long[length + 7 >>> 3];
    }

    private static void set(final long[] label, final int index, final byte value)
    {
        label[index >>> 3] |= (value & 0xFFL) << ((index & 7) << 3);
    }
}
