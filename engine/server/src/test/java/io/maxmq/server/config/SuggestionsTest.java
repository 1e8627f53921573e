package io.maxmq.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest
{
    private static final List<String> WORDS = List.of("mqtt.max-qos", "limits.connections", "workers");

    @Test
    void shouldCountInsertDeleteReplaceAndSwap()
    {
        assertEquals(0, Suggestions.distance("same", "same"));
        assertEquals(1, Suggestions.distance("same", "smae"));
        assertEquals(1, Suggestions.distance("same", "sane"));
        assertEquals(1, Suggestions.distance("same", "sme"));
        assertEquals(4, Suggestions.distance("same", ""));
    }

    @Test
    void shouldFindWhatWasMeant()
    {
        assertEquals("workers", Suggestions.nearest("wokrers", WORDS));
        assertEquals("mqtt.max-qos", Suggestions.nearest("limits.max-qos", WORDS));
        assertNull(Suggestions.nearest("zzz", WORDS));
    }
}
