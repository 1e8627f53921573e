package io.maxmq.core.retained;

import java.util.Arrays;

import io.maxmq.transport.codec.TopicFilter;
import org.agrona.DirectBuffer;

/**
 * Where a scan through the retained messages stands. It remembers its filter and the key to go on with by value, so the
 * store may change as it likes between two steps. Keys only grow: nothing is visited twice. One per subscription being
 * served, on its worker's thread; reusable through {@link #reset()}.
 * <p>
 * From every topic it meets it finds the smallest one that could match next, and so jumps over what cannot:
 * <pre>
 *   filter a/+/c    met a/x/b     go on at a/x/c
 *                   met a/x/c/d   go on behind everything under a/x
 *                   met b         done
 * </pre>
 */
public final class RetainedCursor
{
    private static final int INITIAL_CAPACITY = 64;
    private static final byte AFTER_DOLLAR = '$' + 1;

    private byte[] filter = new byte[INITIAL_CAPACITY];
    /** Without {@code /#}: -1 where the filter is {@code #} alone and no level is left, not even an empty one. */
    private int filterLength;
    private boolean multi;
    private boolean wildcard;
    private byte[] key = new byte[INITIAL_CAPACITY];
    private int keyLength;
    private int tenant;
    private boolean started;
    private boolean done;

    /**
     * Whether the scan is complete.
     *
     * @return true when nothing more will come.
     */
    public boolean isDone()
    {
        return done;
    }

    /**
     * Whether the scan has begun.
     *
     * @return true after the first step.
     */
    public boolean isStarted()
    {
        return started;
    }

    /** Makes it ready for another scan, or for the same one from the start. */
    public void reset()
    {
        started = false;
        done = false;
    }

    void start(final int newTenant, final DirectBuffer newFilter, final int offset, final int length)
    {
        tenant = newTenant;
        started = true;
        if (filter.length < length)
        {
            filter = new byte[length];
        }
        newFilter.getBytes(offset, filter, 0, length);
        done = TopicFilter.isShared(newFilter, offset, length);
        wildcard = TopicFilter.hasWildcard(newFilter, offset, length);
        multi = length > 0 && filter[length - 1] == '#';
        filterLength = multi ? length - "/#".length() : length;
        keyLength = 0;
        appendLiterals(0);
    }

    int tenant()
    {
        return tenant;
    }

    byte[] key()
    {
        return key;
    }

    int keyLength()
    {
        return keyLength;
    }

    /** Whether the filter is a plain topic, so that one look at the key is all. */
    boolean isLiteral()
    {
        return !wildcard;
    }

    void done()
    {
        done = true;
    }

    /** Comes back to a topic that was met but could not be taken. */
    void stayAt(final byte[] topic)
    {
        keyLength = 0;
        append(topic, 0, topic.length);
        done = false;
    }

    /**
     * Moves behind a topic.
     *
     * @param topic the first one that is not before the key.
     * @return true if it matches.
     */
    boolean advance(final byte[] topic)
    {
        final boolean dollar = topic.length > 0 && topic[0] == '$';
        int position = 0;
        int afterPlus = -1;
        for (int level = 0; level <= filterLength; level = filterLevelEnd(level) + 1)
        {
            if (position > topic.length)
            {
                keep(topic, topic.length, '/');
                appendLiterals(level);
                return false;
            }
            final int end = levelEnd(topic, topic.length, position);
            if (isPlus(level))
            {
                if (level == 0 && dollar)
                {
                    keep(topic, 0, AFTER_DOLLAR);
                    return false;
                }
                afterPlus = end;
            }
            else
            {
                final int order = compareLevel(level, topic, position, end);
                if (order != 0)
                {
                    return order > 0 ? seek(topic, position, level) : leave(topic, afterPlus);
                }
            }
            position = end + 1;
        }
        if (multi)
        {
            return advanceBelow(topic, dollar && filterLength < 0);
        }
        leave(topic, afterPlus);
        return position > topic.length;
    }

    private boolean advanceBelow(final byte[] topic, final boolean hidden)
    {
        if (hidden)
        {
            keep(topic, 0, AFTER_DOLLAR);
        }
        else
        {
            keep(topic, topic.length, '/');
        }
        return !hidden;
    }

    /** Goes on where the first levels of a topic are followed by the literal levels of the filter; returns false. */
    private boolean seek(final byte[] topic, final int position, final int level)
    {
        keyLength = 0;
        append(topic, 0, position);
        appendLiterals(level);
        return false;
    }

    /** Goes on behind everything under the level that the last plus took, if there was one; returns false. */
    private boolean leave(final byte[] topic, final int afterPlus)
    {
        if (afterPlus < 0)
        {
            done = true;
        }
        else
        {
            keep(topic, afterPlus, SortedTopics.AFTER_SEPARATOR);
        }
        return false;
    }

    private int compareLevel(final int level, final byte[] topic, final int from, final int to)
    {
        return Arrays.compareUnsigned(filter, level, filterLevelEnd(level), topic, from, to);
    }

    private boolean isPlus(final int level)
    {
        return level < filterLength && filter[level] == '+';
    }

    private int filterLevelEnd(final int level)
    {
        return levelEnd(filter, filterLength, level);
    }

    private static int levelEnd(final byte[] bytes, final int length, final int from)
    {
        int i = from;
        while (i < length && bytes[i] != '/')
        {
            i++;
        }
        return i;
    }

    /** Sets the key to the first bytes of a topic and one more. */
    private void keep(final byte[] topic, final int length, final int last)
    {
        keyLength = 0;
        append(topic, 0, length);
        reserve(1);
        key[keyLength++] = (byte) last;
    }

    /** Appends the levels of the filter from one on up to the next plus. */
    private void appendLiterals(final int level)
    {
        int end = level;
        while (end < filterLength && filter[end] != '+')
        {
            end++;
        }
        if (end < filterLength && end > level)
        {
            end--;
        }
        append(filter, level, end);
    }

    private void append(final byte[] bytes, final int from, final int to)
    {
        reserve(to - from);
        System.arraycopy(bytes, from, key, keyLength, to - from);
        keyLength += to - from;
    }

    private void reserve(final int bytes)
    {
        if (keyLength + bytes > key.length)
        {
            key = Arrays.copyOf(key, Integer.highestOneBit(keyLength + bytes) * 2);
        }
    }
}
