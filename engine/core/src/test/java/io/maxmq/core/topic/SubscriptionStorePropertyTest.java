package io.maxmq.core.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SubscriptionStorePropertyTest
{
    /** One step: put or remove a subscription, or end a session. */
    record Step(int kind, String filter, long sessionId, int options, int subscriptionId)
    {
    }

    @Provide
    Arbitrary<List<String>> filters()
    {
        return Topics.filters().list().ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<String>> topics()
    {
        return Topics.topics().list().ofMaxSize(20);
    }

    @Provide
    Arbitrary<List<Step>> steps()
    {
        return Combinators.combine(
            Arbitraries.frequency(
                net.jqwik.api.Tuple.of(6, 0), net.jqwik.api.Tuple.of(4, 1), net.jqwik.api.Tuple.of(1, 2)),
            Topics.filters(),
            Arbitraries.longs().between(-4, 4).filter(i -> i != 0),
            Arbitraries.integers().between(0, 15).filter(i -> (i & 3) < 3),
            Arbitraries.integers().between(0, 2)).as(Step::new).list().ofMaxSize(80);
    }

    @Property(tries = 400)
    void shouldMatchAsTheNaiveMatcherDoes(
        @ForAll("filters") final List<String> filters, @ForAll("topics") final List<String> topics)
    {
        final StoreDriver driver = new StoreDriver();
        for (int i = 0; i < filters.size(); i++)
        {
            driver.put(filters.get(i), i + 1);
        }
        for (final String topic : topics)
        {
            final List<Long> expected = new ArrayList<>();
            for (int i = 0; i < filters.size(); i++)
            {
                if (NaiveMatcher.matches(filters.get(i), topic))
                {
                    expected.add(i + 1L);
                }
            }
            assertEquals(expected, driver.sessions(topic), topic);
        }
    }

    @Property(tries = 300)
    void shouldEqualAModelUnderRandomOperations(
        @ForAll("steps") final List<Step> steps, @ForAll("topics") final List<String> topics)
    {
        final StoreDriver driver = new StoreDriver();
        final MatchCache cache = new MatchCache(driver.store, 16);
        final TopicMemo memo = new TopicMemo();
        final Map<Long, Map<String, Step>> model = new TreeMap<>();
        for (final Step step : steps)
        {
            apply(step, driver, model);
            assertEquals(model.values().stream().mapToInt(Map::size).sum(), driver.store.size());
            assertEquals(model.values().stream().filter(m -> !m.isEmpty()).count(), driver.store.sessionCount());
            for (final String topic : topics.subList(0, Math.min(3, topics.size())))
            {
                check(model, topic, 0, driver.match(topic));
                checkCached(driver, cache, memo, model, topic, step.sessionId);
            }
        }
        for (final String topic : topics)
        {
            check(model, topic, 3, driver.match(0, topic, 3, 2));
            checkCached(driver, cache, memo, model, topic, 3);
        }
        model.forEach((session, subscriptions) -> subscriptions.forEach((filter, step) ->
        {
            final Subscription found = driver.find(filter, session);
            assertNotNull(found);
            assertEquals(filter, driver.filter(found));
        }));
    }

    @Property(tries = 300)
    void shouldLeaveNothingBehindWhenAllIsRemoved(@ForAll("steps") final List<Step> steps)
    {
        final StoreDriver driver = new StoreDriver();
        final Map<Long, Map<String, Step>> model = new TreeMap<>();
        final int before = driver.store.nodeCount();
        steps.forEach(step -> apply(step, driver, model));
        final Set<String> distinct = new HashSet<>();
        model.values().forEach(m -> distinct.addAll(m.keySet()));
        assertTrue(driver.store.nodeCount() <= before + 5 * 2 * distinct.size());

        model.forEach((session, subscriptions) ->
            new TreeSet<>(subscriptions.keySet()).forEach(filter -> assertTrue(driver.remove(filter, session))));

        assertEquals(before, driver.store.nodeCount());
        assertEquals(0, driver.store.size());
        assertEquals(0, driver.store.sessionCount());
    }

    @Property(tries = 200)
    void shouldHaveTheSameTreeInWhateverWayItCameAbout(@ForAll("filters") final List<String> filters)
    {
        final StoreDriver grown = new StoreDriver();
        final StoreDriver shrunk = new StoreDriver();
        final List<String> kept = filters.subList(0, filters.size() / 2);
        kept.forEach(filter -> grown.put(filter, 1));
        filters.forEach(filter -> shrunk.put(filter, 1));
        filters.forEach(filter -> shrunk.put(filter, 2));
        for (final String filter : filters)
        {
            if (!kept.contains(filter))
            {
                shrunk.remove(filter, 1);
            }
        }
        shrunk.store.removeAll(2);

        assertEquals(grown.store.nodeCount(), shrunk.store.nodeCount());
    }

    private static void apply(final Step step, final StoreDriver driver, final Map<Long, Map<String, Step>> model)
    {
        final Map<String, Step> own = model.computeIfAbsent(step.sessionId, id -> new TreeMap<>());
        switch (step.kind)
        {
            case 0:
                driver.put(0, step.filter, step.sessionId, step.options, step.subscriptionId);
                assertEquals(own.put(step.filter, step) != null, driver.store.replaced());
                break;
            case 1:
                assertEquals(own.remove(step.filter) != null, driver.remove(step.filter, step.sessionId));
                break;
            default:
                assertEquals(own.size(), driver.store.removeAll(step.sessionId));
                own.clear();
                break;
        }
    }

    private static void checkCached(
        final StoreDriver driver,
        final MatchCache cache,
        final TopicMemo memo,
        final Map<Long, Map<String, Step>> model,
        final String topic,
        final long publisher)
    {
        final int length = driver.load(topic);
        for (int i = 0; i < 3; i++)
        {
            final TopicEntry entry = cache.lookup(memo, 0, driver.buffer(), 3, length);
            check(model, topic, publisher, cache.match(entry, publisher, 2));
        }
    }

    private static void check(
        final Map<Long, Map<String, Step>> model, final String topic, final long publisher, final MatchResult result)
    {
        int index = 0;
        for (final Map.Entry<Long, Map<String, Step>> session : model.entrySet())
        {
            final List<Step> matching = new ArrayList<>();
            session.getValue().values().forEach(step ->
            {
                if (NaiveMatcher.matches(step.filter, topic)
                    && ((step.options & Subscription.OPTION_NO_LOCAL) == 0 || session.getKey() != publisher))
                {
                    matching.add(step);
                }
            });
            if (!matching.isEmpty())
            {
                assertEquals(session.getKey(), result.sessionId(index));
                checkTarget(matching, result, index);
                index++;
            }
        }
        assertEquals(index, result.size());
    }

    private static void checkTarget(final List<Step> matching, final MatchResult result, final int index)
    {
        assertEquals(matching.stream().mapToInt(s -> s.options & 3).max().getAsInt(), result.qos(index));
        assertEquals(matching.stream().anyMatch(s -> (s.options & 8) != 0), result.retainAsPublished(index));
        final List<Integer> ids = new ArrayList<>();
        matching.stream().filter(s -> s.subscriptionId != 0).forEach(s -> ids.add(s.subscriptionId));
        final List<Integer> found = new ArrayList<>();
        for (int i = 0; i < result.subscriptionIdCount(index); i++)
        {
            found.add(result.subscriptionIdAt(index, i));
        }
        ids.sort(null);
        found.sort(null);
        assertEquals(ids, found);
    }
}
