package io.maxmq.core.connection;

import org.agrona.DirectBuffer;


/**
 * Topic aliases that the broker uses towards one client (MQTT-3.3.2.3.4): the first topics that come get one, for as
 * long as there are aliases left. Owned by one worker's thread.
 */
final class OutboundAliases
{
    private final byte[][] topics;
    private final int[] hashes;
    private int count;
    private boolean isNew;

    OutboundAliases(final int maximum)
    {
        topics = new byte[maximum][];
        hashes = new int[maximum];
    }

    /**
     * Finds or assigns the alias of a topic.
     *
     * @param topic  buffer with the topic.
     * @param offset of the topic.
     * @param length of the topic.
     * @return the alias, or 0 where all are taken; {@link #isNew()} tells whether the topic has to go with it.
     */
    int aliasOf(final DirectBuffer topic, final int offset, final int length)
    {
        final int hash = hash(topic, offset, length);
        for (int i = 0; i < count; i++)
        {
            if (hashes[i] == hash && equal(topics[i], topic, offset, length))
            {
                isNew = false;
                return i + 1;
            }
        }
        isNew = true;
        if (count == topics.length)
        {
            return 0;
        }
        final byte[] copy = new byte[length];
        topic.getBytes(offset, copy);
        topics[count] = copy;
        hashes[count] = hash;
        return ++count;
    }

    boolean isNew()
    {
        return isNew;
    }

    /** Takes back an alias that was assigned last but could not be sent. */
    void undo()
    {
        if (isNew && count > 0)
        {
            topics[--count] = null;
        }
    }

    private static int hash(final DirectBuffer buffer, final int offset, final int length)
    {
        int hash = length;
        for (int i = 0; i < length; i++)
        {
            hash = 31 * hash + buffer.getByte(offset + i);
        }
        return hash;
    }

    private static boolean equal(final byte[] known, final DirectBuffer buffer, final int offset, final int length)
    {
        if (known.length != length)
        {
            return false;
        }
        for (int i = 0; i < length; i++)
        {
            if (known[i] != buffer.getByte(offset + i))
            {
                return false;
            }
        }
        return true;
    }
}
