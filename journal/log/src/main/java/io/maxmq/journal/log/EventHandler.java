package io.maxmq.journal.log;

import org.agrona.DirectBuffer;

/** What a reader does with each event of the log, in order. */
@FunctionalInterface
public interface EventHandler
{
    /**
     * One event; the buffer is valid during the call and must not be changed.
     *
     * @return false if it cannot be taken now (back-pressure): it stays, and comes again with the next poll
     */
    boolean onEvent(long sequence, DirectBuffer buffer, int offset, int length);
}
