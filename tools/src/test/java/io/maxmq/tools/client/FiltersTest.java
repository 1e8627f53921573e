package io.maxmq.tools.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiltersTest
{
    @ParameterizedTest
    @CsvSource({
        "a,a,true", "a,b,false", "a/b,a,false", "a,a/b,false", "#,a/b,true", "a/#,a,true", "a/#,a/b/c,true",
            "a/#,ab,false",
        "+,a,true", "+,a/b,false", "+/+,/a,true", "a/+/c,a/b/c,true", "a/+/c,a/b/d,false", "a/+,a/,true",
            "#,$SYS/x,false",
        "+/x,$SYS/x,false", "$SYS/#,$SYS/x,true"})
    void shouldMatchAsTheStandardSays(final String filter, final String topic, final boolean expected)
    {
        assertEquals(expected, Filters.matches(filter, topic));
    }
}
