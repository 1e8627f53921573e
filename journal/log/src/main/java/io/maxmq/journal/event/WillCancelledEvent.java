package io.maxmq.journal.event;

/**
 * The will of a persistent session shall not be sent any more, without its connection ending.
 * <pre>
 *  0 long sessionId
 *  8 int  connectionNumber
 * 12 int  0
 * </pre>
 */
public final class WillCancelledEvent extends EventFlyweight<WillCancelledEvent>
{
    public static final int SESSION_ID_OFFSET = 0;
    public static final int CONNECTION_NUMBER_OFFSET = 8;

    public WillCancelledEvent()
    {
        super(EventType.WILL_CANCELLED, 16);
    }

    public long sessionId()
    {
        return getLong(SESSION_ID_OFFSET);
    }

    public WillCancelledEvent sessionId(final long value)
    {
        return putLong(SESSION_ID_OFFSET, value);
    }

    public int connectionNumber()
    {
        return getInt(CONNECTION_NUMBER_OFFSET);
    }

    public WillCancelledEvent connectionNumber(final int value)
    {
        return putInt(CONNECTION_NUMBER_OFFSET, value);
    }

    @Override
    boolean check()
    {
        return true;
    }

    @Override
    WillCancelledEvent self()
    {
        return this;
    }
}
