package io.maxmq.journal.event;

import org.agrona.DirectBuffer;

/**
 * Where a client or a topic belongs: SipHash-2-4 (Aumasson, Bernstein: "SipHash: a fast short-input PRF", 2012) over
 * tenant and bytes, with a key, so that nobody can choose names that all land on one worker.
 * <p>
 * <b>Frozen</b>: the same key and version give the same hash for ever, on every machine. What is hashed, version 1:
 * the tenant as 4 little-endian bytes, one byte 1 (client) or 2 (topic), the bytes of the name.
 * <p>
 * Immutable and thread-safe; allocates nothing per hash.
 */
public final class KeyHash
{
    public static final int VERSION = 1;

    private static final int CLIENT_DOMAIN = 1;
    private static final int TOPIC_DOMAIN = 2;
    private static final int PREFIX_LENGTH = 5;

    private final long key0;
    private final long key1;

    public KeyHash(final long key0, final long key1)
    {
        this.key0 = key0;
        this.key1 = key1;
    }

    public long key0()
    {
        return key0;
    }

    public long key1()
    {
        return key1;
    }

    public long forClient(final int tenant, final DirectBuffer buffer, final int offset, final int length)
    {
        return hash(prefix(tenant, CLIENT_DOMAIN), PREFIX_LENGTH, buffer, offset, length);
    }

    /** Hash of a topic, or of its first {@code partitionLevels} levels if that is above 0. */
    public long forTopic(
        final int tenant, final DirectBuffer buffer, final int offset, final int length, final int partitionLevels)
    {
        final int hashed = partitionLevels > 0 ? levelsLength(buffer, offset, length, partitionLevels) : length;
        return hash(prefix(tenant, TOPIC_DOMAIN), PREFIX_LENGTH, buffer, offset, hashed);
    }

    /** The worker a hash belongs to, evenly for any count. */
    public static int worker(final long hash, final int workerCount)
    {
        return (int)Long.remainderUnsigned(hash, workerCount);
    }

    /** Plain SipHash-2-4 of bytes. */
    public long hash(final DirectBuffer buffer, final int offset, final int length)
    {
        return hash(0L, 0, buffer, offset, length);
    }

    /** Bytes up to the separator that ends the {@code levels}-th level. */
    static int levelsLength(final DirectBuffer buffer, final int offset, final int length, final int levels)
    {
        int left = levels;
        for (int i = 0; i < length; i++)
        {
            if (buffer.getByte(offset + i) == '/' && --left == 0)
            {
                return i;
            }
        }
        return length;
    }

    private static long prefix(final int tenant, final int domain)
    {
        return tenant & 0xFFFF_FFFFL | (long)domain << 32;
    }

    /** Hashes {@code prefixLength} (under 8) low bytes of {@code prefix}, then the buffer's. */
    private long hash(
        final long prefix, final int prefixLength, final DirectBuffer buffer, final int offset, final int length)
    {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        final int total = prefixLength + length;
        long word = prefix;
        int filled = prefixLength;
        int position = offset;
        final int end = offset + length;
        boolean last = false;
        int finalRounds = 4;
        while (finalRounds > 0)
        {
            int rounds = 2;
            if (last)
            {
                rounds = 1;
                finalRounds--;
            }
            else
            {
                while (filled < 8 && position < end)
                {
                    word |= (buffer.getByte(position++) & 0xFFL) << (filled++ << 3);
                }
                if (filled < 8)
                {
                    word |= (long)total << 56;
                }
                v3 ^= word;
            }
            for (int i = 0; i < rounds; i++)
            {
                v0 += v1;
                v2 += v3;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v1;
                v0 += v3;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 = Long.rotateLeft(v2, 32);
            }
            if (!last)
            {
                v0 ^= word;
                if (filled < 8)
                {
                    last = true;
                    v2 ^= 0xFF;
                }
                word = 0;
                filled = 0;
            }
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
