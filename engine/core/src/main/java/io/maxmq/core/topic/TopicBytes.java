package io.maxmq.core.topic;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import org.agrona.DirectBuffer;

/**
 * A topic or filter copied out of its buffer and read eight bytes at a time. Every level carries the separator before
 * it, also the first, so that no level and one empty level differ, and a position always points at a separator or at
 * the end:
 * <pre>
 *   topic   sensors/7//t          bytes   / s e n s o r s / 7 / / t | at least 8 bytes of padding
 *                                         ^ level 0       ^ 1 ^ ^ 3 ^ end
 * </pre>
 * Reused; owned by one worker's thread.
 */
final class TopicBytes
{
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int PADDING = Long.BYTES;
    private static final int INITIAL_CAPACITY = 256;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long SLASHES = ONES * '/';
    private static final long MULTIPLIER = 0xD6E8_FEB8_6659_FD93L;

    private final long seed;
    private byte[] bytes = new byte[INITIAL_CAPACITY];
    private int end;
    private int levelEnd;

    /**
     * Creates an empty one.
     *
     * @param seed of the hash, unknown to clients, so that nobody can choose levels that collide.
     */
    TopicBytes(final long seed)
    {
        this.seed = seed;
    }

    void load(final DirectBuffer buffer, final int offset, final int length)
    {
        length(length + 1);
        bytes[0] = '/';
        buffer.getBytes(offset, bytes, 1, length);
    }

    /** Sets the length to be filled by {@link #set}. */
    void length(final int length)
    {
        if (length + PADDING > bytes.length)
        {
            bytes = new byte[Integer.highestOneBit(length + PADDING) * 2];
        }
        end = length;
    }

    int end()
    {
        return end;
    }

    void end(final int newEnd)
    {
        end = newEnd;
    }

    byte at(final int position)
    {
        return bytes[position];
    }

    void set(final int position, final byte value)
    {
        bytes[position] = value;
    }

    /** The eight bytes from a position on, the first one lowest; what lies behind the end has no meaning. */
    long word(final int position)
    {
        return (long) WORDS.get(bytes, position);
    }

    boolean isBoundary(final int position)
    {
        return position == end || bytes[position] == '/';
    }

    /** Whether the level at a position is a single {@code +}; in a filter, where a plus is always a whole level. */
    boolean isPlus(final int position)
    {
        return position + 1 < end && bytes[position + 1] == '+';
    }

    /** The first position from here on whose level is a plus, or the end. */
    int literalEnd(final int position)
    {
        for (int i = position; i < end; i++)
        {
            if (bytes[i] == '+')
            {
                return i - 1;
            }
        }
        return end;
    }

    /** Where the level that starts here ends. */
    int levelEnd(final int position)
    {
        for (int i = position + 1;; i += Long.BYTES)
        {
            final long found = slashesIn(word(i));
            if (found != 0 || i + Long.BYTES >= end)
            {
                return found == 0 ? end : Math.min(end, i + firstByte(found));
            }
        }
    }

    /** Hashes the level that starts here; where it ends is then told by {@link #hashedEnd()}. */
    int hashLevel(final int position)
    {
        long hash = seed;
        for (int i = position + 1;; i += Long.BYTES)
        {
            final long word = word(i);
            final long found = slashesIn(word);
            final int count = Math.min(found == 0 ? Long.BYTES : firstByte(found), end - i);
            if (count < Long.BYTES)
            {
                levelEnd = i + count;
                return fold(hash ^ word & ~(-1L << count * Byte.SIZE) ^ (long) count << 56);
            }
            hash = mix(hash ^ word);
        }
    }

    int hashedEnd()
    {
        return levelEnd;
    }

    /** Chains the hashes of consecutive levels. */
    static int combine(final int hash, final int next)
    {
        return fold((long) hash << 32 ^ next & 0xFFFF_FFFFL ^ MULTIPLIER);
    }

    private static int fold(final long value)
    {
        final long mixed = mix(value);
        return (int) (mixed ^ mixed >>> 32);
    }

    private static long mix(final long value)
    {
        return value * MULTIPLIER ^ Math.multiplyHigh(value, MULTIPLIER);
    }

    /** Only the lowest mark is exact, which is the one that is used. */
    private static long slashesIn(final long word)
    {
        final long zeroed = word ^ SLASHES;
        return zeroed - ONES & ~zeroed & HIGH_BITS;
    }

    private static int firstByte(final long marks)
    {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }
}
