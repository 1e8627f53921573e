package io.maxmq.core.event;

import io.maxmq.journal.log.LocalEventSink;
import io.maxmq.journal.log.LogState;
import io.maxmq.transport.bus.Bus;
import io.maxmq.transport.bus.Stage;
import org.agrona.DirectBuffer;

/**
 * A worker's way to the log: hands decided events to the sequencer, over the bus or, where the sequencer shares the
 * worker's thread, directly. Owned by the worker's thread; what was offered first is logged first.
 */
public final class EventPublisher
{
    private final Bus bus;
    private final LocalEventSink local;
    private final LogState state;
    private final int maximumLength;

    /**
     * @param bus           of the worker; not used where {@code local} is given.
     * @param local         sink of a sequencer on the same thread, or null.
     * @param state         of the log.
     * @param maximumLength of an event.
     */
    public EventPublisher(final Bus bus, final LocalEventSink local, final LogState state, final int maximumLength)
    {
        this.bus = bus;
        this.local = local;
        this.state = state;
        this.maximumLength = maximumLength;
    }

    /**
     * Whether new messages may be decided; if not, their publishers are refused with 0x97. Events that free something
     * are taken all the same.
     *
     * @return true if the log takes messages.
     */
    public boolean isAccepting()
    {
        return state.accepting();
    }

    /**
     * Whether the log can take an event of a length at all.
     *
     * @param length of the event.
     * @return false if it never will.
     */
    public boolean fits(final long length)
    {
        return length <= maximumLength;
    }

    /**
     * Whether {@link #offer} would take an event now.
     *
     * @param type   of the event.
     * @param length of the event.
     * @return true if so.
     */
    public boolean canOffer(final int type, final int length)
    {
        return local != null ?
            local.hasRoom(length, type) : bus.canOffer(bus.sequencer(), Stage.EVENT, length);
    }

    /**
     * Whether several events would be taken now.
     *
     * @param type        of the events.
     * @param count       of events.
     * @param totalLength of all of them.
     * @return true if so.
     */
    public boolean canOffer(final int type, final int count, final int totalLength)
    {
        return local != null ?
            local.hasRoom(totalLength, type) : bus.canOffer(bus.sequencer(), Stage.EVENT, count, totalLength);
    }

    public boolean offer(final DirectBuffer buffer, final int offset, final int length)
    {
        return local != null ?
            local.offer(buffer, offset, length) :
            bus.offer(bus.sequencer(), Stage.EVENT, buffer, offset, length);
    }
}
