package io.maxmq.journal.event;

import org.agrona.DirectBuffer;

/**
 * A persistent session unsubscribes.
 * <pre>
 *  0 long sessionId
 *  8 int  connectionNumber
 * 12 int  count
 * 16 long requestRef       opaque to the log: who waits for UNSUBACK
 * 24 count × filter         as {@link FilterListEvent} draws it
 * </pre>
 * Filters by {@link #addFilter} in the packet's order.
 */
public final class UnsubscribeEvent extends FilterListEvent<UnsubscribeEvent>
{
    public static final int SESSION_ID_OFFSET = 0;
    public static final int CONNECTION_NUMBER_OFFSET = 8;
    public static final int COUNT_OFFSET = 12;
    public static final int REQUEST_REF_OFFSET = 16;
    public static final int FILTERS_OFFSET = 24;

    public UnsubscribeEvent()
    {
        super(EventType.UNSUBSCRIBE, COUNT_OFFSET, FILTERS_OFFSET);
    }

    public long sessionId()
    {
        return getLong(SESSION_ID_OFFSET);
    }

    public UnsubscribeEvent sessionId(final long value)
    {
        return putLong(SESSION_ID_OFFSET, value);
    }

    public int connectionNumber()
    {
        return getInt(CONNECTION_NUMBER_OFFSET);
    }

    public UnsubscribeEvent connectionNumber(final int value)
    {
        return putInt(CONNECTION_NUMBER_OFFSET, value);
    }

    public long requestRef()
    {
        return getLong(REQUEST_REF_OFFSET);
    }

    public UnsubscribeEvent requestRef(final long value)
    {
        return putLong(REQUEST_REF_OFFSET, value);
    }

    /** Appends one filter. */
    public UnsubscribeEvent addFilter(final DirectBuffer source, final int sourceOffset, final int length)
    {
        return append(0, source, sourceOffset, length);
    }

    @Override
    UnsubscribeEvent self()
    {
        return this;
    }
}
