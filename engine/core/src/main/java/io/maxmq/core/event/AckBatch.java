package io.maxmq.core.event;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.session.AckLog;
import io.maxmq.core.session.Session;
import io.maxmq.journal.event.AckedEvent;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Gathers the acknowledgements of one cycle into one event. Losing the last batch in a crash means that a message is
 * sent again with DUP, which the standard allows at QoS 1; at QoS 2 nothing that follows leaves before it is logged.
 * Owned by the worker's thread.
 */
public final class AckBatch implements AckLog
{
    private static final int SOFT_LIMIT = 1_024;

    private final int self;
    private final int workerCount;
    private final EventPublisher events;
    private final WorkerCounters counters;
    private final AckedEvent event = new AckedEvent();
    private final MutableDirectBuffer buffer = new ExpandableArrayBuffer(4096);

    public AckBatch(
        final int self, final int workerCount, final EventPublisher events, final WorkerCounters counters)
    {
        this.self = self;
        this.workerCount = workerCount;
        this.events = events;
        this.counters = counters;
        begin();
    }

    private void begin()
    {
        event.wrapForWrite(buffer, 0).workers(1L << self, workerCount);
    }

    @Override
    public boolean hasRoom()
    {
        return event.count() < SOFT_LIMIT;
    }

    @Override
    public void append(final Session session, final long number, final long sequence, final int kind)
    {
        event.add(session.id(), number, kind, sequence);
    }

    /**
     * Hands the batch to the log.
     *
     * @return 1 if there was one and it was taken.
     */
    public int flush()
    {
        if (event.count() == 0 || !events.offer(buffer, 0, event.length()))
        {
            return 0;
        }
        counters.increment(Counter.EVENTS_DECIDED);
        begin();
        return 1;
    }

    public boolean isEmpty()
    {
        return event.count() == 0;
    }
}
