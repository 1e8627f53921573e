package io.maxmq.core.partition;

import io.maxmq.core.topic.NaiveMatcher;
import io.maxmq.journal.event.KeyHash;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Which topics a filter matches (MQTT-4.7), and who owns them. */
class FilterMatchTest
{
    private static boolean matches(final String filter, final String topic)
    {
        final UnsafeBuffer filterBytes = new UnsafeBuffer(("$share/g/" + filter).getBytes());
        final UnsafeBuffer topicBytes = new UnsafeBuffer(("__" + topic).getBytes());
        return FilterMatch.matches(
            filterBytes, 9, filterBytes.capacity(), topicBytes, 2, topicBytes.capacity() - 2);
    }

    @ParameterizedTest
    @CsvSource({"a,a,true", "a,ab,false", "ab,a,false", "a/#,a,true", "a/#,a/,true", "a/#,ab,false", "+,a,true",
        "+,a/b,false", "+/+,/,true", "/+,/a,true", "#,$SYS,false", "+/a,$SYS/a,false", "$SYS/#,$SYS/a,true",
        "a/+,a,false", "a/+,a/,true", "+/#,a,true", "a//b,a//b,true", "a/+/b,a//b,true", "#,/,true"})
    void shouldMatchAsTheStandardSays(final String filter, final String topic, final boolean expected)
    {
        assertEquals(expected, matches(filter, topic));
    }

    private static final String[] LEVELS = {"", "a", "b", "ab", "$x"};

    private static String topic(final Random random)
    {
        final StringBuilder topic = new StringBuilder(LEVELS[1 + random.nextInt(4)]);
        for (int i = random.nextInt(5); i > 0; i--)
        {
            topic.append('/').append(LEVELS[random.nextInt(LEVELS.length)]);
        }
        return topic.toString();
    }

    private static String filter(final Random random, final String topic)
    {
        final String[] levels = (random.nextBoolean() ? topic : topic(random)).split("/", -1);
        for (int i = 0; i < levels.length; i++)
        {
            levels[i] = random.nextInt(3) == 0 ? "+" : levels[i];
        }
        final String filter = String.join("/", levels);
        final int end = random.nextInt(4) == 0 ? filter.lastIndexOf('/') : -1;
        return random.nextInt(3) > 0 ? filter : end < 0 ? filter + "/#" : filter.substring(0, end) + "/#";
    }

    @Property(tries = 3000)
    void shouldMatchLikeANaiveMatcher(@ForAll final long seed)
    {
        final Random random = new Random(seed);
        final String topic = topic(random);
        final String filter = filter(random, topic);
        assertEquals(NaiveMatcher.matches(filter, topic), matches(filter, topic), filter + " " + topic);
    }

    /** Otherwise a subscriber would not get what its filter matches. */
    @Property(tries = 3000)
    void shouldFindTheOwnerOfEveryMatchingTopicAmongThoseOfTheFilter(@ForAll final long seed)
    {
        final Random random = new Random(seed);
        final int workers = 1 + random.nextInt(random.nextBoolean() ? 4 : 64);
        final Partitioning partitioning = new Partitioning(new KeyHash(seed, 5), workers, random.nextInt(4));
        final String topic = topic(random);
        final String filter = filter(random, topic);
        if (NaiveMatcher.matches(filter, topic))
        {
            final UnsafeBuffer topicBytes = new UnsafeBuffer(topic.getBytes());
            final UnsafeBuffer filterBytes =
                new UnsafeBuffer(((random.nextBoolean() ? "$share/group/" : "") + filter).getBytes());
            final int owner = partitioning.ownerOfTopic(1, topicBytes, 0, topicBytes.capacity());
            final long owners = partitioning.ownersOfFilter(1, filterBytes, 0, filterBytes.capacity());
            assertTrue((owners & 1L << owner) != 0, filter + " " + topic);
            assertEquals(0, owners & ~partitioning.allWorkers());
        }
    }
}
