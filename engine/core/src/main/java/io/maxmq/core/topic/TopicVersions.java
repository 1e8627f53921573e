package io.maxmq.core.topic;

/**
 * Counts changes of subscriptions by the first literal levels of their filters, so that a cached match is spoilt only
 * by changes near its topic. A change counts at the place of its filter's levels before the first wildcard, three at
 * the most; a topic depends on the places of its first zero, one, two and three levels. Places are shared by chance,
 * which costs a needless match and nothing else.
 * <p>
 * Owned by one worker's thread.
 */
final class TopicVersions
{
    /** Most levels that are told apart. */
    static final int DEPTH = 3;

    private static final int PLACES = 4096;

    private final int[] versions = new int[PLACES];
    private long changes;

    /** All changes so far: while this stays, everything stays. */
    long changes()
    {
        return changes;
    }

    /**
     * Counts a change.
     *
     * @param tenant of the subscription.
     * @param filter loaded, without its {@code #}.
     */
    void onChange(final int tenant, final TopicBytes filter)
    {
        int place = place(TopicBytes.combine(tenant, 0));
        int hash = TopicBytes.combine(tenant, 0);
        int position = 0;
        for (int i = 0; i < DEPTH && position < filter.end() && !filter.isPlus(position); i++)
        {
            hash = TopicBytes.combine(hash, filter.hashLevel(position));
            position = filter.hashedEnd();
            place = place(hash);
        }
        versions[place]++;
        changes++;
    }

    /**
     * The places on which a topic depends.
     *
     * @param tenant of the topic.
     * @param topic  loaded.
     * @param places {@link #DEPTH} + 1 of them, to be filled.
     */
    void places(final int tenant, final TopicBytes topic, final int[] places)
    {
        int hash = TopicBytes.combine(tenant, 0);
        int position = 0;
        places[0] = place(hash);
        for (int i = 1; i <= DEPTH; i++)
        {
            if (position < topic.end())
            {
                hash = TopicBytes.combine(hash, topic.hashLevel(position));
                position = topic.hashedEnd();
            }
            places[i] = place(hash);
        }
    }

    /** Grows with every change at one of these places. */
    long sum(final int[] places)
    {
        long sum = 0;
        for (final int place : places)
        {
            sum += versions[place];
        }
        return sum;
    }

    private static int place(final int hash)
    {
        return hash & PLACES - 1;
    }
}
