package io.maxmq.core.retained;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RetainedStoreTest
{
    private final RetainedDriver driver = new RetainedDriver();
    private final RetainedStore store = driver.store;

    @Test
    @Tag("MQTT-3.3.1-5")
    void shouldKeepTheNewestMessageOfATopic()
    {
        assertEquals(RetainedResult.ADDED, driver.put(0, "a/b", 7, 1, 500, 20));
        assertEquals(23, store.bytes());
        assertEquals(RetainedResult.REPLACED, driver.put(0, "a/b", 9, 2, 600, 4));

        final RetainedEntry entry = driver.get("a/b");
        assertEquals(9, entry.sequence());
        assertEquals(2, entry.decision());
        assertEquals(600, entry.expiryDeadlineMs());
        assertEquals(4, entry.payloadSize());
        assertEquals(1, store.size());
        assertEquals(7, store.bytes());
        assertEquals(List.of(7L), driver.released);
        assertNull(driver.get("a"));
    }

    @Test
    @Tag("MQTT-3.3.1-6")
    @Tag("MQTT-3.3.1-7")
    void shouldRemoveATopicsMessage()
    {
        driver.put(0, "a", 5, 1, RetainedDriver.NEVER, 1);
        assertEquals(RetainedResult.REMOVED, driver.remove("a", 2));
        assertEquals(RetainedResult.ABSENT, driver.remove("a", 3));
        assertEquals(0, store.size());
        assertEquals(0, store.bytes());
        assertEquals(List.of(5L), driver.released);
        assertEquals(List.of(), driver.scan("#"));
    }

    @Test
    void shouldIgnoreChangesDecidedEarlierThanWhatIsThere()
    {
        driver.put(0, "a", 5, 10, RetainedDriver.NEVER, 1);
        assertEquals(RetainedResult.OUTDATED, driver.put(0, "a", 4, 9, RetainedDriver.NEVER, 1));
        assertEquals(RetainedResult.OUTDATED, driver.remove("a", 9));
        assertEquals(5, driver.get("a").sequence());
        assertEquals(RetainedResult.REMOVED, driver.remove("a", 10));
    }

    @Test
    void shouldRefuseAndCountWhatExceedsItsLimits()
    {
        final RetainedDriver small = new RetainedDriver(2, 100);
        assertTrue(small.hasRoomFor("a", 99));
        assertFalse(small.hasRoomFor("a", 100));
        small.put(0, "a", 1, 1, RetainedDriver.NEVER, 49);
        assertTrue(small.hasRoomFor("b", 49));
        assertFalse(small.hasRoomFor("b", 50));
        assertTrue(small.hasRoomFor("a", 99));
        small.put(0, "b", 2, 2, RetainedDriver.NEVER, 0);
        assertFalse(small.hasRoomFor("c", 0));
        assertTrue(small.hasRoomFor("b", 1));
        assertEquals(3, small.store.refusedCount());
        assertEquals(2, small.store.size());
    }

    @Test
    @Tag("MQTT-4.7.2-1")
    void shouldScanByFilterInTopicOrder()
    {
        for (final String topic : List.of(
            "a/b/c", "a!/b", "a", "a/b", "/", "$SYS/up", "b/c", "a//c", "a!", "a/b!/c", "/a", "$SYS"))
        {
            driver.put(topic);
        }
        assertEquals(
            List.of("/", "/a", "a", "a//c", "a/b", "a/b/c", "a/b!/c", "a!", "a!/b", "b/c"), driver.scan("#"));
        assertEquals(List.of("$SYS", "$SYS/up"), driver.scan("$SYS/#"));
        assertEquals(List.of("a", "a//c", "a/b", "a/b/c", "a/b!/c"), driver.scan("a/#"));
        assertEquals(List.of("a//c", "a/b/c", "a/b!/c"), driver.scan("a/+/c"));
        assertEquals(List.of("a", "a!"), driver.scan("+"));
        assertEquals(List.of("/", "/a", "a/b", "a!/b", "b/c"), driver.scan("+/+"));
        assertEquals(List.of("/", "/a"), driver.scan("/+"));
        assertEquals(List.of("/", "/a"), driver.scan("/#"));
        assertEquals(List.of("a/b"), driver.scan("a/b"));
        assertEquals(List.of(), driver.scan("a/c"));
        assertEquals(List.of("a/b", "a!/b"), driver.scan("+/b"));
        assertEquals(List.of("$SYS/up"), driver.scan("$SYS/+"));
        assertEquals(List.of(), driver.scan("+/up"));
    }

    @Test
    void shouldGiveNothingToSharedSubscriptions()
    {
        driver.put("a");
        driver.put("$share/g/a");
        assertEquals(List.of(), driver.scan("$share/g/a"));
        assertEquals(List.of(), driver.scan("$share/g/#"));
    }

    @Test
    void shouldKeepTenantsApart()
    {
        driver.put(1, "a", 1, 1, RetainedDriver.NEVER, 1);
        driver.put(2, "a", 2, 2, RetainedDriver.NEVER, 1);
        driver.put(-3, "b", 3, 3, RetainedDriver.NEVER, 1);
        assertEquals(List.of("a"), driver.scan(1, "#", 10, 0));
        assertEquals(List.of("a"), driver.scan(2, "+", 10, 0));
        assertEquals(List.of("b"), driver.scan(-3, "#", 10, 0));
        assertEquals(List.of(), driver.scan("#"));
        assertNull(driver.get("a"));
    }

    @Test
    @Tag("MQTT-3.3.2-5")
    void shouldSkipAndRemoveExpiredMessages()
    {
        driver.put(0, "a/1", 1, 1, 100, 1);
        driver.put(0, "a/2", 2, 2, 101, 1);
        driver.put(0, "a/3", 3, 3, RetainedDriver.NEVER, 1);
        assertFalse(driver.get("a/1").isExpired(99));
        assertEquals(List.of("a/2", "a/3"), driver.scan(0, "a/+", 10, 100));
        assertEquals(1, store.expiredCount());
        assertEquals(List.of(1L), driver.released);
        assertEquals(2, store.size());
    }

    @Test
    void shouldSweepExpiredMessagesThatNobodyAsksFor()
    {
        for (int i = 0; i < 1000; i++)
        {
            driver.put(i % 3, "t/" + i, i + 1, i + 1, i % 2 == 0 ? 50 : RetainedDriver.NEVER, 1);
        }
        int removed = 0;
        for (int round = 0; round < 300; round++)
        {
            removed += store.sweep(10, 50);
        }
        assertEquals(500, removed);
        assertEquals(500, store.size());
        assertEquals(500, driver.released.size());
        assertEquals(0, store.sweep(10_000, 50));
    }

    @Test
    void shouldComeBackToAMessageThatCouldNotBeTaken()
    {
        driver.put("a/1");
        driver.put("a/2");
        driver.put("a/3");
        final RetainedCursor cursor = new RetainedCursor();
        final List<String> taken = new ArrayList<>();
        final boolean[] full = {false};
        final RetainedVisitor visitor = entry ->
        {
            if (full[0])
            {
                return false;
            }
            full[0] = true;
            return taken.add(RetainedDriver.topic(entry));
        };
        assertEquals(1, driver.step("a/#", cursor, 10, visitor));
        assertEquals(0, store.resume(cursor, 10, 0, visitor));
        full[0] = false;
        assertEquals(1, store.resume(cursor, 10, 0, visitor));
        full[0] = false;
        assertEquals(1, store.resume(cursor, 10, 0, visitor));
        assertFalse(cursor.isDone() && taken.size() < 3);
        full[0] = false;
        assertEquals(0, store.resume(cursor, 10, 0, visitor));
        assertTrue(cursor.isDone());
        assertEquals(List.of("a/1", "a/2", "a/3"), taken);
        cursor.reset();
        assertEquals(0, driver.step("a/3", cursor, 10, entry -> false));
        assertFalse(cursor.isDone());
        assertEquals(1, store.resume(cursor, 10, 0, entry -> true));
        assertTrue(cursor.isDone());
    }

    @Test
    void shouldJumpOverWhatCannotMatch()
    {
        for (int device = 0; device < 1000; device++)
        {
            for (int value = 0; value < 100; value++)
            {
                driver.put("d/" + device + "/" + value);
            }
        }
        assertEquals(100_000, store.size());
        assertEquals(1, steps("d/500/50"));
        assertTrue(steps("d/500/#") <= 102);
        assertTrue(steps("d/+/50") <= 3 * 1000);
        assertTrue(steps("e/#") <= 1);
        assertTrue(steps("+/500/50") <= 5);
        assertTrue(steps("+") <= 3);
    }

    private int steps(final String filter)
    {
        final RetainedCursor cursor = new RetainedCursor();
        int steps = 0;
        for (; !cursor.isDone(); steps++)
        {
            driver.step(filter, cursor, 1, entry -> true);
        }
        return steps;
    }

    @Test
    void shouldAllocateNothingWhenReplacingAndScanning()
    {
        final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        final RetainedStore quiet = new RetainedStore(1000, 1 << 20, sequence -> {});
        final RetainedCursor cursor = new RetainedCursor();
        for (int i = 0; i < 500; i++)
        {
            final int length = driver.load("a/" + i + "/topic/of/some/length");
            quiet.put(0, driver.buffer(), 5, length, i + 1, i, RetainedDriver.NEVER, 1);
        }
        final int length = driver.load("a/7/topic/of/some/length");
        final int[] count = {0};
        final RetainedVisitor visitor = entry -> ++count[0] > 0;
        final UnsafeBuffer filter = new UnsafeBuffer("a/+/topic/#".getBytes());
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 8 && least > 0; round++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 200; i++)
            {
                quiet.put(0, driver.buffer(), 5, length, i, 1000 + round * 1000 + i, RetainedDriver.NEVER, 1);
                cursor.reset();
                while (!cursor.isDone())
                {
                    quiet.scan(0, filter, 0, filter.capacity(), cursor, 50, 0, visitor);
                }
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least);
    }
}
