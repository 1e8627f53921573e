package io.maxmq.core.retained;

import java.util.Arrays;

/**
 * Retained messages in the order of tenant and topic, where the level separator sorts before every other byte: so a
 * topic is followed at once by everything below it, and levels by their siblings. Kept in runs of up to {@value #RUN}
 * entries; finding is two binary searches, and a step to the next entry usually two comparisons.
 * <pre>
 *   a    a/b    a/b/c    a/c    a!    a!/x    b        ('!' is less than '/', yet comes after it)
 * </pre>
 */
final class SortedTopics
{
    /** Most entries in a run. */
    static final int RUN = 256;

    /** The least byte but for the separator: a level followed by it comes behind everything below that level. */
    static final byte AFTER_SEPARATOR = 1;

    private RetainedEntry[][] runs = {new RetainedEntry[RUN]};
    private int[] sizes = {0};
    private int runCount = 1;
    /** Where the last search ended. */
    private int run;
    private int index;
    /** Where the round of {@link #nextOfRound} is. */
    private int roundRun;
    private int roundIndex;

    /** The first entry that is not before a key; null if there is none. */
    RetainedEntry ceiling(final int tenant, final byte[] key, final int length)
    {
        if (!isNext(tenant, key, length))
        {
            search(tenant, key, length);
        }
        return run < runCount && index < sizes[run] ? runs[run][index] : null;
    }

    /** Whether the entry after the one found last is the one, and then moves to it. */
    private boolean isNext(final int tenant, final byte[] key, final int length)
    {
        if (run >= runCount || index + 1 >= sizes[run]
            || compare(runs[run][index], tenant, key, length) >= 0
            || compare(runs[run][index + 1], tenant, key, length) < 0)
        {
            return false;
        }
        index++;
        return true;
    }

    private void search(final int tenant, final byte[] key, final int length)
    {
        run = runOf(tenant, key, length);
        final RetainedEntry[] entries = runs[run];
        int low = 0;
        int high = sizes[run];
        while (low < high)
        {
            final int middle = low + high >>> 1;
            if (compare(entries[middle], tenant, key, length) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        index = low;
        if (index == sizes[run] && run + 1 < runCount)
        {
            run++;
            index = 0;
        }
    }

    /** The last run that starts before a key or with it; the first if none does. */
    private int runOf(final int tenant, final byte[] key, final int length)
    {
        int low = 1;
        int high = runCount;
        while (low < high)
        {
            final int middle = low + high >>> 1;
            if (compare(runs[middle][0], tenant, key, length) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low - 1;
    }

    /** Adds an entry whose topic is not there. */
    void add(final RetainedEntry entry)
    {
        final byte[] topic = entry.topic;
        int target = runOf(entry.tenant, topic, topic.length);
        if (sizes[target] == RUN)
        {
            split(target);
            target = runOf(entry.tenant, topic, topic.length);
        }
        final RetainedEntry[] entries = runs[target];
        int low = 0;
        int high = sizes[target];
        while (low < high)
        {
            final int middle = low + high >>> 1;
            if (compare(entries[middle], entry.tenant, topic, topic.length) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        System.arraycopy(entries, low, entries, low + 1, sizes[target] - low);
        entries[low] = entry;
        sizes[target]++;
    }

    void remove(final RetainedEntry entry)
    {
        search(entry.tenant, entry.topic, entry.topic.length);
        final RetainedEntry[] entries = runs[run];
        final int size = --sizes[run];
        System.arraycopy(entries, index + 1, entries, index, size - index);
        entries[size] = null;
        final int left = run > 0 ? run - 1 : run;
        if (left + 1 < runCount && (sizes[run] == 0 || sizes[left] + sizes[left + 1] <= RUN / 2))
        {
            merge(left);
        }
    }

    /**
     * Goes round all entries, for upkeep: what comes or goes meanwhile may make it miss some or see some twice.
     *
     * @return the next one, or null at the end of a round.
     */
    RetainedEntry nextOfRound()
    {
        if (roundRun < runCount && roundIndex >= sizes[roundRun])
        {
            roundRun++;
            roundIndex = 0;
        }
        if (roundRun >= runCount || sizes[roundRun] == 0)
        {
            roundRun = 0;
            roundIndex = 0;
            return null;
        }
        return runs[roundRun][roundIndex++];
    }

    int runCount()
    {
        return runCount;
    }

    /** Splits a run; one at the end is split unevenly, since topics often come in order. */
    private void split(final int full)
    {
        if (runCount == runs.length)
        {
            runs = Arrays.copyOf(runs, runCount * 2);
            sizes = Arrays.copyOf(sizes, runCount * 2);
        }
        System.arraycopy(runs, full + 1, runs, full + 2, runCount - full - 1);
        System.arraycopy(sizes, full + 1, sizes, full + 2, runCount - full - 1);
        runCount++;
        final int kept = full == runCount - 2 ? RUN - RUN / 8 : RUN / 2;
        final RetainedEntry[] upper = new RetainedEntry[RUN];
        System.arraycopy(runs[full], kept, upper, 0, RUN - kept);
        Arrays.fill(runs[full], kept, RUN, null);
        sizes[full] = kept;
        runs[full + 1] = upper;
        sizes[full + 1] = RUN - kept;
    }

    private void merge(final int left)
    {
        System.arraycopy(runs[left + 1], 0, runs[left], sizes[left], sizes[left + 1]);
        sizes[left] += sizes[left + 1];
        runCount--;
        System.arraycopy(runs, left + 2, runs, left + 1, runCount - left - 1);
        System.arraycopy(sizes, left + 2, sizes, left + 1, runCount - left - 1);
        runs[runCount] = null;
        if (runs.length > 8 && runCount * 4 < runs.length)
        {
            runs = Arrays.copyOf(runs, runs.length / 2);
            sizes = Arrays.copyOf(sizes, sizes.length / 2);
        }
    }

    private static int compare(final RetainedEntry entry, final int tenant, final byte[] key, final int length)
    {
        return entry.tenant == tenant
            ? compare(entry.topic, entry.topic.length, key, length) : Integer.compare(entry.tenant, tenant);
    }

    static int compare(final byte[] a, final int aLength, final byte[] b, final int bLength)
    {
        final int mismatch = Arrays.mismatch(a, 0, aLength, b, 0, bLength);
        if (mismatch < 0)
        {
            return 0;
        }
        if (mismatch == aLength)
        {
            return -1;
        }
        return mismatch == bLength ? 1 : rank(a[mismatch]) - rank(b[mismatch]);
    }

    private static int rank(final byte value)
    {
        return value == '/' ? 0 : value & 0xFF;
    }
}
