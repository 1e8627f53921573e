package io.maxmq.journal.event;

/**
 * A retained message expired (MQTT-3.3.2-5); void if its topic has a newer one.
 * <pre>
 * 0 long messageSequence
 * </pre>
 */
public final class RetainedExpiredEvent extends EventFlyweight<RetainedExpiredEvent>
{
    public static final int MESSAGE_SEQUENCE_OFFSET = 0;

    public RetainedExpiredEvent()
    {
        super(EventType.RETAINED_EXPIRED, 8);
    }

    public long messageSequence()
    {
        return getLong(MESSAGE_SEQUENCE_OFFSET);
    }

    public RetainedExpiredEvent messageSequence(final long value)
    {
        return putLong(MESSAGE_SEQUENCE_OFFSET, value);
    }

    @Override
    boolean check()
    {
        return true;
    }

    @Override
    RetainedExpiredEvent self()
    {
        return this;
    }
}
