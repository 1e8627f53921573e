package io.maxmq.journal.log;

/** Where the {@link Sequencer} finds events to append: a stream from a worker. Polled by the sequencer's thread. */
@FunctionalInterface
public interface EventSource
{
    /**
     * Offers up to {@code limit} events to the sink in their order. One that is refused stays in the source and is
     * offered again first.
     *
     * @return how many were taken
     */
    int poll(EventSink sink, int limit);
}
