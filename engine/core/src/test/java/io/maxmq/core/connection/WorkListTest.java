package io.maxmq.core.connection;

import io.maxmq.core.clock.CycleClock;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.lockstep.LockstepSetup;
import io.maxmq.core.partition.WorkBudget;
import io.maxmq.spi.Authoriser;
import io.maxmq.transport.buffer.BufferPool;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

class WorkListTest
{
    @Property(tries = 50)
    void shouldBeAQueueThatHoldsEachConnectionOnce(@ForAll final long seed)
    {
        final Random random = new Random(seed);
        final ConnectionContext context = new ConnectionContext(LockstepSetup.workers(1).config().mqtt(),
            new WorkerCounters(), new CycleClock(() -> 0, () -> 0), new BufferPool(1 << 20), 1 << 16,
            new AccessControl(Authoriser.ALLOW_ALL, Runnable::run, 1), new WorkBudget());
        final List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < 300; i++)
        {
            connections.add(context.newConnection());
        }
        final WorkList list = new WorkList(1 << 20);
        final WorkList other = new WorkList(1 << 21);
        final ArrayDeque<Connection> expected = new ArrayDeque<>();
        final int bias = random.nextInt(5);
        for (int i = 0; i < 2_000; i++)
        {
            if (random.nextInt(8) < 2 + bias)
            {
                final Connection connection = connections.get(random.nextInt(connections.size()));
                list.add(connection);
                other.add(connection);
                if (!expected.contains(connection))
                {
                    expected.add(connection);
                }
            }
            else
            {
                assertSame(expected.poll(), list.poll());
            }
            assertEquals(expected.size(), list.size());
        }
        while (!expected.isEmpty())
        {
            assertSame(expected.poll(), list.poll());
        }
        assertNull(list.poll());
    }
}
