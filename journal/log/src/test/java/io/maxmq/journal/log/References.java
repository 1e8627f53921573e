package io.maxmq.journal.log;

import java.util.HashMap;
import java.util.Map;

/** What one reader retains, counted, and strict: nothing is released that is not retained. */
final class References
{
    private final Map<Long, Integer> counts = new HashMap<>();
    private final int reader;

    References(final int reader)
    {
        this.reader = reader;
    }

    boolean contains(final long sequence)
    {
        return counts.containsKey(sequence);
    }

    /** Number of references to an event, or to all of them if {@code sequence} is 0. */
    int count(final long sequence)
    {
        return sequence == 0 ?
            counts.values().stream().mapToInt(Integer::intValue).sum() : counts.getOrDefault(sequence, 0);
    }

    void retain(final long sequence)
    {
        counts.merge(sequence, 1, Integer::sum);
    }

    void release(final long sequence)
    {
        if (!contains(sequence))
        {
            throw new IllegalStateException(
                "reader " + reader + " releases " + sequence + ", which it does not retain");
        }
        counts.computeIfPresent(sequence, (key, count) -> count == 1 ? null : count - 1);
    }
}
