package io.maxmq.transport.bus;

import com.sun.management.ThreadMXBean;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Both ends, driver and housekeeping on one thread, whose allocation is measured. Aeron's driver makes two iterators
 * per run, which the compiler removes in the end: so rounds are run until one allocates nothing.
 */
class AeronBusAllocationTest
{
    private static final int MESSAGES = 100_000;
    private static final long MAX_WARM_UP_NS = TimeUnit.MINUTES.toNanos(2);
    private static final int NOISE = 8 * 1024;

    @TempDir
    Path directory;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[300_000]);
    private long received;
    private int putBack;
    private final BusHandler handler = (source, stage, message, offset, length) ->
    {
        received++;
        return received % 7 != 0 || ++putBack % 2 == 0;
    };

    @Test
    void shouldAllocateNothingInSteadyState()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long threadId = Thread.currentThread().getId();
        final Bus[] buses = AeronBus.create(new BusConfig().workers(2).separateSequencer(false).directory(directory));
        try
        {
            long allocated = Long.MAX_VALUE;
            final long deadlineNs = System.nanoTime() + MAX_WARM_UP_NS;
            while (allocated > NOISE && deadlineNs - System.nanoTime() > 0)
            {
                final long before = threads.getThreadAllocatedBytes(threadId);
                run(buses, MESSAGES);
                allocated = threads.getThreadAllocatedBytes(threadId) - before;
            }
            assertTrue(allocated <= NOISE, "bytes for " + MESSAGES + " messages: " + allocated);
        }
        finally
        {
            buses[1].close();
            buses[0].close();
        }
    }

    private void run(final Bus[] buses, final int messages)
    {
        for (int i = 0; i < messages; i++)
        {
            final int length = i % 500 == 0 ? buffer.capacity() : i % 2000;
            final int source = i & 1;
            if (buses[source].canOffer(1 - source, Stage.DELIVER, length))
            {
                buses[source].offer(1 - source, Stage.DELIVER, buffer, 0, length / 2, buffer, 0, length - length / 2);
            }
            if (i % 10 == 0)
            {
                cycle(buses[0]);
                cycle(buses[1]);
            }
        }
    }

    private void cycle(final Bus bus)
    {
        bus.drive();
        bus.poll(Stage.DELIVER, handler, 20);
        bus.flushWakes();
        bus.parkFlag().prepare();
        bus.hasInput();
        bus.parkFlag().clear();
    }
}
