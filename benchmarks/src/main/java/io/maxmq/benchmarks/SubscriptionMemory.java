package io.maxmq.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

import io.maxmq.core.topic.SubscriptionStore;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Prints how much heap a million subscriptions take, by the difference that they make after a collection.
 */
public final class SubscriptionMemory
{
    private static final int SUBSCRIPTIONS = 1_000_000;

    private SubscriptionMemory()
    {
    }

    /**
     * Measures and prints.
     *
     * @param args none.
     */
    public static void main(final String[] args)
    {
        print("one filter each", 1, "plant/%d/machine-%d/temperature");
        print("ten filters each", 10, "plant/%d/machine-%d/temperature");
        print("one filter each with a wildcard", 1, "plant/%d/machine-%d/+");
        print("one filter each, short", 1, "%d/%d");
        print("a thousand filters for all", 1, "plant/%2$d/temperature");
    }

    private static void print(final String name, final int filtersPerSession, final String pattern)
    {
        final long before = usedBytes();
        final SubscriptionStore store = new SubscriptionStore();
        for (int i = 0; i < SUBSCRIPTIONS; i++)
        {
            final UnsafeBuffer filter = new UnsafeBuffer(String.format(pattern, i / 1000, i % 1000).getBytes());
            store.put(0, filter, 0, filter.capacity(), i / filtersPerSession + 1, 0, true, 1, 0, 1);
        }
        final long used = usedBytes() - before;
        System.out.printf(
            "%-34s %5.1f bytes per subscription (%d)%n", name, (double) used / store.size(), store.size());
    }

    private static long usedBytes()
    {
        final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        for (int i = 0; i < 3; i++)
        {
            memory.gc();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }
}
