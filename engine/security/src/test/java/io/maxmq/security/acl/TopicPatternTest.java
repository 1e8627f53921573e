package io.maxmq.security.acl;

import io.maxmq.spi.ClientInfo;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Which topics and filters a pattern speaks about.
 */
class TopicPatternTest
{
    private static ClientInfo client(final String clientId, final String username)
    {
        return new ClientInfo(0, clientId, username, 5, "127.0.0.1:1234", 0, "tcp", null);
    }

    private static boolean covers(final String pattern, final String topic)
    {
        return TopicPattern.of(pattern).covers(TopicPattern.split(topic), client("c", "u"), true);
    }

    @ParameterizedTest
    @CsvSource({
        "a, a, true", "a, b, false", "a, a/b, false", "a/b, a, false", "a/b, a/b, true", "a//b, a//b, true",
        "+, a, true", "+, a/b, false", "+/b, a/b, true", "a/+, a/, true", "a/+, a, false", "+/+, /, true",
        "#, a, true", "#, a/b/c, true", "a/#, a, true", "a/#, a/b/c, true", "a/#, ab, false", "a/+/#, a/b, true",
        "a/+/#, a, false", "'#', $SYS/x, false", "+/x, $SYS/x, false", "$SYS/#, $SYS/x, true"})
    void shouldMatchTopicsLikeAFilter(final String pattern, final String topic, final boolean covers)
    {
        assertEquals(covers, covers(pattern, topic));
    }

    @ParameterizedTest
    @CsvSource({
        "a/+, a/+, true", "a/#, a/+, true", "a/#, a/#, true", "a/#, a/+/#, true", "#, #, true", "#, +/a/#, true",
        "a/+, a/#, false", "a/b, a/+, false", "a/b, a/#, false", "a/+/c, a/#, false", "a, a/#, false",
        "+, #, false", "+/+, +/#, false", "a/b/#, a/#, false", "a/b/#, a/+/#, false", "+/b, +/+, false"})
    void shouldCoverNoFilterThatMatchesMore(final String pattern, final String filter, final boolean covers)
    {
        assertEquals(covers, covers(pattern, filter));
    }

    @Property(tries = 2_000)
    void shouldCoverFiltersOnlyWhoseTopicsItMatches(
        @ForAll @Size(min = 1, max = 3) final List<@StringLength(1) @CharRange(from = 'a', to = 'd') String> patternLevels,
        @ForAll @Size(min = 1, max = 3) final List<@StringLength(1) @CharRange(from = 'a', to = 'd') String> filterLevels,
        @ForAll @Size(min = 1, max = 4) final List<@StringLength(1) @CharRange(from = 'a', to = 'b') String> topicLevels)
    {
        final String pattern = filter(patternLevels);
        final String filter = filter(filterLevels);
        final String topic = String.join("/", topicLevels);

        if (covers(pattern, filter) && covers(filter, topic))
        {
            assertTrue(covers(pattern, topic), pattern + " covers " + filter + ", which matches " + topic);
        }
    }

    /** {@code c} stands for a plus, {@code d} for a hash, which is the end. */
    private static String filter(final List<String> levels)
    {
        final String joined = String.join("/", levels).replace('c', '+');
        final int hash = joined.indexOf('d');
        return hash < 0 ? joined : joined.substring(0, hash) + '#';
    }

    @ParameterizedTest
    @CsvSource({
        "a/%c, a/me, true", "a/%c, a/you, false", "a/%u/#, a/alice/x, true", "a/x-%c-%u, a/x-me-alice, true",
        "a/%c, a/%c, false", "%c, me, true"})
    void shouldPutInNames(final String pattern, final String topic, final boolean covers)
    {
        assertEquals(covers,
            TopicPattern.of(pattern).covers(TopicPattern.split(topic), client("me", "alice"), true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "#", "a/b", "x+", "#x", "/", "+/+", "%u", "%c"})
    void shouldNotBeWidenedByAName(final String name)
    {
        for (final ClientInfo client : List.of(client(name, "plain"), client("plain", name)))
        {
            final TopicPattern pattern = TopicPattern.of(client.clientId().equals(name) ? "h/%c/#" : "h/%u/#");
            for (final String topic : List.of(
                "h/+", "h/#", "h/+/x", "h/a/b", "h/a/b/c", "h/other", "h/plain", "h", "#", "+", "h/+/+", "h//"))
            {
                assertFalse(pattern.covers(TopicPattern.split(topic), client, true) && !topic.equals("h/" + name),
                    name + " gets " + topic);
            }
        }
    }

    @Test
    void shouldDenyAHostileNameWhatItWouldDenyAnybody()
    {
        final TopicPattern pattern = TopicPattern.of("h/%c");

        assertTrue(pattern.covers(TopicPattern.split("h/x"), client("a+", null), false));
        assertFalse(pattern.covers(TopicPattern.split("h/x"), client("a", null), false));
        assertFalse(pattern.covers(TopicPattern.split("h/x"), client("a+", null), true));
    }

    @Test
    void shouldGiveNothingToAClientWithoutTheName()
    {
        final TopicPattern pattern = TopicPattern.of("h/%u");

        assertFalse(pattern.covers(TopicPattern.split("h/null"), client("a", null), true));
        assertFalse(pattern.covers(TopicPattern.split("h/null"), client("a", null), false));
        assertFalse(pattern.covers(TopicPattern.split("h/"), client("a", ""), true));
    }

    @ParameterizedTest
    @CsvSource({"#, #, true", "#, a, false", "a/+, a/+, true", "a/+, a/b, false", "a/+, a/#, false"})
    void shouldTakeALiteralFilterAsItIs(final String literal, final String filter, final boolean covers)
    {
        assertEquals(covers, TopicPattern.literal(literal)
            .covers(TopicPattern.split(filter), client("c", "u"), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a#", "a/#/b", "a+/b", "#/a", "a/b+"})
    void shouldRefuseWhatIsNoPattern(final String text)
    {
        assertThrows(IllegalArgumentException.class, () -> TopicPattern.of(text));
    }
}
