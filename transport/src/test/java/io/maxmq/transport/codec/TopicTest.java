package io.maxmq.transport.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Topic names and filters, section 4.7 and 4.8.2.
 */
final class TopicTest
{
    private static final int AT = 7;

    private UnsafeBuffer buffer;
    private int length;

    @ParameterizedTest
    @ValueSource(strings = {"a", "/", "//", "a/b/c", "/a", "a/", "with space", "$SYS/x", "$share/a", "ü/€/🚲", "*"})
    void shouldAcceptNames(final String name)
    {
        wrap(name);

        assertEquals(Violation.NONE, TopicName.check(buffer, AT, length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "#", "a/+", "a/#", "a+b", "sport#"})
    @Tag("MQTT-3.3.2-2")
    void shouldRefuseNamesWithWildcards(final String name)
    {
        wrap(name);

        assertEquals(Violation.WILDCARD_IN_TOPIC, TopicName.check(buffer, AT, length));
    }

    @Test
    @Tag("MQTT-4.7.3-1")
    void shouldRefuseTheEmptyNameAndTheEmptyFilter()
    {
        wrap("");

        assertEquals(Violation.EMPTY_TOPIC, TopicName.check(buffer, AT, length));
        assertEquals(Violation.INVALID_FILTER, TopicFilter.check(buffer, AT, length));
    }

    @Test
    void shouldLimitNamesByLengthAndLevels()
    {
        wrap("ab/c/d");

        assertEquals(Violation.NONE, TopicName.check(buffer, AT, length, 3, 6));
        assertEquals(Violation.TOPIC_TOO_DEEP, TopicName.check(buffer, AT, length, 2, 6));
        assertEquals(Violation.TOPIC_TOO_LONG, TopicName.check(buffer, AT, length, 3, 5));
    }

    @Test
    void shouldLimitFiltersByLengthAndByLevelsWithoutTheSharePrefix()
    {
        wrap("$share/g/+/b/#");

        assertEquals(Violation.NONE, TopicFilter.check(buffer, AT, length, 3, 14));
        assertEquals(Violation.FILTER_TOO_DEEP, TopicFilter.check(buffer, AT, length, 2, 14));
        assertEquals(Violation.FILTER_TOO_LONG, TopicFilter.check(buffer, AT, length, 3, 13));
    }

    @Test
    void shouldSetNoLimitOfItsOwn()
    {
        wrap("/".repeat(TopicName.MAX_LENGTH));

        assertEquals(Violation.NONE, TopicName.check(buffer, AT, length));
        assertEquals(Violation.NONE, TopicFilter.check(buffer, AT, length));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "#", "+", "/", "/#", "+/#", "+/+", "/+", "a/+/b", "a/#", "a//b", "a/b", "+/a/#", "$SYS/#", "$share",
        "$sharex/y", "$share/g/#", "$share/g/+", "$share/g/a/b", "$share/g//", "$share/ü/a", "share/g", "a/$share/+"})
    void shouldAcceptFilters(final String filter)
    {
        wrap(filter);

        assertEquals(Violation.NONE, TopicFilter.check(buffer, AT, length));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "a#", "#a", "#/", "#/a", "a/#/b", "##", "#+", "+#", "a+", "+a", "++", "a/+b", "a+/b", "a/b#", "/##", "$share/",
        "$share//", "$share//a", "$share/g", "$share/g/", "$share/+/a", "$share/#/a", "$share/a+b/c", "$share/g/a#"})
    @Tag("MQTT-4.7.1-1")
    @Tag("MQTT-4.7.1-2")
    @Tag("MQTT-4.8.2-1")
    @Tag("MQTT-4.8.2-2")
    void shouldRefuseFilters(final String filter)
    {
        wrap(filter);

        assertEquals(Violation.INVALID_FILTER, TopicFilter.check(buffer, AT, length));
    }

    @ParameterizedTest
    @CsvSource({"$share/g/a/b, g, a/b", "$share/group name/#, group name, #", "$share/g//, g, /"})
    void shouldTakeSharedFiltersApart(final String filter, final String shareName, final String rest)
    {
        wrap(filter);

        assertTrue(TopicFilter.isShared(buffer, AT, length));
        assertEquals(shareName, text(TopicFilter.shareNameOffset(AT), TopicFilter.shareNameLength(buffer, AT, length)));
        assertEquals(rest,
            text(TopicFilter.filterOffset(buffer, AT, length), TopicFilter.filterLength(buffer, AT, length)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "$share", "$sharex/a", "$SHARE/g/a"})
    void shouldLeaveOtherFiltersWhole(final String filter)
    {
        wrap(filter);

        assertFalse(TopicFilter.isShared(buffer, AT, length));
        assertEquals(filter,
            text(TopicFilter.filterOffset(buffer, AT, length), TopicFilter.filterLength(buffer, AT, length)));
    }

    @Test
    void shouldFindWildcards()
    {
        wrap("a/+");

        assertTrue(TopicFilter.hasWildcard(buffer, AT, length));
        assertFalse(TopicFilter.hasWildcard(buffer, AT, length - 1));
    }

    private void wrap(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        buffer = new UnsafeBuffer(new byte[AT + bytes.length]);
        buffer.putBytes(AT, bytes);
        length = bytes.length;
    }

    private String text(final int offset, final int size)
    {
        final byte[] bytes = new byte[size];
        buffer.getBytes(offset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
