package io.maxmq.journal.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sequencer and tails of a log in lock-step, in one thread, under a clock that stands until it is moved.
 * <pre>
 * LogSteps steps = new LogSteps(log).onEvent(0, worker0::apply).onEvent(1, worker1::apply);
 * steps.sink(0).offer(…);      // worker 0 decides
 * steps.run();                 // sequenced, committed, applied everywhere
 * </pre>
 */
public final class LogSteps
{
    private final List<QueueSource> sources = new ArrayList<>();
    private final List<LogTail> tails = new ArrayList<>();
    private final List<EventHandler> handlers = new ArrayList<>();
    private final Log log;
    private final Sequencer sequencer;
    private long nowMs = 1_800_000_000_000L;
    private long woken;

    /** Tails from the log's first event. */
    public LogSteps(final Log log)
    {
        this(log, Sequencer.DEFAULT_MAX_LAG_BYTES, Sequencer.DEFAULT_BATCH_LIMIT);
    }

    public LogSteps(final Log log, final long maxLagBytes, final int batchLimit)
    {
        this.log = log;
        for (int i = 0; i < log.readerCount(); i++)
        {
            sources.add(new QueueSource());
            tails.add(log.tail(i, log.firstSequence()));
            handlers.add((sequence, buffer, offset, length) -> true);
        }
        sequencer = new Sequencer(log, () -> nowMs, readers -> woken |= readers, error ->
        {
            throw new AssertionError(error);
        }, maxLagBytes, batchLimit, sources.toArray(new EventSource[0]));
    }

    public LogSteps onEvent(final int reader, final EventHandler handler)
    {
        handlers.set(reader, handler);
        return this;
    }

    /** Where a worker's events go; they wait there until the sequencer takes them. Copies. */
    public EventSink sink(final int worker)
    {
        return sources.get(worker);
    }

    public Sequencer sequencer()
    {
        return sequencer;
    }

    public LogTail tail(final int reader)
    {
        return tails.get(reader);
    }

    public long nowMs()
    {
        return nowMs;
    }

    public LogSteps advanceMs(final long ms)
    {
        nowMs += ms;
        return this;
    }

    /** Events that a worker offered and the sequencer has not taken. */
    public int waiting(final int worker)
    {
        return sources.get(worker).events.size();
    }

    /** One cycle of the sequencer. */
    public int sequence()
    {
        return sequencer.doWork();
    }

    /** One reader takes everything it can. */
    public int apply(final int reader)
    {
        int total = 0;
        int taken;
        do
        {
            taken = tails.get(reader).poll(handlers.get(reader), 16);
            total += taken;
        }
        while (taken > 0);
        return total;
    }

    public int applyAll()
    {
        int total = 0;
        for (int reader = 0; reader < tails.size(); reader++)
        {
            total += apply(reader);
        }
        return total;
    }

    /** Until nothing moves any more, at most a thousand rounds. */
    public LogSteps run()
    {
        for (int i = 0; i < 1000; i++)
        {
            final long before = sequencer.counters().events();
            sequence();
            if (applyAll() == 0 && sequencer.counters().events() == before)
            {
                return this;
            }
        }
        throw new AssertionError("events cause events without end; committed " + log.committed());
    }

    /** The readers woken since the last call. */
    public long takeWoken()
    {
        final long readers = woken;
        woken = 0;
        return readers;
    }

    private static final class QueueSource implements EventSource, EventSink
    {
        private final ArrayDeque<UnsafeBuffer> events = new ArrayDeque<>();

        @Override
        public boolean offer(final DirectBuffer buffer, final int offset, final int length)
        {
            final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
            copy.putBytes(0, buffer, offset, length);
            return events.add(copy);
        }

        @Override
        public int poll(final EventSink sink, final int limit)
        {
            int taken = 0;
            while (taken < limit && !events.isEmpty() && sink.offer(events.peek(), 0, events.peek().capacity()))
            {
                events.remove();
                taken++;
            }
            return taken;
        }
    }
}
