package io.maxmq.journal.event;

/**
 * A stretch of a session's outbound queue, in a snapshot; follows its {@link SnapshotSessionEvent}.
 * <pre>
 *  0 long sessionId
 *  8 long firstNumber   enqueue number of the first entry
 * 16 int  count
 * 20 int  noteCount
 * 24 count × long       entries as the queue keeps them: log sequence in the lowest 52 bits, 0 = not kept
 *    noteCount × (long number, long note)   what is known of some entries beside, as the queue keeps it
 * </pre>
 * Entries by {@link #add}, then notes by {@link #addNote}.
 */
public final class SnapshotQueueEvent extends EventFlyweight<SnapshotQueueEvent>
{
    /** What of an entry is the log sequence of its message. */
    public static final long REFERENCE_MASK = (1L << 52) - 1;
    /** Entries in one record at the most. */
    public static final int MAX_ENTRIES = 8_192;

    public static final int SESSION_ID_OFFSET = 0;
    public static final int FIRST_NUMBER_OFFSET = 8;
    public static final int COUNT_OFFSET = 16;
    public static final int NOTE_COUNT_OFFSET = 20;
    public static final int ENTRIES_OFFSET = 24;

    private static final int NOTE_LENGTH = 2 * Long.BYTES;

    public SnapshotQueueEvent()
    {
        super(EventType.SNAPSHOT_QUEUE, ENTRIES_OFFSET);
    }

    public long sessionId()
    {
        return getLong(SESSION_ID_OFFSET);
    }

    public SnapshotQueueEvent sessionId(final long value)
    {
        return putLong(SESSION_ID_OFFSET, value);
    }

    public long firstNumber()
    {
        return getLong(FIRST_NUMBER_OFFSET);
    }

    public SnapshotQueueEvent firstNumber(final long value)
    {
        return putLong(FIRST_NUMBER_OFFSET, value);
    }

    public int count()
    {
        return getInt(COUNT_OFFSET);
    }

    public SnapshotQueueEvent add(final long entry)
    {
        final int at = limit();
        mutable().putLong(at, entry, EventHeader.BYTE_ORDER);
        limit(at + Long.BYTES);
        return putInt(COUNT_OFFSET, count() + 1);
    }

    public long entry(final int index)
    {
        return getLong(ENTRIES_OFFSET + index * Long.BYTES);
    }

    public int noteCount()
    {
        return getInt(NOTE_COUNT_OFFSET);
    }

    public SnapshotQueueEvent addNote(final long number, final long note)
    {
        final int at = limit();
        mutable().putLong(at, number, EventHeader.BYTE_ORDER);
        mutable().putLong(at + Long.BYTES, note, EventHeader.BYTE_ORDER);
        limit(at + NOTE_LENGTH);
        return putInt(NOTE_COUNT_OFFSET, noteCount() + 1);
    }

    public long noteNumber(final int index)
    {
        return getLong(ENTRIES_OFFSET + count() * Long.BYTES + index * NOTE_LENGTH);
    }

    public long note(final int index)
    {
        return getLong(ENTRIES_OFFSET + count() * Long.BYTES + index * NOTE_LENGTH + Long.BYTES);
    }

    @Override
    boolean check()
    {
        return count() >= 0 && noteCount() >= 0 && remaining(body() + ENTRIES_OFFSET) ==
            (long)count() * Long.BYTES + (long)noteCount() * NOTE_LENGTH;
    }

    @Override
    SnapshotQueueEvent self()
    {
        return this;
    }
}
