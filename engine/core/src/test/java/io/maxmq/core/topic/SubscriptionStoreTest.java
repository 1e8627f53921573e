package io.maxmq.core.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.maxmq.transport.codec.TopicName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriptionStoreTest
{
    private final StoreDriver driver = new StoreDriver();
    private final SubscriptionStore store = driver.store;

    @ParameterizedTest
    @CsvSource({
        "a/b/c, a/b/c, true", "a/b/c, a/b, false", "a/b, a/b/c, false", "a/+/c, a/b/c, true", "a/+/c, a/b/d, false",
        "+, a, true", "+, a/b, false", "+/+, a/b, true", "+/+, /, true", "+/b, a/b, true", "/+, /a, true",
        "/+, a, false",
        "+/+, /a, true", "#, a, true", "#, a/b/c, true", "a/#, a, true", "a/#, a/, true", "a/#, a/b/c/d, true",
        "a/#, ab, false", "a/+/#, a, false", "a/+/#, a/b, true", "a/+/#, a/b/c, true", "+/#, a, true", "a/+, a, false",
        "a/+, a/, true", "a//b, a//b, true", "a/+/b, a//b, true", "/, /, true", "//, //, true", "//, /, false",
        "/#, /, true", "/#, a, false", "$SYS/#, $SYS/x, true", "#, $SYS/x, false", "+/x, $SYS/x, false",
        "$SYS/+, $SYS/x, true", "$SYS/#, $SYS, true", "+/$SYS, a/$SYS, true", "a/#, a/$b, true", "$/+, $/a, true"
    })
    @Tag("MQTT-4.7.1-2")
    @Tag("MQTT-4.7.2-1")
    @Tag("MQTT-4.7.3-4")
    void shouldMatchAsTheStandardSays(final String filter, final String topic, final boolean expected)
    {
        driver.put(filter, 1);

        assertEquals(expected ? List.of(1L) : List.of(), driver.sessions(topic));
        assertEquals(expected, NaiveMatcher.matches(filter, topic));
    }

    @Test
    @Tag("MQTT-3.8.4-3")
    void shouldReplaceSubscriptionOfSameSessionAndFilter()
    {
        final Subscription first = driver.put(0, "a/+", 1, 1, 7);
        assertFalse(store.replaced());

        final Subscription second = driver.put(0, "a/+", 1, 2 | Subscription.OPTION_RETAIN_AS_PUBLISHED, 8);

        assertTrue(store.replaced());
        assertSame(first, second);
        assertEquals(1, store.size());
        final MatchResult result = driver.match("a/b");
        assertEquals(1, result.size());
        assertEquals(2, result.qos(0));
        assertTrue(result.retainAsPublished(0));
        assertEquals(1, result.subscriptionIdCount(0));
        assertEquals(8, result.subscriptionIdAt(0, 0));
    }

    @Test
    @Tag("MQTT-3.3.4-2")
    @Tag("MQTT-3.3.4-5")
    void shouldMergeOverlappingSubscriptionsOfOneSession()
    {
        driver.put(0, "a/b", 5, 0, 3);
        driver.put(0, "a/+", 5, 1 | Subscription.OPTION_RETAIN_AS_PUBLISHED, 0);
        driver.put(0, "#", 5, 2, 4);
        driver.put(0, "a/#", 6, 1, 0);

        final MatchResult result = driver.match("a/b");

        assertEquals(List.of(5L, 6L), StoreDriver.sessions(result));
        assertEquals(2, result.qos(0));
        assertTrue(result.retainAsPublished(0));
        assertEquals(2, result.subscriptionIdCount(0));
        assertEquals(7, result.subscriptionIdAt(0, 0) + result.subscriptionIdAt(0, 1));
        assertEquals(1, result.qos(1));
        assertFalse(result.retainAsPublished(1));
        assertEquals(0, result.subscriptionIdCount(1));
        assertEquals(1L << 5 | 1L << 6, result.workersMask());
    }

    @Test
    @Tag("MQTT-3.8.3-3")
    void shouldLeaveOutNoLocalSubscriptionsOfThePublisherOnly()
    {
        driver.put(0, "a", 1, 2 | Subscription.OPTION_NO_LOCAL, 9);
        driver.put(0, "#", 1, 1, 3);
        driver.put(0, "+", 2, 1 | Subscription.OPTION_NO_LOCAL, 0);

        final MatchResult own = driver.match(0, "a", 1, 2);
        assertEquals(List.of(1L, 2L), StoreDriver.sessions(own));
        assertEquals(1, own.qos(0));
        assertEquals(1, own.subscriptionIdCount(0));
        assertEquals(3, own.subscriptionIdAt(0, 0));

        assertEquals(List.of(1L), StoreDriver.sessions(driver.match(0, "a", 2, 2)));
    }

    @Test
    void shouldTellWhereSessionsLiveAndWhetherTheyLast()
    {
        driver.put("a", 3);
        driver.put("a", -4);

        final MatchResult result = driver.match("a");

        assertEquals(List.of(-4L, 3L), StoreDriver.sessions(result));
        assertFalse(result.persistent(0));
        assertTrue(result.persistent(1));
        assertEquals(4, result.workerIndex(0));
        assertEquals(3, result.workerIndex(1));
        assertTrue(result.anyPersistent());
        assertEquals(1L << 3 | 1L << 4, result.workersMask());
    }

    @Test
    void shouldKeepTenantsApart()
    {
        driver.put(1, "a/#", 1, 0, 0);
        driver.put(2, "a/#", 2, 0, 0);

        assertEquals(List.of(1L), StoreDriver.sessions(driver.match(1, "a/b", 0, 0)));
        assertEquals(List.of(2L), StoreDriver.sessions(driver.match(2, "a/b", 0, 0)));
        assertEquals(List.of(), StoreDriver.sessions(driver.match(0, "a/b", 0, 0)));
        assertFalse(driver.remove(2, "a/#", 1));
        assertTrue(driver.remove(2, "a/#", 2));
        assertEquals(List.of(), StoreDriver.sessions(driver.match(2, "a/b", 0, 0)));
        assertEquals(1, store.size());
    }

    @Test
    void shouldListManyTargetsOnceEachInOrderOfTheirIds()
    {
        final List<Long> ids = LongStream.range(0, 10_000)
            .map(i -> (i * 7919 % 10_000) - 5_000).filter(i -> i != 0).boxed().collect(Collectors.toList());
        for (final long id : ids)
        {
            driver.put("a/b", id);
            driver.put("a/+", id);
        }

        assertEquals(ids.stream().sorted().collect(Collectors.toList()), driver.sessions("a/b"));
    }

    @Test
    void shouldEndAllSubscriptionsOfASession()
    {
        for (final String filter : List.of("a", "a/#", "a/+/b", "$share/g/a", "#"))
        {
            driver.put(filter, 1);
            driver.put(filter, 2);
        }

        assertEquals(5, store.removeAll(1));

        assertEquals(5, store.size());
        assertEquals(1, store.sessionCount());
        assertEquals(List.of(2L, 2L), driver.sessions("a"));
        assertEquals(0, store.removeAll(1));
        assertEquals(0, store.removeAll(99));
    }

    @Test
    void shouldGiveFiltersBackAsTheyWerePut()
    {
        for (final String filter : List.of(
            "a", "/", "#", "+", "+/#", "a/b/c", "a/b/d", "a/+/d/#", "//", "a//b/#", "$share/name/#", "$share/n/+/a",
            "/#",
            "$share/x//"))
        {
            assertEquals(filter, driver.filter(driver.put(filter, 1)));
        }
        for (Subscription s = driver.find("a", 1).session.head; s != null; s = s.nextOfSession)
        {
            assertNotNull(driver.find(driver.filter(s), 1));
        }
    }

    @Test
    void shouldFindNothingBetweenTheLevelsOfALabel()
    {
        driver.put("a/bcd/e", 1);

        for (final String other : List.of("a", "a/b", "a/bcd", "a/bcd/e/f", "a/bcd/", "a/bcd/f", "a/#", "a/+/e"))
        {
            assertNull(driver.find(other, 1));
            assertFalse(driver.remove(other, 1));
        }
        assertNull(driver.find("a/bcd/e", 2));
        assertNotNull(driver.find("a/bcd/e", 1));
    }

    @Test
    void shouldRefuseWhatIsNoFilterOfASharedSubscription()
    {
        assertThrows(IllegalArgumentException.class, () -> driver.put("$share/name", 1));
        assertThrows(IllegalArgumentException.class, () -> driver.put("$share//a", 1));
        assertEquals(0, store.size());
    }

    @Test
    void shouldTakeTheDeepestTopicThatThereIs()
    {
        final String deep = "/".repeat(TopicName.MAX_LENGTH - 1) + "a";
        driver.put(deep, 1);
        driver.put("#", 2);
        for (int i = 1; i < 500; i++)
        {
            driver.put("/".repeat(i) + "b", 3);
            driver.put("+/".repeat(i) + "#", 4);
        }

        assertEquals(List.of(1L, 2L, 4L), driver.sessions(deep));
        store.removeAll(1);
        store.removeAll(2);
        store.removeAll(3);
        store.removeAll(4);
        assertEquals(1, store.nodeCount());
    }

    @Test
    void shouldVisitAsManyNodesAmongAMillionFiltersAsAmongFew()
    {
        driver.put("site/7/line/3/temperature", 1);
        driver.put("site/+/line/+/temperature", 2);
        driver.put("site/7/#", 3);
        driver.put("site/8/line/3/temperature", 4);
        final List<Long> expected = driver.sessions("site/7/line/3/temperature");
        final int few = driver.match("site/7/line/3/temperature").visitedNodes();

        for (int i = 0; i < 1_000_000; i++)
        {
            driver.put("site/" + (i % 1000 + 10) + "/line/" + i / 1000 + "/temperature", 1000 + i % 5000);
        }

        final MatchResult result = driver.match("site/7/line/3/temperature");
        assertEquals(expected, StoreDriver.sessions(result));
        assertTrue(result.visitedNodes() <= few + 2, "visited " + result.visitedNodes() + " nodes, first " + few);
        for (int i = 0; i < 5000; i++)
        {
            assertEquals(200, store.removeAll(1000 + i));
        }
        assertEquals(4, store.size());
        assertEquals(few, driver.match("site/7/line/3/temperature").visitedNodes());
    }

    @Test
    void shouldFindSubscribersAmongManyQuickly()
    {
        IntStream.range(1, 100_000).forEach(i -> driver.put("all", i));
        IntStream.range(1, 100_000).forEach(i -> driver.put("all", i));
        assertEquals(99_999, store.size());
        IntStream.range(1, 100_000).forEach(i -> assertTrue(driver.remove("all", i)));
        assertEquals(0, store.size());
        assertEquals(Arrays.asList(), driver.sessions("all"));
    }
}
