package io.maxmq.core.session;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OutboundQueueTest
{
    private static final long JUMP = 32_768;

    private static long entry(final long reference)
    {
        return OutboundQueue.entry(reference, false, 1, false, false, false);
    }

    @Test
    void shouldKeepEveryPartOfAnEntry()
    {
        for (int bits = 0; bits < 32; bits++)
        {
            final long reference = (1L << 52) - 1 - bits;
            final long entry = OutboundQueue.entry(reference, (bits & 1) != 0, 1 + (bits >> 1 & 1), (bits & 4) != 0,
                (bits & 8) != 0, (bits & 16) != 0);
            assertEquals(reference, OutboundQueue.reference(entry));
            assertEquals((bits & 1) != 0, OutboundQueue.pooled(entry));
            assertEquals(1 + (bits >> 1 & 1), OutboundQueue.qos(entry));
            assertEquals((bits & 4) != 0, OutboundQueue.retain(entry));
            assertEquals((bits & 8) != 0, OutboundQueue.shared(entry));
            assertEquals((bits & 16) != 0, OutboundQueue.hasIds(entry));
            assertEquals(OutboundQueue.QUEUED, OutboundQueue.state(entry));
            assertFalse(OutboundQueue.sent(entry));
        }
    }

    @Test
    void shouldGiveIdsFrom1To65535AndAgain()
    {
        final OutboundQueue queue = new OutboundQueue();
        for (long number = 0; number < 3 * OutboundQueue.PACKET_IDS; number++)
        {
            queue.append(entry(1));
            assertEquals(number % OutboundQueue.PACKET_IDS + 1, queue.packetId(number));
            assertEquals(number, queue.numberOf(queue.packetId(number)));
            queue.finish(number);
        }
        assertTrue(queue.isEmpty());
    }

    @Test
    void shouldRememberThatAMessageWasSentWhateverItsState()
    {
        final OutboundQueue queue = new OutboundQueue();
        final long number = queue.append(entry(7));
        queue.state(number, OutboundQueue.SENT);
        queue.state(number, OutboundQueue.RELEASED);
        assertTrue(OutboundQueue.sent(queue.get(number)));
        queue.clearReference(number);
        assertEquals(0, OutboundQueue.reference(queue.get(number)));
        assertEquals(OutboundQueue.RELEASED, OutboundQueue.state(queue.get(number)));
    }

    private static final class Expected
    {
        final long reference;
        final long id;
        boolean sent;
        boolean done;

        Expected(final long reference, final long id)
        {
            this.reference = reference;
            this.id = id;
        }
    }

    /** Against a list that counts ids one by one; messages finish in any order, and ids jump in between. */
    @Property(tries = 200)
    void shouldBehaveLikeAList(@ForAll final long seed)
    {
        final Random random = new Random(seed);
        final OutboundQueue queue = new OutboundQueue();
        final List<Expected> all = new ArrayList<>();
        int head = 0;
        long nextId = 0;
        int jumps = 0;
        for (int i = 0; i < 600; i++)
        {
            switch (random.nextInt(10))
            {
                case 0:
                    if (jumps++ < 3)
                    {
                        queue.jump(JUMP);
                        nextId += JUMP;
                    }
                    break;

                case 1:
                case 2:
                case 3:
                case 4:
                    assertEquals(all.size(), queue.append(entry(i + 1)));
                    all.add(new Expected(i + 1, nextId++));
                    break;

                case 5:
                case 6:
                    if (head < all.size())
                    {
                        final int number = head + random.nextInt(all.size() - head);
                        if (queue.idFree(number) && !all.get(number).done)
                        {
                            queue.state(number, OutboundQueue.SENT);
                            all.get(number).sent = true;
                        }
                    }
                    break;

                default:
                    if (head < all.size())
                    {
                        final int number = random.nextInt(3) == 0 ? head + random.nextInt(all.size() - head) : head;
                        queue.finish(number);
                        all.get(number).done = true;
                    }
                    break;
            }
            while (head < all.size() && all.get(head).done)
            {
                head++;
            }
            check(queue, all, head);
        }
    }

    private static void check(final OutboundQueue queue, final List<Expected> all, final int head)
    {
        assertEquals(head, queue.head());
        assertEquals(all.size(), queue.next());
        assertEquals(all.subList(head, all.size()).stream().filter(expected -> !expected.done).count(),
            queue.unfinished());
        final Set<Integer> ids = new HashSet<>();
        for (int number = head; number < all.size(); number++)
        {
            final Expected expected = all.get(number);
            assertEquals(expected.reference, OutboundQueue.reference(queue.get(number)));
            final int id = queue.packetId(number);
            assertEquals(expected.id % OutboundQueue.PACKET_IDS + 1, id);
            assertEquals(expected.id - all.get(head).id < OutboundQueue.PACKET_IDS, queue.idFree(number));
            if (expected.sent && !expected.done)
            {
                assertTrue(ids.add(id), "two messages in flight have packet id " + id);
                assertEquals(number, queue.numberOf(id));
            }
        }
    }
}
