package io.maxmq.core.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicSyntaxTest {
    private static final int LEVELS = 8;

    private static UnsafeBuffer bytes(final String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isTopic(final String topic) {
        return TopicSyntax.isTopic(bytes(topic), 0, bytes(topic).capacity(), LEVELS);
    }

    private static boolean isFilter(final String filter) {
        return TopicSyntax.isFilter(bytes(filter), 0, bytes(filter).capacity(), LEVELS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "/", "//", "a/b", "$SYS/a", "ü/é", " ", "$share/a/b", "1/2/3/4/5/6/7/8"})
    void shouldAcceptTopics(final String topic) {
        assertTrue(isTopic(topic));
        assertTrue(isFilter(topic));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+", "a/#", "a+", "a/b#c", "a\0b", "1/2/3/4/5/6/7/8/"})
    @Tag("MQTT-3.3.2-2")
    @Tag("MQTT-4.7.3-1")
    @Tag("MQTT-4.7.3-2")
    void shouldRefuseTopics(final String topic) {
        assertFalse(isTopic(topic));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "#", "+", "+/#", "/+", "a/+/b", "+/+/+", "a//#", "$share/g/#", "$share/g//", "$share/g/+/a", "$share/g/a",
        "$share", "$sharex/g", "$share/g/1/2/3/4/5/6/7/8"
    })
    void shouldAcceptFilters(final String filter) {
        assertTrue(isFilter(filter));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "a#", "#/a", "##", "a/#/b", "+a", "a+", "a/b+/c", "a/+b", "++", "a\0", "$share/", "$share/g", "$share/g/",
        "$share//a", "$share/+/a", "$share/g#/a", "$share/g/a#", "$share/\0/a", "1/2/3/4/5/6/7/8/9"
    })
    @Tag("MQTT-4.7.1-1")
    @Tag("MQTT-4.7.1-2")
    @Tag("MQTT-4.8.2-1")
    @Tag("MQTT-4.8.2-2")
    void shouldRefuseFilters(final String filter) {
        assertFalse(isFilter(filter));
    }

    @Test
    void shouldKnowSharedFiltersAndWildcards() {
        assertTrue(TopicSyntax.isShared(bytes("$share/"), 0, 7));
        assertFalse(TopicSyntax.isShared(bytes("$share"), 0, 6));
        assertEquals(9, TopicSyntax.sharedFilterStart(bytes("$share/g/a"), 0, 10));
        assertTrue(TopicSyntax.hasWildcard(bytes("a/+"), 0, 3));
        assertTrue(TopicSyntax.hasWildcard(bytes("#"), 0, 1));
        assertFalse(TopicSyntax.hasWildcard(bytes("a/b"), 0, 3));
    }

    @Test
    void shouldRefuseWhatIsTooLong() {
        final String longest = "a".repeat(TopicSyntax.MAX_LENGTH);
        assertTrue(isTopic(longest));
        assertTrue(isFilter(longest));
        assertFalse(isTopic(longest + "a"));
        assertFalse(isFilter(longest + "a"));
    }
}
