package io.maxmq.core.connection;

import io.maxmq.core.topic.TopicHash;
import io.maxmq.spi.Authoriser;
import org.agrona.DirectBuffer;

/**
 * What the authoriser has decided for one connection, found by the bytes of a topic without allocating. Bounded in
 * number and bytes: when it is full it starts anew. Used only where an authoriser is configured; owned by the worker's
 * thread.
 */
final class AccessCache
{
    static final int MAXIMUM = 1_024;
    static final int MAXIMUM_BYTES = 64 * 1_024;
    private static final int INITIAL_CAPACITY = 8;

    private int[] hashes = new int[INITIAL_CAPACITY];
    private byte[][] topics = new byte[INITIAL_CAPACITY][];
    /** Ordinal of the action, shifted, and whether it is allowed. */
    private byte[] decisions = new byte[INITIAL_CAPACITY];
    private int size;
    private int bytes;
    private int generation;

    /**
     * Looks for a decision.
     *
     * @param action that was asked for.
     * @param hash   of action and topic, not 0.
     * @param topic  buffer with the topic or filter.
     * @param offset of it.
     * @param length of it.
     * @return {@link AccessControl#ALLOWED}, {@link AccessControl#DENIED}, or {@link AccessControl#PENDING} where
     *         nothing is known.
     */
    int get(
        final Authoriser.Action action, final int hash, final DirectBuffer topic, final int offset, final int length)
    {
        final int mask = hashes.length - 1;
        for (int i = hash & mask; hashes[i] != 0; i = i + 1 & mask)
        {
            if (hashes[i] == hash && decisions[i] >> 1 == action.ordinal() && topics[i].length == length &&
                TopicHash.equal(topics[i], topic, offset, length))
            {
                return decisions[i] & 1;
            }
        }
        return AccessControl.PENDING;
    }

    /**
     * Remembers a decision that is not known yet.
     *
     * @param action  that was asked for.
     * @param hash    of action and topic, not 0.
     * @param topic   the topic or filter; not copied.
     * @param allowed the decision.
     */
    void put(final Authoriser.Action action, final int hash, final byte[] topic, final boolean allowed)
    {
        if (size == MAXIMUM || bytes + topic.length > MAXIMUM_BYTES && size > 0)
        {
            forget();
        }
        if (size == hashes.length / 2)
        {
            grow();
        }
        insert(hash, topic, (byte)(action.ordinal() << 1 | (allowed ? 1 : 0)));
        size++;
        bytes += topic.length;
    }

    private void insert(final int hash, final byte[] topic, final byte decision)
    {
        final int mask = hashes.length - 1;
        int index = hash & mask;
        while (hashes[index] != 0)
        {
            index = index + 1 & mask;
        }
        hashes[index] = hash;
        topics[index] = topic;
        decisions[index] = decision;
    }

    private void grow()
    {
        final int[] oldHashes = hashes;
        final byte[][] oldTopics = topics;
        final byte[] oldDecisions = decisions;
        reset(oldHashes.length * 2);
        for (int i = 0; i < oldHashes.length; i++)
        {
            if (oldHashes[i] != 0)
            {
                insert(oldHashes[i], oldTopics[i], oldDecisions[i]);
            }
        }
    }

    private void reset(final int capacity)
    {
        hashes = new int[capacity];
        topics = new byte[capacity][];
        decisions = new byte[capacity];
    }

    private void forget()
    {
        reset(INITIAL_CAPACITY);
        size = 0;
        bytes = 0;
    }

    /** The rules have changed: what has been decided, and what is still being decided, counts no more. */
    void clear()
    {
        forget();
        generation++;
    }

    /**
     * @return a number that changes with {@link #clear()}.
     */
    int generation()
    {
        return generation;
    }

    int size()
    {
        return size;
    }
}
