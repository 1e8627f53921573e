package io.maxmq.journal.chronicle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The generations that readers use, oldest first. Immutable; a reader holds on to one until it adopts the next, and
 * what only an earlier one shows is touched by nobody when all have.
 */
final class Directory
{
    private final long version;
    private final Generation[] generations;
    private final long[] firstSequences;

    Directory(final long version, final List<Generation> generations)
    {
        this.version = version;
        this.generations = generations.toArray(new Generation[0]);
        firstSequences = generations.stream().mapToLong(Generation::firstSequence).toArray();
    }

    /** Counts up with each change. */
    long version()
    {
        return version;
    }

    List<Generation> generations()
    {
        return Arrays.asList(generations);
    }

    Generation newest()
    {
        return generations[generations.length - 1];
    }

    Directory with(final Generation added)
    {
        final List<Generation> more = new ArrayList<>(generations());
        more.add(added);
        return new Directory(version + 1, more);
    }

    /** The generation in which an event stands, if it is anywhere; null if it is gone. */
    Generation find(final long sequence)
    {
        int low = 0;
        int high = generations.length - 1;
        while (low <= high)
        {
            final int middle = low + high >>> 1;
            if (firstSequences[middle] <= sequence)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }
        return high >= 0 && sequence <= generations[high].lastSequence() ? generations[high] : null;
    }
}
