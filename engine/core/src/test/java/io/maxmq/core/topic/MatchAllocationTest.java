package io.maxmq.core.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Matching allocates nothing once its buffers have grown: from the tree, from the cache, through a memo.
 */
class MatchAllocationTest
{
    private static final int WARM_UP = 2_000;
    private static final int MEASURED = 2_000;
    private static final int TOPICS = 40;

    private final com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final StoreDriver driver = new StoreDriver();
    private final MatchCache cache = new MatchCache(driver.store, 16);
    private final TopicMemo memo = new TopicMemo();
    private final UnsafeBuffer[] topics = new UnsafeBuffer[TOPICS];
    private long sink;

    MatchAllocationTest()
    {
        for (int i = 0; i < TOPICS; i++)
        {
            topics[i] = new UnsafeBuffer(("site/" + i + "/line/+".replace('+', 'x')).getBytes());
        }
        for (int id = 1; id <= 300; id++)
        {
            driver.put("site/#", id * 7919 % 1009);
            driver.put("site/" + id % TOPICS + "/+/x", -id);
            driver.put("$share/g" + id % 30 + "/site/+/line/x", id);
            driver.put(0, "+/" + id % TOPICS + "/line/x", id, 1 | Subscription.OPTION_NO_LOCAL, id);
        }
    }

    @Test
    void shouldAllocateNothingPerMatchFromTheTree()
    {
        assertEquals(0, allocatedBy(i ->
        {
            final UnsafeBuffer topic = topics[i % TOPICS];
            driver.store.match(0, topic, 0, topic.capacity(), i % 50, 2, driver.result);
            return driver.result.size();
        }));
    }

    @Test
    void shouldAllocateNothingThroughTheCacheWhileTopicsReplaceEachOther()
    {
        assertEquals(0, allocatedBy(i ->
        {
            final UnsafeBuffer topic = topics[i / 3 % TOPICS];
            final TopicEntry entry = cache.lookup(memo, 0, topic, 0, topic.capacity());
            return cache.match(entry, i % 50, 1).size();
        }));
    }

    @Test
    void shouldAllocateNothingForStatusesAndSecondChoices()
    {
        final long key = driver.find("$share/g1/site/+/line/x", 1).group().key();
        final long[] excluded = {1, 31};
        assertEquals(0, allocatedBy(i ->
        {
            driver.store.memberStatus(i % 300 + 1, i % 3 == 0 ? MemberStatus.BUSY : MemberStatus.ONLINE);
            return driver.store.chooseOther(key, 1, excluded, 2, driver.result) ? 1 : 0;
        }));
    }

    private interface Work
    {
        int run(int i);
    }

    /** The least of some rounds: the JVM itself may allocate in this thread while it compiles. */
    private long allocatedBy(final Work work)
    {
        for (int i = 0; i < WARM_UP; i++)
        {
            sink += work.run(i);
        }
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5 && least > 0; round++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < MEASURED; i++)
            {
                sink += work.run(i);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
