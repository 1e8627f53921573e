package io.maxmq.tools.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

class PacketIdsTest
{
    @Test
    void shouldNeverGiveAnIdThatIsInUse()
    {
        final PacketIds ids = new PacketIds(100);
        final Set<Integer> used = new HashSet<>();
        for (int i = 0; i < 100; i++)
        {
            final int id = ids.take(i);
            assertTrue(id > 0 && id <= 65_535 && used.add(id));
        }
        assertEquals(5, ids.acknowledge(6, false));
        used.remove(6);
        for (int i = 0; i < 300; i++)
        {
            final int id = ids.take(0);
            assertTrue(used.add(id));
            ids.acknowledge(id, false);
            used.remove(id);
        }
        assertEquals(99, ids.inFlight());
    }

    @Test
    void shouldWorkWithTheLargestWindow()
    {
        final PacketIds ids = new PacketIds(65_535);
        for (int i = 0; i < 65_535; i++)
        {
            assertEquals(i + 1, ids.take(0));
        }
    }

    @Test
    void shouldFinishQos2OnlyAfterItsRelease()
    {
        final PacketIds ids = new PacketIds(1);
        final int id = ids.take(42);

        assertEquals(PacketIds.UNKNOWN, ids.acknowledge(id, true));
        assertEquals(42, ids.release(id));
        assertEquals(PacketIds.UNKNOWN, ids.release(id));
        assertEquals(PacketIds.UNKNOWN, ids.acknowledge(id, false));
        assertEquals(42, ids.acknowledge(id, true));
        assertEquals(0, ids.inFlight());
    }

    @Test
    void shouldNotKnowIdsThatWereNeverSent()
    {
        final PacketIds ids = new PacketIds(1);

        assertEquals(PacketIds.UNKNOWN, ids.acknowledge(1, false));
        assertEquals(PacketIds.UNKNOWN, ids.acknowledge(65_000, false));
    }
}
