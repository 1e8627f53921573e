package io.maxmq.journal.event;

/**
 * The last record of a snapshot: it is whole.
 * <pre>
 * 0 long records     in it, this one not counted
 * 8 long references  to stored messages
 * </pre>
 */
public final class SnapshotEndEvent extends EventFlyweight<SnapshotEndEvent>
{
    public static final int RECORDS_OFFSET = 0;
    public static final int REFERENCES_OFFSET = 8;

    public SnapshotEndEvent()
    {
        super(EventType.SNAPSHOT_END, 16);
    }

    public long records()
    {
        return getLong(RECORDS_OFFSET);
    }

    public SnapshotEndEvent records(final long value)
    {
        return putLong(RECORDS_OFFSET, value);
    }

    public long references()
    {
        return getLong(REFERENCES_OFFSET);
    }

    public SnapshotEndEvent references(final long value)
    {
        return putLong(REFERENCES_OFFSET, value);
    }

    @Override
    boolean check()
    {
        return true;
    }

    @Override
    SnapshotEndEvent self()
    {
        return this;
    }
}
