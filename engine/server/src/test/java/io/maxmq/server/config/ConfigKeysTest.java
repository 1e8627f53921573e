package io.maxmq.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigKeysTest
{
    @Test
    void shouldNameKeysAndVariablesWithoutAmbiguity()
    {
        final Set<String> variables = new HashSet<>();
        for (final ConfigKey<?> key : ConfigKeys.all().values())
        {
            assertTrue(key.name().replace(ConfigKey.NAME_PART, "x").matches("[a-z0-9.-]+"), key.name());
            assertTrue(variables.add(key.environmentVariable()), key.environmentVariable());
            final String variable = key.environmentVariable().replace(ConfigKey.NAME_PART, "SOME_NAME");
            assertTrue(ConfigEnvironment.isForTable(variable, "1"), variable);
            assertEquals(key.path("some-name"), ConfigEnvironment.path(variable, ConfigKeys.all()));
        }
    }

    @Test
    void shouldReadBackWhatItWrites()
    {
        for (final ConfigKey<?> key : ConfigKeys.all().values())
        {
            assertReadsBack(key);
        }
    }

    @Test
    void shouldDescribeEveryKey()
    {
        for (final ConfigKey<?> key : ConfigKeys.all().values())
        {
            assertTrue(key.text().endsWith("."), key.name());
            assertFalse(key.text().contains("|"), key.name());
            assertFalse(key.type().range().isEmpty(), key.name());
        }
    }

    private static <T> void assertReadsBack(final ConfigKey<T> key)
    {
        assertEquals(key.defaultValue(), key.type().parse(key.type().format(key.defaultValue())), key.name());
    }
}
