package io.maxmq.core.retained;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.maxmq.core.topic.NaiveMatcher;
import io.maxmq.core.topic.Topics;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class RetainedStorePropertyTest
{
    @Provide
    Arbitrary<List<String>> topics()
    {
        return Topics.topics().list().ofMaxSize(60);
    }

    @Provide
    Arbitrary<String> filter()
    {
        return Topics.filters();
    }

    @Property(tries = 1000)
    void shouldScanWhatTheNaiveMatcherFinds(
        @ForAll("topics") final List<String> topics,
        @ForAll("filter") final String filter,
        @ForAll @IntRange(min = 1, max = 5) final int limit)
    {
        final RetainedDriver driver = new RetainedDriver();
        topics.forEach(driver::put);

        final List<String> found = driver.scan(0, filter, limit, 0);

        final Set<String> expected = new TreeSet<>();
        topics.stream().filter(topic -> NaiveMatcher.matches(filter, topic)).forEach(expected::add);
        assertEquals(expected.size(), found.size());
        assertEquals(expected, new TreeSet<>(found));
    }

    @Property(tries = 500)
    void shouldVisitOnceWhatIsThereThroughoutWhileTheStoreChanges(
        @ForAll("topics") final List<String> before,
        @ForAll("topics") final List<String> changes,
        @ForAll("filter") final String filter,
        @ForAll @IntRange(min = 1, max = 5) final int limit,
        @ForAll final Random random)
    {
        final RetainedDriver driver = new RetainedDriver();
        before.forEach(driver::put);
        final Set<String> throughout = new HashSet<>(before);
        final Set<String> ever = new HashSet<>(before);
        final Map<String, Integer> visits = new HashMap<>();
        final RetainedCursor cursor = new RetainedCursor();
        int next = 0;
        while (!cursor.isDone())
        {
            driver.step(filter, cursor, limit, entry ->
                random.nextInt(4) > 0 && visits.merge(RetainedDriver.topic(entry), 1, Integer::sum) > 0);
            for (int i = random.nextInt(4); i > 0 && next < changes.size(); i--, next++)
            {
                final String topic = changes.get(next);
                if (random.nextBoolean())
                {
                    driver.put(topic);
                    ever.add(topic);
                }
                else
                {
                    driver.remove(topic);
                    throughout.remove(topic);
                }
            }
        }
        throughout.stream().filter(topic -> NaiveMatcher.matches(filter, topic))
            .forEach(topic -> assertEquals(1, visits.get(topic), topic));
        visits.forEach((topic, count) ->
        {
            assertEquals(1, count, topic);
            assertTrue(NaiveMatcher.matches(filter, topic) && ever.contains(topic));
        });
    }

    @Property(tries = 30)
    void shouldEqualAModelUnderRandomOperations(@ForAll final Random random)
    {
        final RetainedDriver driver = new RetainedDriver();
        final Map<String, Long> model = new TreeMap<>();
        final int names = 1 + random.nextInt(3000);
        long decision = 0;
        long bytes = 0;
        int released = 0;
        for (int i = 0; i < 8000; i++)
        {
            final int name = random.nextInt(names);
            final String topic = "t" + name % 7 + "/" + name;
            final boolean wasThere = model.containsKey(topic);
            released += wasThere ? 1 : 0;
            if (random.nextInt(100) < (i < 4000 ? 70 : 30))
            {
                model.put(topic, ++decision);
                assertEquals(wasThere ? RetainedResult.REPLACED : RetainedResult.ADDED,
                    driver.put(0, topic, decision, decision, RetainedDriver.NEVER, 1));
                bytes += wasThere ? 0 : topic.length() + 1;
            }
            else
            {
                model.remove(topic);
                assertEquals(
                    wasThere ? RetainedResult.REMOVED : RetainedResult.ABSENT, driver.remove(topic, ++decision));
                bytes -= wasThere ? topic.length() + 1 : 0;
            }
            assertEquals(bytes, driver.store.bytes());
            assertEquals(model.size(), driver.store.size());
        }
        assertEquals(released, driver.released.size());
        assertEquals(model.keySet(), new TreeSet<>(driver.scan("#")));
        model.forEach((topic, expected) -> assertEquals(expected, driver.get(topic).sequence()));
        for (final String topic : model.keySet().toArray(new String[0]))
        {
            driver.remove(topic);
            assertNull(driver.get(topic));
        }
        assertEquals(0, driver.store.bytes());
        assertEquals(List.of(), driver.scan("#"));
    }
}
