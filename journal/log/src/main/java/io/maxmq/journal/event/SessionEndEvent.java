package io.maxmq.journal.event;

/**
 * A persistent session and everything queued for it is gone.
 * <pre>
 *  0 long sessionId
 *  8 int  reason  {@link #EXPIRED}, {@link #CLEANED}, {@link #ADMINISTRATIVE}
 * 12 int  0
 * </pre>
 */
public final class SessionEndEvent extends EventFlyweight<SessionEndEvent>
{
    public static final int EXPIRED = 1;
    /** A clean start, or a connection that ended with expiry 0. */
    public static final int CLEANED = 2;
    public static final int ADMINISTRATIVE = 3;

    public static final int SESSION_ID_OFFSET = 0;
    public static final int REASON_OFFSET = 8;

    public SessionEndEvent()
    {
        super(EventType.SESSION_END, 16);
    }

    public long sessionId()
    {
        return getLong(SESSION_ID_OFFSET);
    }

    public SessionEndEvent sessionId(final long value)
    {
        return putLong(SESSION_ID_OFFSET, value);
    }

    public int reason()
    {
        return getInt(REASON_OFFSET);
    }

    public SessionEndEvent reason(final int value)
    {
        return putInt(REASON_OFFSET, value);
    }

    public static String reasonName(final int reason)
    {
        return switch (reason)
        {
            case EXPIRED -> "expired";
            case CLEANED -> "cleaned";
            case ADMINISTRATIVE -> "administrative";
            default -> "unknown";
        };
    }

    @Override
    boolean check()
    {
        return true;
    }

    @Override
    SessionEndEvent self()
    {
        return this;
    }
}
