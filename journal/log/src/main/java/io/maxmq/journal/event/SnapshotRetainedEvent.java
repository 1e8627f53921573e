package io.maxmq.journal.event;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Retained messages of one tenant, in a snapshot.
 * <pre>
 * 0 int count
 * 4 int 0
 * 8 count × entry, each at a multiple of 4:
 *      0 long   messageSequence
 *      8 long   expiryDeadlineMs   Long.MAX_VALUE = never
 *     16 int    payloadSize
 *     20 ushort topicLength
 *     22 topic
 * </pre>
 * Entries by {@link #add}; read by {@code while (event.nextEntry())}.
 */
public final class SnapshotRetainedEvent extends EventFlyweight<SnapshotRetainedEvent>
{
    public static final int COUNT_OFFSET = 0;
    public static final int ENTRIES_OFFSET = 8;
    public static final int ENTRY_HEADER_LENGTH = 22;

    private int index;
    private int entry;

    public SnapshotRetainedEvent()
    {
        super(EventType.SNAPSHOT_RETAINED, ENTRIES_OFFSET);
    }

    public int count()
    {
        return getInt(COUNT_OFFSET);
    }

    public SnapshotRetainedEvent add(
        final long messageSequence, final long expiryDeadlineMs, final int payloadSize,
        final DirectBuffer topic, final int topicOffset, final int topicLength)
    {
        final MutableDirectBuffer target = mutable();
        final int at = limit();
        target.putLong(at, messageSequence, EventHeader.BYTE_ORDER);
        target.putLong(at + 8, expiryDeadlineMs, EventHeader.BYTE_ORDER);
        target.putInt(at + 16, payloadSize, EventHeader.BYTE_ORDER);
        target.putShort(at + 20, (short)topicLength, EventHeader.BYTE_ORDER);
        target.putBytes(at + ENTRY_HEADER_LENGTH, topic, topicOffset, topicLength);
        final int length = entryLength(topicLength);
        target.setMemory(at + ENTRY_HEADER_LENGTH + topicLength, length - ENTRY_HEADER_LENGTH - topicLength, (byte)0);
        limit(at + length);
        return putInt(COUNT_OFFSET, count() + 1);
    }

    private static int entryLength(final int topicLength)
    {
        return ENTRY_HEADER_LENGTH + topicLength + 3 & ~3;
    }

    /** Steps to the next entry; false after the last. */
    public boolean nextEntry()
    {
        if (index + 1 >= count())
        {
            return false;
        }
        entry = index < 0 ? body() + ENTRIES_OFFSET : entry + entryLength(topicLength());
        index++;
        return true;
    }

    public long messageSequence()
    {
        return buffer().getLong(entry, EventHeader.BYTE_ORDER);
    }

    public long expiryDeadlineMs()
    {
        return buffer().getLong(entry + 8, EventHeader.BYTE_ORDER);
    }

    public int payloadSize()
    {
        return buffer().getInt(entry + 16, EventHeader.BYTE_ORDER);
    }

    public int topicLength()
    {
        return buffer().getShort(entry + 20, EventHeader.BYTE_ORDER) & 0xFFFF;
    }

    /** Where the topic starts in {@link #buffer()}. */
    public int topicOffset()
    {
        return entry + ENTRY_HEADER_LENGTH;
    }

    @Override
    void reset()
    {
        index = -1;
    }

    @Override
    boolean check()
    {
        int at = body() + ENTRIES_OFFSET;
        for (int i = 0, count = count(); i < count; i++)
        {
            if (remaining(at) < ENTRY_HEADER_LENGTH)
            {
                return false;
            }
            at += entryLength(buffer().getShort(at + 20, EventHeader.BYTE_ORDER) & 0xFFFF);
            if (remaining(at) < 0)
            {
                return false;
            }
        }
        return count() >= 0 && remaining(at) == 0;
    }

    @Override
    SnapshotRetainedEvent self()
    {
        return this;
    }
}
