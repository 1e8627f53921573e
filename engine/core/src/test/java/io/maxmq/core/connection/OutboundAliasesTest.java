package io.maxmq.core.connection;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OutboundAliasesTest
{
    /** Against a client that knows what it was told; some packets cannot be sent. */
    @Property(tries = 200)
    void shouldUseOnlyWhatTheClientWasTold(@ForAll final long seed)
    {
        final Random random = new Random(seed);
        final int maximum = 1 + random.nextInt(8);
        final OutboundAliases aliases = new OutboundAliases(maximum);
        final Map<Integer, String> client = new HashMap<>();
        for (int i = 0; i < 300; i++)
        {
            final String topic = "topic/" + random.nextInt(12);
            final UnsafeBuffer buffer = new UnsafeBuffer(("##" + topic + "##").getBytes());
            final int alias = aliases.aliasOf(buffer, 2, topic.length());
            assertTrue(alias >= 0 && alias <= maximum);
            if (alias == 0)
            {
                assertEquals(maximum, client.size());
                assertTrue(!client.containsValue(topic));
            }
            else if (!aliases.isNew())
            {
                assertEquals(topic, client.get(alias));
            }
            else if (random.nextInt(4) == 0)
            {
                aliases.undo();
            }
            else
            {
                client.put(alias, topic);
            }
        }
    }
}
