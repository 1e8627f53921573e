package io.maxmq.journal.log;

import io.maxmq.journal.event.EventHeader;
import org.agrona.DirectBuffer;

/**
 * Where an event lies: buffer, offset, length. Filled in by whoever finds one; says how long it stays valid.
 * Not thread-safe.
 */
public final class EventView
{
    private DirectBuffer buffer;
    private int offset;
    private int length;

    public EventView wrap(final DirectBuffer newBuffer, final int newOffset, final int newLength)
    {
        buffer = newBuffer;
        offset = newOffset;
        length = newLength;
        return this;
    }

    public void clear()
    {
        buffer = null;
        offset = 0;
        length = 0;
    }

    public DirectBuffer buffer()
    {
        return buffer;
    }

    public int offset()
    {
        return offset;
    }

    public int length()
    {
        return length;
    }

    public int type()
    {
        return EventHeader.type(buffer, offset);
    }

    public long sequence()
    {
        return EventHeader.sequence(buffer, offset);
    }
}
