package io.maxmq.core.connection;

import com.sun.management.ThreadMXBean;
import io.maxmq.spi.Authoriser.Action;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The decisions that are remembered for a connection: found again, bounded, and found without allocating.
 */
class AccessCacheTest
{
    private static final int ATTEMPTS = 10;
    private static final int LOOKUPS = 1_000;

    private final AccessCache cache = new AccessCache();

    private static UnsafeBuffer topic(final String name)
    {
        return new UnsafeBuffer(name.getBytes(StandardCharsets.UTF_8));
    }

    private static int hash(final String name)
    {
        return name.hashCode() | 1;
    }

    private int get(final Action action, final String name)
    {
        final UnsafeBuffer topic = topic(name);
        return cache.get(action, hash(name), topic, 0, topic.capacity());
    }

    private void put(final Action action, final String name, final boolean allowed)
    {
        cache.put(action, hash(name), name.getBytes(StandardCharsets.UTF_8), allowed);
    }

    @Test
    void shouldRememberEachActionAndTopic()
    {
        for (int i = 0; i < 300; i++)
        {
            put(Action.PUBLISH, "a/" + i, i % 2 == 0);
        }
        put(Action.RECEIVE, "a/1", true);

        for (int i = 0; i < 300; i++)
        {
            assertEquals(i % 2 == 0 ? AccessControl.ALLOWED : AccessControl.DENIED, get(Action.PUBLISH, "a/" + i));
        }
        assertEquals(AccessControl.ALLOWED, get(Action.RECEIVE, "a/1"));
        assertEquals(AccessControl.PENDING, get(Action.RECEIVE, "a/2"));
        assertEquals(AccessControl.PENDING, get(Action.SUBSCRIBE, "a/1"));
        assertEquals(AccessControl.PENDING, get(Action.PUBLISH, "a"));
    }

    @Test
    void shouldTellTopicsApartWhoseHashesAreTheSame()
    {
        cache.put(Action.PUBLISH, 8, "a".getBytes(StandardCharsets.UTF_8), true);
        cache.put(Action.PUBLISH, 8, "b".getBytes(StandardCharsets.UTF_8), false);

        assertEquals(AccessControl.ALLOWED, cache.get(Action.PUBLISH, 8, topic("a"), 0, 1));
        assertEquals(AccessControl.DENIED, cache.get(Action.PUBLISH, 8, topic("b"), 0, 1));
        assertEquals(AccessControl.PENDING, cache.get(Action.PUBLISH, 8, topic("c"), 0, 1));
    }

    @Test
    void shouldStayBoundedInNumberAndBytes()
    {
        for (int i = 0; i < 5_000; i++)
        {
            put(Action.PUBLISH, "topic/" + i, true);
            assertEquals(AccessControl.ALLOWED, get(Action.PUBLISH, "topic/" + i));
            assertTrue(cache.size() <= AccessCache.MAXIMUM);
        }
        final String name = "x".repeat(20_000);
        for (int i = 0; i < 20; i++)
        {
            put(Action.PUBLISH, name + i, true);
            assertEquals(AccessControl.ALLOWED, get(Action.PUBLISH, name + i));
        }
        assertTrue(cache.size() <= AccessCache.MAXIMUM_BYTES / 20_000);
    }

    @Test
    void shouldForgetWhenTheRulesChange()
    {
        put(Action.PUBLISH, "a", true);
        final int generation = cache.generation();

        cache.clear();

        assertEquals(AccessControl.PENDING, get(Action.PUBLISH, "a"));
        assertTrue(cache.generation() != generation);
    }

    @Test
    void shouldFindWithoutAllocating()
    {
        final UnsafeBuffer topic = topic("some/topic/that/is/known");
        cache.put(Action.PUBLISH, 77, topic.byteArray(), true);
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && least > 0; attempt++)
        {
            final long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < LOOKUPS; i++)
            {
                cache.get(Action.PUBLISH, 77, topic, 0, topic.capacity());
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
        }
        assertEquals(0, least);
    }
}
