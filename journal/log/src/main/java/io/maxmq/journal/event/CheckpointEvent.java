package io.maxmq.journal.event;

/**
 * A place of the log at which a snapshot is made: every worker that meets it writes down its state as of here. Changes
 * nothing; the first record of a snapshot is a copy of it.
 * <pre>
 * 0 long previous   place of the newest snapshot at that time, 0 = none
 * </pre>
 */
public final class CheckpointEvent extends EventFlyweight<CheckpointEvent>
{
    public static final int PREVIOUS_OFFSET = 0;

    public CheckpointEvent()
    {
        super(EventType.CHECKPOINT, 8);
    }

    public long previous()
    {
        return getLong(PREVIOUS_OFFSET);
    }

    public CheckpointEvent previous(final long value)
    {
        return putLong(PREVIOUS_OFFSET, value);
    }

    @Override
    boolean check()
    {
        return true;
    }

    @Override
    CheckpointEvent self()
    {
        return this;
    }
}
