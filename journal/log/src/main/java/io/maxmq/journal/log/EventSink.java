package io.maxmq.journal.log;

import org.agrona.DirectBuffer;

/** Takes encoded events on their way to the log. */
@FunctionalInterface
public interface EventSink
{
    /** Takes (copies) one event; false if it cannot be taken now, and nothing has changed. */
    boolean offer(DirectBuffer buffer, int offset, int length);
}
