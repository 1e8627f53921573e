package io.maxmq.core.topic;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

import org.agrona.DirectBuffer;

/**
 * Hash and comparison of whole topics for tables in memory, eight bytes at a time. Seeded anew in every process, so
 * that nobody can choose topics that collide; not for anything that is stored. Immutable.
 */
public final class TopicHash
{
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MULTIPLIER = 0xA076_1D64_78BD_642FL;

    private final long seed = new SecureRandom().nextLong();

    /**
     * Hashes a topic.
     *
     * @param tenant in whose topic space it is.
     * @param topic  buffer with the topic.
     * @param offset where the topic starts.
     * @param length of the topic in bytes.
     * @return the hash, never 0, all of its bits equally good.
     */
    public int hash(final int tenant, final DirectBuffer topic, final int offset, final int length)
    {
        long hash = seed ^ (long) tenant << 32 ^ length;
        final int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES)
        {
            hash = mix(hash ^ topic.getLong(offset + i, ByteOrder.LITTLE_ENDIAN));
        }
        hash = mix(hash ^ (last < 0
            ? shortTopic(topic, offset, length) : topic.getLong(offset + last, ByteOrder.LITTLE_ENDIAN)));
        final int folded = (int) (hash ^ hash >>> 32);
        return folded == 0 ? 1 : folded;
    }

    private static long shortTopic(final DirectBuffer topic, final int offset, final int length)
    {
        long word = 0;
        for (int i = 0; i < length; i++)
        {
            word = word << Byte.SIZE | topic.getByte(offset + i) & 0xFF;
        }
        return word;
    }

    /**
     * Compares a topic that is kept with one in a buffer.
     *
     * @param kept   array that starts with the topic.
     * @param buffer with the other topic.
     * @param offset where the other topic starts.
     * @param length of both in bytes.
     * @return true if they are the same.
     */
    public static boolean equal(final byte[] kept, final DirectBuffer buffer, final int offset, final int length)
    {
        if (length < Long.BYTES)
        {
            return equalBytes(kept, buffer, offset, length);
        }
        final int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES)
        {
            if ((long) WORDS.get(kept, i) != buffer.getLong(offset + i, ByteOrder.LITTLE_ENDIAN))
            {
                return false;
            }
        }
        return (long) WORDS.get(kept, last) == buffer.getLong(offset + last, ByteOrder.LITTLE_ENDIAN);
    }

    private static boolean equalBytes(
        final byte[] kept, final DirectBuffer buffer, final int offset, final int length)
    {
        for (int i = 0; i < length; i++)
        {
            if (kept[i] != buffer.getByte(offset + i))
            {
                return false;
            }
        }
        return true;
    }

    private static long mix(final long value)
    {
        return value * MULTIPLIER ^ Math.multiplyHigh(value, MULTIPLIER);
    }
}
