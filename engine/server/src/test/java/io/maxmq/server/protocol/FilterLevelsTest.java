package io.maxmq.server.protocol;

import io.maxmq.core.counter.Counter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Wildcards at every level of a filter (section 4.7), empty levels among them, and filters in great number.
 */
final class FilterLevelsTest extends ProtocolTest
{
    private static final int LEVELS = 3;

    /** All paths of one to three levels, each level one of some. */
    private static List<String> paths(final String... levels)
    {
        final List<String> all = new ArrayList<>();
        List<String> shorter = List.of();
        for (int depth = 1; depth <= LEVELS; depth++)
        {
            final List<String> longer = new ArrayList<>();
            for (final String level : levels)
            {
                if (depth == 1)
                {
                    longer.add(level);
                }
                shorter.forEach(path -> longer.add(path + '/' + level));
            }
            all.addAll(longer);
            shorter = longer;
        }
        return all;
    }

    private static List<String> filters(final String root)
    {
        final List<String> filters = new ArrayList<>(List.of(root + "#"));
        for (final String path : paths("a", "b", "", "+"))
        {
            filters.add(root + path);
            filters.add(root + path + "/#");
        }
        return filters;
    }

    private static boolean matches(final String filter, final String topic)
    {
        final String[] levels = topic.split("/", -1);
        final String[] wanted = filter.split("/", -1);
        for (int i = 0; i < wanted.length; i++)
        {
            if (wanted[i].equals("#"))
            {
                return levels.length >= i;
            }
            if (i == levels.length || !wanted[i].equals("+") && !wanted[i].equals(levels[i]))
            {
                return false;
            }
        }
        return levels.length == wanted.length;
    }

    @ParameterizedTest
    @CsvSource({"false,0", "false,1", "true,0", "true,1"})
    @Tag("MQTT-4.7.1-1")
    @Tag("MQTT-4.7.1-2")
    void shouldMatchWildcardsAtEveryLevel(final boolean persistent, final int qos)
    {
        final TestClient subscriber = persistent ? connectPersistent("sub") : connect("sub");
        final List<String> filters = filters(topic(""));
        for (int i = 0; i < filters.size(); i++)
        {
            final int id = i + 1;
            subscriber.subscribe(s -> s.subscriptionId(id).filter(filters.get(id - 1), qos));
        }
        final TestClient publisher = connect("pub");
        for (final String path : paths("a", "b", "", "c"))
        {
            final String topic = topic("") + path;
            publisher.publish(topic, topic, 1);
            final List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < filters.size(); i++)
            {
                if (matches(filters.get(i), topic))
                {
                    expected.add(i + 1);
                }
            }
            assertEquals(expected, subscriber.take(topic).subscriptionIds().stream().sorted().toList(), topic);
        }
    }

    /** The client of an earlier version has no identifiers: each message comes once, whatever matches. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void shouldMatchForEarlierVersionsToo(final int version)
    {
        final TestClient subscriber = connect(version, "sub");
        subscriber.subscribe(s -> filters(topic("")).forEach(filter -> s.filter(filter, 1)));
        final TestClient publisher = connect(version, "pub");

        for (final String path : paths("a", "", "c"))
        {
            publisher.publish(topic("") + path, path, 1);
            subscriber.take(path);
        }
        subscriber.unsubscribe(topic("#"), topic("+"), topic("+/#"));
        publisher.publish(topic("c"), "no", 1);
        publisher.publish(topic("a"), "yes", 1);
        subscriber.take("yes");
    }

    @Test
    void shouldFindTheOneAmongManyFiltersAndForgetThemAll()
    {
        final long before = counted(Counter.SUBSCRIPTIONS);
        final TestClient many = connectPersistent("many");
        final TestClient others = connect("others");
        for (int i = 0; i < 50; i++)
        {
            final int block = i;
            for (final TestClient client : List.of(many, others))
            {
                client.subscribe(s ->
                {
                    for (int j = 0; j < 100; j++)
                    {
                        s.filter(topic("d/" + block + "/" + (client == many ? j : -j - 1) + "/+/x"), 1);
                    }
                });
            }
        }
        final TestClient publisher = connect("pub");
        for (int i = 0; i < 50; i++)
        {
            publisher.publish(topic("d/" + i + "/" + (i * 7 % 100) + "/any/x"), "to many " + i, 1);
            publisher.publish(topic("d/" + i + "/-" + (i + 1) + "/any/x"), "to others " + i, 1);
            publisher.publish(topic("d/" + i + "/100/any/x"), "to nobody", 1);
            many.take("to many " + i);
            others.take("to others " + i);
        }
        many.disconnect(0, d -> d.sessionExpirySeconds(0));
        others.disconnect();
        // fewer where what an earlier test had subscribed to was still there when this one began
        await("no subscription stays", () -> counted(Counter.SUBSCRIPTIONS) <= before);
    }
}
