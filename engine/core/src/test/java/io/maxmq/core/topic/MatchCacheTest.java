package io.maxmq.core.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

class MatchCacheTest
{
    private final StoreDriver driver = new StoreDriver();
    private final SubscriptionStore store = driver.store;
    private final MatchCache cache = new MatchCache(store, 64);
    private final TopicMemo memo = new TopicMemo();

    private TopicEntry lookup(final TopicMemo ofConnection, final String topic)
    {
        return cache.lookup(ofConnection, 0, driver.buffer(), 3, driver.load(topic));
    }

    private List<Long> sessions(final String topic)
    {
        return StoreDriver.sessions(cache.match(lookup(memo, topic), SubscriptionStore.NO_SESSION, 2));
    }

    /** Looks it up until it is kept. */
    private TopicEntry keep(final String topic)
    {
        lookup(new TopicMemo(), topic);
        return lookup(new TopicMemo(), topic);
    }

    @Test
    void shouldKeepATopicThatComesTwiceAndFindItByItsBytes()
    {
        final TopicEntry passing = lookup(memo, "sensor/1/temperature");
        assertFalse(passing.isChecked());
        passing.checked(3);
        final TopicEntry kept = lookup(memo, "sensor/1/temperature");
        assertFalse(kept.isChecked());
        kept.checked(3);

        assertSame(kept, lookup(memo, "sensor/1/temperature"));
        assertEquals(1, cache.memoHits());
        assertSame(kept, lookup(new TopicMemo(), "sensor/1/temperature"));
        assertEquals(1, cache.cacheHits());
        assertTrue(kept.isChecked());
        assertEquals(3, kept.ownerWorker());
        assertNotSame(kept, lookup(memo, "sensor/1/temperaturf"));
        assertNotSame(kept, lookup(memo, "sensor/1/temperature/"));
        assertNotSame(kept, cache.lookup(memo, 1, driver.buffer(), 3, driver.load("sensor/1/temperature")));
        memo.clear();
        assertSame(kept, lookup(memo, "sensor/1/temperature"));
    }

    @Test
    void shouldNotTrustAMemoWhoseEntryMovedOn()
    {
        final TopicEntry first = keep("t/0");
        first.checked(1);
        assertSame(first, lookup(memo, "t/0"));
        for (int i = 1; i < 1000; i++)
        {
            keep("t/" + i);
        }
        assertFalse(first.is(0, driver.buffer(), 3, driver.load("t/0")));
        assertFalse(lookup(memo, "t/0").isChecked());
    }

    @Test
    void shouldAnswerFromTheCacheWithoutTheTree()
    {
        driver.put("a/b", 1);
        keep("a/b");
        final MatchResult first = cache.match(lookup(memo, "a/b"), 0, 2);
        assertSame(first, cache.match(lookup(memo, "a/b"), 0, 2));
        assertEquals(List.of(1L), StoreDriver.sessions(first));
    }

    @Test
    void shouldNoticeEveryChangeThatMatters()
    {
        keep("a/b/c/d");
        assertEquals(List.of(), sessions("a/b/c/d"));
        long id = 1;
        for (final String filter : List.of(
            "#", "+/b/c/d", "a/#", "a/+/c/d", "a/b/#", "a/b/+/d", "a/b/c/#", "a/b/c/+", "a/b/c/d", "a/b/c/d/#"))
        {
            driver.put(filter, id++);
            assertEquals(id - 1, sessions("a/b/c/d").size(), filter);
        }
        for (long i = 1; i < id; i++)
        {
            store.removeAll(i);
            assertEquals(id - 1 - i, sessions("a/b/c/d").size());
        }
    }

    @Test
    void shouldKeepWhatChangesElsewhereDoNotTouch()
    {
        driver.put("devices/7/status", 1);
        keep("devices/7/status");
        final TopicEntry entry = lookup(memo, "devices/7/status");
        cache.match(entry, 0, 2);
        final long sum = entry.versionSum;
        int spoilt = 0;
        for (int i = 0; i < 1000; i++)
        {
            driver.put("devices/" + (i + 100) + "/status", 2);
            spoilt += store.versions().sum(entry.places) == sum ? 0 : 1;
        }
        assertTrue(spoilt < 1000, "no change left the entry alone");
        final long now = store.versions().sum(entry.places);
        assertTrue(now - sum <= 10, "spoilt " + (now - sum) + " times by 1000 changes elsewhere");
        assertEquals(List.of(1L), sessions("devices/7/status"));
    }

    @Test
    void shouldMoveTheCursorsOfSharedGroupsBehindTheCache()
    {
        driver.put("$share/g/a", 1);
        driver.put("$share/g/a", 3);
        driver.put("a", 2);
        keep("a");
        assertEquals(List.of(1L, 2L), sessions("a"));
        assertEquals(List.of(2L, 3L), sessions("a"));
        assertEquals(List.of(1L, 2L), sessions("a"));
        store.memberStatus(3, MemberStatus.OFFLINE);
        assertEquals(List.of(1L, 2L), sessions("a"));
        store.removeAll(1);
        assertEquals(List.of(2L, 3L), sessions("a"));
        store.removeAll(3);
        assertEquals(List.of(2L), sessions("a"));
    }

    @Test
    void shouldLeaveOutThePublisherOfNoLocalSubscriptions()
    {
        driver.put(0, "a", 1, 2 | Subscription.OPTION_NO_LOCAL, 0);
        driver.put(0, "+", 2, 2, 0);
        keep("a");
        for (int i = 0; i < 3; i++)
        {
            assertEquals(List.of(2L), StoreDriver.sessions(cache.match(lookup(memo, "a"), 1, 2)));
            assertEquals(List.of(1L, 2L), StoreDriver.sessions(cache.match(lookup(memo, "a"), 2, 2)));
            assertEquals(List.of(1L, 2L), StoreDriver.sessions(cache.match(lookup(memo, "a"), 99, 2)));
        }
    }

    @Test
    void shouldStayWithinItsBytes()
    {
        final MatchCache small = new MatchCache(store, 64, 100_000);
        for (int i = 1; i <= 1000; i++)
        {
            driver.put("wide/#", i);
        }
        for (int i = 0; i < 500; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                final int length = driver.load("wide/" + i);
                final TopicEntry entry = small.lookup(memo, 0, driver.buffer(), 3, length);
                assertEquals(1000, small.match(entry, 0, 2).size());
                assertTrue(small.bytes() <= 100_000);
            }
        }
        for (int i = 1; i <= 1000; i++)
        {
            store.removeAll(i);
        }
        final int length = driver.load("wide/499");
        assertEquals(0, small.match(small.lookup(memo, 0, driver.buffer(), 3, length), 0, 2).size());
    }

    @Test
    void shouldNotBeDrivenOutByTopicsThatComeOnce()
    {
        for (int i = 0; i < 16; i++)
        {
            keep("kept/" + i).checked(1);
        }
        for (int i = 0; i < 100_000; i++)
        {
            lookup(memo, "once/" + i);
        }
        int kept = 0;
        for (int i = 0; i < 16; i++)
        {
            kept += lookup(memo, "kept/" + i).isChecked() ? 1 : 0;
        }
        assertTrue(kept >= 12, "only " + kept + " of 16 stayed");
    }

    @Test
    void shouldMatchButNotKeepVeryLongTopics()
    {
        final String topic = "level/".repeat(1000);
        driver.put("level/#", 1);
        for (int i = 0; i < 3; i++)
        {
            final TopicEntry entry = lookup(memo, topic);
            assertFalse(entry.isChecked());
            entry.checked(0);
            assertEquals(List.of(1L), StoreDriver.sessions(cache.match(entry, 0, 2)));
        }
    }

    @Test
    void shouldRefuseACapacityThatIsNoPowerOfTwo()
    {
        assertThrows(IllegalArgumentException.class, () -> new MatchCache(store, 100));
        assertThrows(IllegalArgumentException.class, () -> new MatchCache(store, 2));
    }
}
