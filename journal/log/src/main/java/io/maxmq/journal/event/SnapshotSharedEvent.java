package io.maxmq.journal.event;

/**
 * What a worker keeps of shared groups beyond the queues of persistent sessions, in a snapshot.
 * <pre>
 * header: originWorker whose it is, workerCount how many there were
 * 0 int count
 * 4 int 0
 * 8 count × 24 bytes:
 *      0 long sessionId
 *      8 long messageSequence   with ENDED that of its end
 *     16 int  targetFlags       as in {@link TargetsFlyweight}
 *     20 int  kind
 * </pre>
 * Entries by {@link #add}.
 */
public final class SnapshotSharedEvent extends EventFlyweight<SnapshotSharedEvent>
{
    /** A clean member has the message and has not acknowledged it. */
    public static final int HELD = 0;
    /** The chosen session has ended. */
    public static final int ORPHAN = 1;
    /** A persistent session that has ended lately. */
    public static final int ENDED = 2;
    /** Entries in one record at the most. */
    public static final int MAX_ENTRIES = 4_096;

    public static final int COUNT_OFFSET = 0;
    public static final int ENTRIES_OFFSET = 8;
    public static final int ENTRY_LENGTH = 24;

    public SnapshotSharedEvent()
    {
        super(EventType.SNAPSHOT_SHARED, ENTRIES_OFFSET);
    }

    public int count()
    {
        return getInt(COUNT_OFFSET);
    }

    public SnapshotSharedEvent add(
        final int kind, final long sessionId, final long messageSequence, final int targetFlags)
    {
        final int at = limit();
        mutable().putLong(at, sessionId, EventHeader.BYTE_ORDER);
        mutable().putLong(at + 8, messageSequence, EventHeader.BYTE_ORDER);
        mutable().putInt(at + 16, targetFlags, EventHeader.BYTE_ORDER);
        mutable().putInt(at + 20, kind, EventHeader.BYTE_ORDER);
        limit(at + ENTRY_LENGTH);
        return putInt(COUNT_OFFSET, count() + 1);
    }

    public long sessionId(final int index)
    {
        return getLong(ENTRIES_OFFSET + index * ENTRY_LENGTH);
    }

    public long messageSequence(final int index)
    {
        return getLong(ENTRIES_OFFSET + index * ENTRY_LENGTH + 8);
    }

    public int targetFlags(final int index)
    {
        return getInt(ENTRIES_OFFSET + index * ENTRY_LENGTH + 16);
    }

    public int kind(final int index)
    {
        return getInt(ENTRIES_OFFSET + index * ENTRY_LENGTH + 20);
    }

    @Override
    boolean check()
    {
        return count() >= 0 && remaining(body() + ENTRIES_OFFSET) == (long)count() * ENTRY_LENGTH;
    }

    @Override
    SnapshotSharedEvent self()
    {
        return this;
    }
}
