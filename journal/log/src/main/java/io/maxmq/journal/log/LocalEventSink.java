package io.maxmq.journal.log;

import io.maxmq.journal.event.EventType;
import org.agrona.DirectBuffer;

/**
 * The way to the log for a worker whose thread also runs the {@link Sequencer}: appends at once, visible with the
 * sequencer's next commit. Used on that thread alone.
 */
public final class LocalEventSink implements EventSink
{
    private final Sequencer sequencer;

    LocalEventSink(final Sequencer sequencer)
    {
        this.sequencer = sequencer;
    }

    /** Whether {@link #offer} would take such an event now; for decisions that are all or nothing. */
    public boolean hasRoom(final int length, final int eventType)
    {
        final boolean essential = EventType.isEssential(eventType);
        return (essential || !sequencer.lagging()) && sequencer.appender().hasRoom(length, essential);
    }

    @Override
    public boolean offer(final DirectBuffer buffer, final int offset, final int length)
    {
        return sequencer.onOffer(buffer, offset, length);
    }
}
