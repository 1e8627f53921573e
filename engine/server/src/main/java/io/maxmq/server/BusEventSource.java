package io.maxmq.server;

import io.maxmq.journal.log.EventSink;
import io.maxmq.journal.log.EventSource;
import io.maxmq.transport.bus.Bus;
import io.maxmq.transport.bus.BusHandler;
import io.maxmq.transport.bus.Stage;

/**
 * What workers send to the sequencer over the bus. Used by the sequencer's thread alone.
 */
final class BusEventSource implements EventSource
{
    private final Bus bus;
    private final BusHandler handler;
    private EventSink sink;

    BusEventSource(final Bus bus)
    {
        this.bus = bus;
        handler = (source, stage, buffer, offset, length) -> sink.offer(buffer, offset, length);
    }

    @Override
    public int poll(final EventSink newSink, final int limit)
    {
        sink = newSink;
        return bus.poll(Stage.EVENT, handler, limit);
    }
}
