package io.maxmq.transport.bus;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/**
 * Every participant on a thread, windows as small as they can be, so that all buffers are full nearly always.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AeronBusThreadsTest
{
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({ "2, true", "4, true", "4, false" })
    void shouldDrainARingOfWorkersWhoseBuffersAreFull(final int workers, final boolean isParking) throws Exception
    {
        final int messages = 20_000 / workers;
        final Bus[] buses = AeronBus.create(tiny().workers(workers));
        final long events = (long)workers * messages / 2;
        final CountDownLatch done = new CountDownLatch(buses.length);
        final BusThread[] threads = new BusThread[buses.length];
        for (int i = 0; i < buses.length; i++)
        {
            threads[i] = i < workers ?
                new RingWorker(buses[i], isParking, workers, messages, done) :
                new Sequencer(buses[i], isParking, events, done);
        }

        runUntil(threads, done);

        assertEquals(events, ((Sequencer)threads[workers]).events);
        for (int i = 0; i < workers; i++)
        {
            final RingWorker worker = (RingWorker)threads[i];
            assertEquals((long)messages * (workers - 1), worker.delivered);
            assertEquals(messages, worker.replies);
        }
    }

    @Test
    void shouldCloseWhileBusy() throws Exception
    {
        for (int round = 0; round < 5; round++)
        {
            final int workers = 3;
            final Bus[] buses = AeronBus.create(tiny().workers(workers));
            final BusThread[] threads = new BusThread[buses.length];
            final AtomicLong traffic = new AtomicLong();
            for (int i = 0; i < buses.length; i++)
            {
                threads[i] = i < workers ?
                    new Chatter(buses[i], round % 2 == 0, workers, traffic) :
                    new Sequencer(buses[i], true, 1, new CountDownLatch(1));
                threads[i].start();
            }
            while (traffic.get() < 5_000)
            {
                Thread.onSpinWait();
            }
            for (int i = 0; i < buses.length; i++)
            {
                final BusThread thread = threads[(i + round) % buses.length];
                thread.shutdown();
                thread.join();
                assertNull(thread.failure);
            }
            assertEquals(0, directory.toFile().list().length);
        }
    }

    private static void runUntil(final BusThread[] threads, final CountDownLatch done) throws InterruptedException
    {
        for (final Thread thread : threads)
        {
            thread.start();
        }
        done.await();
        for (int i = threads.length - 1; i >= 0; i--)
        {
            threads[i].shutdown();
            threads[i].join();
            assertNull(threads[i].failure);
        }
    }

    private BusConfig tiny()
    {
        return new BusConfig()
            .termLength(BusConfig.MIN_TERM_LENGTH)
            .mtuLength(256)
            .windowLength(1024)
            .directory(directory);
    }

    private static int messageLength(final long number)
    {
        return (int)(number % 50 == 0 ? 3000 : 16 + number % 400);
    }

    /**
     * Publishes to the next worker; what it is given to own it delivers to all others, answers, and for each second
     * message decides an event: all of it or nothing.
     */
    private static final class RingWorker extends BusThread
    {
        private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
        private final int workers;
        private final int messages;
        private final CountDownLatch done;
        private int published;
        private long delivered;
        private long replies;
        private boolean isDone;

        RingWorker(
            final Bus bus, final boolean isParking, final int workers, final int messages, final CountDownLatch done)
        {
            super(bus, isParking, 10);
            this.workers = workers;
            this.messages = messages;
            this.done = done;
        }

        @Override
        int work()
        {
            int work = 0;
            final int target = (bus.participant() + 1) % workers;
            while (published < messages && work < 20)
            {
                final Stage stage = published % 2 == 0 ? Stage.PUBLISH_QOS0 : Stage.PUBLISH_DURABLE;
                if (!bus.offer(target, stage, buffer, 0, messageLength(published)))
                {
                    break;
                }
                published++;
                work++;
            }
            if (!isDone && delivered == (long)messages * (workers - 1) && replies == messages)
            {
                isDone = true;
                done.countDown();
            }

            return work;
        }

        @Override
        boolean onMessage(
            final int source, final Stage stage, final DirectBuffer message, final int offset, final int length)
        {
            switch (stage)
            {
                case DELIVER:
                    delivered++;
                    return true;

                case REPLY:
                    replies++;
                    return true;

                default:
                    return own(source, stage, message, offset, length);
            }
        }

        private boolean own(
            final int source, final Stage stage, final DirectBuffer message, final int offset, final int length)
        {
            final boolean isDurable = stage == Stage.PUBLISH_DURABLE;
            for (int target = 0; target < workers; target++)
            {
                if (target != bus.participant() && !bus.canOffer(target, Stage.DELIVER, length))
                {
                    return false;
                }
            }
            if (!bus.canOffer(source, Stage.REPLY, 8) ||
                isDurable && !bus.canOffer(bus.sequencer(), Stage.EVENT, length))
            {
                return false;
            }

            for (int target = 0; target < workers; target++)
            {
                if (target != bus.participant())
                {
                    require(bus.offer(target, Stage.DELIVER, message, offset, length));
                }
            }
            require(bus.offer(source, Stage.REPLY, message, offset, 8));
            require(!isDurable || bus.offer(bus.sequencer(), Stage.EVENT, message, offset, length));
            return true;
        }

        private static void require(final boolean isAccepted)
        {
            if (!isAccepted)
            {
                throw new AssertionError("a promise of room was not kept");
            }
        }
    }

    /** Takes events slowly, one per cycle and source. */
    private static final class Sequencer extends BusThread
    {
        private final long expected;
        private final CountDownLatch done;
        private long events;

        Sequencer(final Bus bus, final boolean isParking, final long expected, final CountDownLatch done)
        {
            super(bus, isParking, 1);
            this.expected = expected;
            this.done = done;
        }

        @Override
        int work()
        {
            return 0;
        }

        @Override
        boolean onMessage(
            final int source, final Stage stage, final DirectBuffer message, final int offset, final int length)
        {
            if (++events == expected)
            {
                done.countDown();
            }
            return true;
        }
    }

    /** Sends whatever goes to everybody. */
    private static final class Chatter extends BusThread
    {
        private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
        private final int workers;
        private final AtomicLong traffic;
        private long number;

        Chatter(final Bus bus, final boolean isParking, final int workers, final AtomicLong traffic)
        {
            super(bus, isParking, 10);
            this.workers = workers;
            this.traffic = traffic;
        }

        @Override
        int work()
        {
            int work = 0;
            for (int target = 0; target < workers; target++)
            {
                if (target != bus.participant() &&
                    bus.offer(target, Stage.DELIVER, buffer, 0, messageLength(++number)))
                {
                    work++;
                }
            }

            return work;
        }

        @Override
        boolean onMessage(
            final int source, final Stage stage, final DirectBuffer message, final int offset, final int length)
        {
            traffic.incrementAndGet();
            return true;
        }
    }
}
