package io.maxmq.journal.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class TargetsTest
{
    private final TargetsEncoder encoder = new TargetsEncoder();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final TargetsFlyweight targets = new TargetsFlyweight();

    private record Expected(int[] qos, List<Integer> ids)
    {
    }

    @Property(tries = 200)
    void shouldSortAndMergeWhateverTheOrder(@ForAll final long seed, @ForAll @IntRange(max = 300) final int adds,
        @ForAll @IntRange(min = 1, max = 400) final int distinct)
    {
        final Random random = new Random(seed);
        final Map<Long, Expected> expected = new TreeMap<>();
        encoder.reset();
        for (int i = 0; i < adds; i++)
        {
            final long session = random.nextInt(distinct) - distinct / 2L;
            final int qos = random.nextInt(3);
            final int id = random.nextInt(3);
            encoder.add(session, qos, false, false, session < 0, id);
            final Expected e = expected.computeIfAbsent(session, s -> new Expected(new int[1], new ArrayList<>()));
            e.qos[0] = Math.max(e.qos[0], qos);
            if (id != 0)
            {
                e.ids.add(id);
            }
        }
        buffer.setMemory(0, 8192, (byte)0x77);
        final int length = encoder.encode(buffer, 8);
        assertEquals(encoder.encodedLength(), length);
        assertEquals(0, length & 7);
        assertTrue(targets.wrapChecked(buffer, 8, length));
        assertEquals(expected.size(), targets.count());
        int i = 0;
        for (final Map.Entry<Long, Expected> e : expected.entrySet())
        {
            assertEquals(e.getKey(), targets.sessionId(i));
            assertEquals(e.getKey(), encoder.sessionId(i));
            assertEquals(e.getValue().qos[0], targets.qos(i));
            assertEquals(e.getKey() < 0, targets.clean(i));
            final List<Integer> ids = new ArrayList<>();
            for (int id = 0; id < targets.idCount(i); id++)
            {
                ids.add(targets.id(i, id));
            }
            assertEquals(e.getValue().ids, ids);
            assertEquals(i, targets.find(e.getKey(), false));
            i++;
        }
        for (long session = -distinct; session <= distinct; session++)
        {
            assertEquals(expected.containsKey(session), targets.find(session, false) >= 0);
        }
    }

    @Test
    void shouldTakeMoreTargetsAfterLookingAtThem()
    {
        encoder.reset().add(5, 1, 9).add(3, 0, 8).add(5, 2, 7);
        assertEquals(2, encoder.count());
        encoder.add(5, 0, 6).add(4, 1, 0);
        assertEquals(3, encoder.count());
        assertTrue(targets.wrapChecked(buffer, 0, encoder.encode(buffer, 0)));
        assertEquals(2, targets.qos(2));
        assertEquals(3, targets.idCount(2));
        assertEquals(9, targets.id(2, 0));
        assertEquals(7, targets.id(2, 1));
        assertEquals(6, targets.id(2, 2));
    }

    @Test
    void shouldKeepFlagsOfAllMatches()
    {
        encoder.reset().add(1, TargetsFlyweight.RETAIN_FLAG, 0).add(1, TargetsFlyweight.CLEAN_FLAG | 2, 0);
        assertTrue(targets.wrapChecked(buffer, 0, encoder.encode(buffer, 0)));
        assertTrue(targets.retain(0) && targets.clean(0) && !targets.shared(0) && targets.qos(0) == 2);
    }

    @Test
    void shouldKeepWhatSharedGroupsChoseApart()
    {
        encoder.reset().add(2, shared(7) | 1, 71).add(1, 1, 0).add(2, 2, 5).add(2, shared(8) | 2, 0).add(2, 1, 6);
        encoder.add(3, shared(7), 9);
        assertTrue(targets.wrapChecked(buffer, 0, encoder.encode(buffer, 0)));
        assertEquals(5, targets.count());
        assertEquals(1, targets.find(2, false));
        assertEquals(2, targets.find(2, true));
        assertEquals(-1, targets.find(1, true));
        assertEquals(-1, targets.find(3, false));
        assertEquals(2, targets.idCount(1));
        assertEquals(7, targets.group(2));
        assertEquals(71, targets.id(2, 0));
        assertEquals(8, targets.group(3));
        assertTrue(targets.sharedAgain(2) && targets.sharedAgain(3) && !targets.sharedAgain(4));
    }

    private static int shared(final int group)
    {
        return group << TargetsFlyweight.GROUP_SHIFT | TargetsFlyweight.SHARED_FLAG;
    }

    @Test
    void shouldEncodeNobody()
    {
        assertEquals(8, encoder.reset().encode(buffer, 0));
        assertTrue(targets.wrapChecked(buffer, 0, 8));
        assertEquals(0, targets.count());
        assertEquals(-1, targets.find(1, false));
    }

    @Test
    void shouldRefuseDamagedLists()
    {
        encoder.reset().add(1, 1, 7).add(2, 1, 0);
        final int length = encoder.encode(buffer, 0);
        final UnsafeBuffer exact = new UnsafeBuffer(new byte[length]);
        exact.putBytes(0, buffer, 0, length);
        for (int i = 0; i < length; i++)
        {
            assertFalse(targets.wrapChecked(exact, 0, i));
        }
        exact.putLong(24, 1L);
        assertFalse(targets.wrapChecked(exact, 0, length), "not ascending");
        exact.putLong(24, 2L);
        exact.putInt(20, length - 3);
        assertFalse(targets.wrapChecked(exact, 0, length), "ids outside");
    }
}
