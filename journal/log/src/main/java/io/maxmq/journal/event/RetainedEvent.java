package io.maxmq.journal.event;

/**
 * Retained messages for a new subscription of a persistent session (MQTT-3.3.1-9), as references. A long scan gives
 * several events; the last one says so.
 * <pre>
 * flags: bit 0 last of this filter
 *  0 long sessionId
 *  8 long subscriptionSequence  the subscription's incarnation
 * 16 int  filterIndex           in that SUBSCRIBE
 * 20 int  count
 * 24 count × 16 bytes:
 *      0 long messageSequence
 *      8 byte qos               effective
 *      9 byte flags
 *     10 6 bytes 0
 * </pre>
 * Entries by {@link #add}.
 */
public final class RetainedEvent extends EventFlyweight<RetainedEvent>
{
    public static final int LAST_FLAG = 1;

    public static final int SESSION_ID_OFFSET = 0;
    public static final int SUBSCRIPTION_SEQUENCE_OFFSET = 8;
    public static final int FILTER_INDEX_OFFSET = 16;
    public static final int COUNT_OFFSET = 20;
    public static final int ENTRIES_OFFSET = 24;
    public static final int ENTRY_LENGTH = 16;

    public RetainedEvent()
    {
        super(EventType.RETAINED, 24);
    }

    public boolean last()
    {
        return hasFlag(LAST_FLAG);
    }

    public RetainedEvent last(final boolean value)
    {
        return setFlag(LAST_FLAG, value);
    }

    public long sessionId()
    {
        return getLong(SESSION_ID_OFFSET);
    }

    public RetainedEvent sessionId(final long value)
    {
        return putLong(SESSION_ID_OFFSET, value);
    }

    public long subscriptionSequence()
    {
        return getLong(SUBSCRIPTION_SEQUENCE_OFFSET);
    }

    public RetainedEvent subscriptionSequence(final long value)
    {
        return putLong(SUBSCRIPTION_SEQUENCE_OFFSET, value);
    }

    public int filterIndex()
    {
        return getInt(FILTER_INDEX_OFFSET);
    }

    public RetainedEvent filterIndex(final int value)
    {
        return putInt(FILTER_INDEX_OFFSET, value);
    }

    public int count()
    {
        return getInt(COUNT_OFFSET);
    }

    public RetainedEvent add(final long messageSequence, final int qos, final int entryFlags)
    {
        final int at = limit();
        mutable().putLong(at, messageSequence, EventHeader.BYTE_ORDER);
        mutable().putLong(at + 8, (qos & 0xFF) | (entryFlags & 0xFFL) << 8, EventHeader.BYTE_ORDER);
        limit(at + ENTRY_LENGTH);
        return putInt(COUNT_OFFSET, count() + 1);
    }

    public long messageSequence(final int index)
    {
        return getLong(ENTRIES_OFFSET + index * ENTRY_LENGTH);
    }

    public int qos(final int index)
    {
        return getUnsignedByte(ENTRIES_OFFSET + index * ENTRY_LENGTH + 8);
    }

    public int entryFlags(final int index)
    {
        return getUnsignedByte(ENTRIES_OFFSET + index * ENTRY_LENGTH + 9);
    }

    @Override
    boolean check()
    {
        return count() >= 0 && remaining(body() + ENTRIES_OFFSET) == (long)count() * ENTRY_LENGTH;
    }

    @Override
    RetainedEvent self()
    {
        return this;
    }
}
