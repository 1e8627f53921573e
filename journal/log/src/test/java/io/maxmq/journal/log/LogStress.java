package io.maxmq.journal.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.DirectBuffer;

/**
 * A writer and one thread per reader at full speed. Every event checks itself; some are kept for a while, handed from
 * one reader to another by their place in the log, and read again at each step. Fails on anything a {@link Log} rules
 * out: a gap, a changed byte, an uncommitted event, a reference to nothing.
 */
public final class LogStress
{
    private static final int KEEP_EVERY = 16;
    private static final int HAND_OVER_AFTER = 500;
    private static final int RELEASE_AFTER = 1500;
    private static final int KEEP_LONG_EVERY = 160;

    private final List<Reader> readers = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicBoolean done = new AtomicBoolean();
    private final Log log;
    private final long eventCount;
    private final int maxPayload;

    public LogStress(final Log log, final long eventCount, final int maxPayload)
    {
        this.log = log;
        this.eventCount = eventCount;
        this.maxPayload = maxPayload;
    }

    /** Runs to the end; afterwards everything is released. Throws what any thread threw. */
    public void run() throws InterruptedException
    {
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < log.readerCount(); i++)
        {
            final Reader reader = new Reader(i);
            readers.add(reader);
            threads.add(start("reader " + i, reader));
        }
        threads.add(start("writer", this::write));
        for (final Thread thread : threads)
        {
            thread.join();
        }
        if (failure.get() != null)
        {
            throw new AssertionError("after " + log.committed() + " of " + eventCount + " events", failure.get());
        }
    }

    /** Afterwards, in one thread: the readers poll, and time passes for the writer. */
    public void settle()
    {
        for (int i = 0; i < 20; i++)
        {
            readers.forEach(reader -> reader.tail.poll(reader, 1));
            log.appender().timestampMs(log.appender().timestampMs() + 100);
            log.appender().doWork();
        }
    }

    private Thread start(final String name, final Runnable task)
    {
        final Thread thread = new Thread(() ->
        {
            try
            {
                task.run();
            }
            catch (final Throwable t)
            {
                failure.compareAndSet(null, t);
            }
        }, name);
        thread.start();
        return thread;
    }

    private void write()
    {
        final TestEvents events = new TestEvents();
        final long[] next = {1};
        final EventSource source = (sink, limit) ->
        {
            int taken = 0;
            while (taken < limit && next[0] <= eventCount)
            {
                events.message(next[0], 16 + (int)(next[0] * 31 % maxPayload));
                if (!events.offerTo(sink))
                {
                    break;
                }
                next[0]++;
                taken++;
            }
            return taken;
        };
        final Sequencer sequencer = new Sequencer(log, System::currentTimeMillis, Wakeups.NONE, source);
        while ((next[0] <= eventCount || log.committed() < eventCount) && failure.get() == null)
        {
            if (sequencer.doWork() == 0)
            {
                Thread.yield();
            }
            if (log.state().get() == LogState.FAILED)
            {
                throw new AssertionError("the log has failed");
            }
        }
        while (!done.get() && failure.get() == null)
        {
            sequencer.doWork();
            done.set(log.appender().lagBytes() == 0);
        }
    }

    private final class Reader implements Runnable, EventHandler
    {
        private final TestEvents events = new TestEvents();
        private final EventView view = new EventView();
        private final ArrayDeque<Long> longKept = new ArrayDeque<>();
        private final LogTail tail;
        private final int reader;
        private long expected = 1;

        Reader(final int reader)
        {
            this.reader = reader;
            tail = log.tail(reader, 1);
        }

        @Override
        public void run()
        {
            while (tail.position() < eventCount && failure.get() == null)
            {
                if (tail.poll(this, 1 + (int)(expected % 50)) == 0)
                {
                    Thread.yield();
                }
            }
            for (long sequence = Math.max(1, eventCount - RELEASE_AFTER); sequence <= eventCount; sequence++)
            {
                if (sequence % KEEP_EVERY == 0 && reader == holder(sequence))
                {
                    check(sequence);
                    tail.release(sequence);
                }
            }
            while (!longKept.isEmpty())
            {
                check(longKept.peek());
                tail.release(longKept.remove());
            }
        }

        private int holder(final long sequence)
        {
            final long age = eventCount - sequence;
            return age >= RELEASE_AFTER ? -1 : age >= HAND_OVER_AFTER ? taker(sequence) : giver(sequence);
        }

        private int giver(final long sequence)
        {
            return (int)(sequence / KEEP_EVERY % log.readerCount());
        }

        private int taker(final long sequence)
        {
            return (giver(sequence) + 1) % log.readerCount();
        }

        @Override
        public boolean onEvent(final long sequence, final DirectBuffer buffer, final int offset, final int length)
        {
            require(sequence == expected, "event " + sequence + " instead of " + expected);
            require(events.verify(buffer, offset, length) == sequence, "event " + sequence + " has changed");
            require(sequence <= tail.published(), "event " + sequence + " was not committed");
            expected++;
            if (sequence % KEEP_EVERY == 0 && reader == giver(sequence))
            {
                tail.retain(sequence);
            }
            handOver(sequence - HAND_OVER_AFTER);
            letGo(sequence - RELEASE_AFTER);
            return true;
        }

        private void handOver(final long kept)
        {
            if (kept > 0 && kept % KEEP_EVERY == 0)
            {
                if (reader == giver(kept))
                {
                    check(kept);
                    tail.release(kept);
                }
                if (reader == taker(kept))
                {
                    tail.retain(kept);
                    check(kept);
                }
            }
        }

        private void letGo(final long kept)
        {
            if (kept > 0 && kept % KEEP_EVERY == 0 && reader == taker(kept))
            {
                check(kept);
                if (kept % KEEP_LONG_EVERY == 0)
                {
                    longKept.add(kept);
                    if (longKept.size() > 1000)
                    {
                        check(longKept.peek());
                        tail.release(longKept.remove());
                    }
                }
                else
                {
                    tail.release(kept);
                }
            }
        }

        private void check(final long sequence)
        {
            require(tail.read(sequence, view), "event " + sequence + " is gone");
            require(events.verify(view.buffer(), view.offset(), view.length()) == sequence,
                "kept event " + sequence + " has changed");
        }

        private void require(final boolean condition, final String message)
        {
            if (!condition)
            {
                throw new AssertionError("reader " + reader + " at " + tail.position() + ": " + message);
            }
        }
    }
}
