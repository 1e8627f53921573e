package io.maxmq.journal.event;

/**
 * Retained messages that an owner of topics still has to find for a subscription of a persistent session, in a
 * snapshot.
 * <pre>
 * header: originWorker the owner, workerCount how many there were
 *  0 long sessionId
 *  8 long subscriptionSequence  the subscription's incarnation
 * 16 int  filterIndex           in that SUBSCRIBE
 * 20 int  0
 * 24 long barrierSequence       what was retained later comes live
 * </pre>
 */
public final class SnapshotScanEvent extends EventFlyweight<SnapshotScanEvent>
{
    public static final int SESSION_ID_OFFSET = 0;
    public static final int SUBSCRIPTION_SEQUENCE_OFFSET = 8;
    public static final int FILTER_INDEX_OFFSET = 16;
    public static final int BARRIER_SEQUENCE_OFFSET = 24;

    public SnapshotScanEvent()
    {
        super(EventType.SNAPSHOT_SCAN, 32);
    }

    public long sessionId()
    {
        return getLong(SESSION_ID_OFFSET);
    }

    public SnapshotScanEvent sessionId(final long value)
    {
        return putLong(SESSION_ID_OFFSET, value);
    }

    public long subscriptionSequence()
    {
        return getLong(SUBSCRIPTION_SEQUENCE_OFFSET);
    }

    public SnapshotScanEvent subscriptionSequence(final long value)
    {
        return putLong(SUBSCRIPTION_SEQUENCE_OFFSET, value);
    }

    public int filterIndex()
    {
        return getInt(FILTER_INDEX_OFFSET);
    }

    public SnapshotScanEvent filterIndex(final int value)
    {
        return putInt(FILTER_INDEX_OFFSET, value);
    }

    public long barrierSequence()
    {
        return getLong(BARRIER_SEQUENCE_OFFSET);
    }

    public SnapshotScanEvent barrierSequence(final long value)
    {
        return putLong(BARRIER_SEQUENCE_OFFSET, value);
    }

    @Override
    boolean check()
    {
        return true;
    }

    @Override
    SnapshotScanEvent self()
    {
        return this;
    }
}
