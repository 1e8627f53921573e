package io.maxmq.journal.event;

/**
 * A message that a shared group chose a session for goes to another, because the first ended or refused it.
 * <pre>
 *  0 long messageSequence
 *  8 long fromSessionId
 * 16 long toSessionId     0 = nobody
 * 24 int  targetFlags     as in {@link TargetsFlyweight}; 0 = nobody else may get it, since the first has begun it
 * 28 int  subscriptionId  of the new session's subscription, 0 = none
 * </pre>
 */
public final class ReassignedEvent extends EventFlyweight<ReassignedEvent>
{
    private static final int FIXED_LENGTH = 32;
    /** Of the whole event. */
    public static final int LENGTH = EventHeader.LENGTH + FIXED_LENGTH;
    public static final int MESSAGE_SEQUENCE_OFFSET = 0;
    public static final int FROM_SESSION_ID_OFFSET = 8;
    public static final int TO_SESSION_ID_OFFSET = 16;
    public static final int TARGET_FLAGS_OFFSET = 24;
    public static final int SUBSCRIPTION_ID_OFFSET = 28;

    public ReassignedEvent()
    {
        super(EventType.REASSIGNED, FIXED_LENGTH);
    }

    public long messageSequence()
    {
        return getLong(MESSAGE_SEQUENCE_OFFSET);
    }

    public ReassignedEvent messageSequence(final long value)
    {
        return putLong(MESSAGE_SEQUENCE_OFFSET, value);
    }

    public long fromSessionId()
    {
        return getLong(FROM_SESSION_ID_OFFSET);
    }

    public ReassignedEvent fromSessionId(final long value)
    {
        return putLong(FROM_SESSION_ID_OFFSET, value);
    }

    public long toSessionId()
    {
        return getLong(TO_SESSION_ID_OFFSET);
    }

    public ReassignedEvent toSessionId(final long value)
    {
        return putLong(TO_SESSION_ID_OFFSET, value);
    }

    public int targetFlags()
    {
        return getInt(TARGET_FLAGS_OFFSET);
    }

    public ReassignedEvent targetFlags(final int value)
    {
        return putInt(TARGET_FLAGS_OFFSET, value);
    }

    public int subscriptionId()
    {
        return getInt(SUBSCRIPTION_ID_OFFSET);
    }

    public ReassignedEvent subscriptionId(final int value)
    {
        return putInt(SUBSCRIPTION_ID_OFFSET, value);
    }

    @Override
    boolean check()
    {
        return true;
    }

    @Override
    ReassignedEvent self()
    {
        return this;
    }
}
