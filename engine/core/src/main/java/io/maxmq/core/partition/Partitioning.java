package io.maxmq.core.partition;

import io.maxmq.journal.event.KeyHash;
import io.maxmq.transport.codec.TopicFilter;
import org.agrona.DirectBuffer;

/**
 * Says which worker is responsible for what: the home of a client's session, the owner of a topic. Immutable, shared by
 * all workers. The hash is keyed and frozen; the number of workers may change between two starts.
 */
public final class Partitioning
{
    private final KeyHash hash;
    private final int workerCount;
    private final int partitionLevels;

    /**
     * @param hash            keyed hash of the broker.
     * @param workerCount     1 to 64.
     * @param partitionLevels topics that share this many first levels have one owner; 0 = all levels count.
     */
    public Partitioning(final KeyHash hash, final int workerCount, final int partitionLevels)
    {
        this.hash = hash;
        this.workerCount = workerCount;
        this.partitionLevels = partitionLevels;
    }

    /**
     * @return the broker's hash.
     */
    public KeyHash hash()
    {
        return hash;
    }

    public int workerCount()
    {
        return workerCount;
    }

    public long allWorkers()
    {
        return workerCount == Long.SIZE ? -1L : (1L << workerCount) - 1;
    }

    public long clientHash(final int tenant, final DirectBuffer clientId, final int offset, final int length)
    {
        return hash.forClient(tenant, clientId, offset, length);
    }

    public int worker(final long clientHash)
    {
        return KeyHash.worker(clientHash, workerCount);
    }

    public int homeOfClient(final int tenant, final DirectBuffer clientId, final int offset, final int length)
    {
        return workerCount == 1 ? 0 : worker(clientHash(tenant, clientId, offset, length));
    }

    public int ownerOfTopic(final int tenant, final DirectBuffer topic, final int offset, final int length)
    {
        return workerCount == 1 ? 0 : worker(hash.forTopic(tenant, topic, offset, length, partitionLevels));
    }

    /**
     * The workers that own topics which a filter may match.
     *
     * @param tenant of the subscriber.
     * @param filter checked filter, with {@code $share/name/} if it has that.
     * @param offset of the filter.
     * @param length of the filter.
     * @return bit n is set for worker n.
     */
    public long ownersOfFilter(final int tenant, final DirectBuffer filter, final int offset, final int length)
    {
        if (workerCount == 1)
        {
            return 1;
        }
        final int from = TopicFilter.filterOffset(filter, offset, length);
        final int matched = TopicFilter.filterLength(filter, offset, length);
        final boolean oneOwner = isLiteral(filter, from, matched);
        return oneOwner ? 1L << ownerOfTopic(tenant, filter, from, matched) : allWorkers();
    }

    /** Whether the part of the filter that decides about the owner has no wildcard. */
    private boolean isLiteral(final DirectBuffer filter, final int offset, final int length)
    {
        int levels = 1;
        for (int i = offset; i < offset + length; i++)
        {
            final byte next = filter.getByte(i);
            if (next == '/')
            {
                if (levels++ == partitionLevels)
                {
                    // "a/#" with one level matches "a" as well, which has the same owner: the hash ends at the level
                    return true;
                }
            }
            else if (next == '+' || next == '#')
            {
                return false;
            }
        }
        return true;
    }
}
