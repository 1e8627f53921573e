package io.maxmq.journal.event;

/**
 * A batch of what finished for queued messages: acknowledgements of subscribers, expiries, drops. Losing the last one
 * means a DUP at QoS 1 (MQTT-4.3.2).
 * <pre>
 * 0 int count
 * 4 int 0
 * 8 count × 24 bytes:
 *      0 long sessionId
 *      8 long enqueueNumber
 *     16 long logSequence   of the message, with the kind in the top byte
 * </pre>
 * Entries by {@link #add}.
 */
public final class AckedEvent extends EventFlyweight<AckedEvent>
{
    public static final int PUBACK = 1;
    public static final int PUBREC = 2;
    public static final int PUBCOMP = 3;
    public static final int EXPIRED = 4;
    public static final int DROPPED = 5;

    public static final int COUNT_OFFSET = 0;
    public static final int ENTRIES_OFFSET = 8;
    public static final int ENTRY_LENGTH = 24;

    private static final int KIND_SHIFT = 56;
    private static final long SEQUENCE_MASK = (1L << KIND_SHIFT) - 1;

    public AckedEvent()
    {
        super(EventType.ACKED, 8);
    }

    public int count()
    {
        return getInt(COUNT_OFFSET);
    }

    public AckedEvent add(final long sessionId, final long enqueueNumber, final int kind, final long logSequence)
    {
        final int at = limit();
        mutable().putLong(at, sessionId, EventHeader.BYTE_ORDER);
        mutable().putLong(at + 8, enqueueNumber, EventHeader.BYTE_ORDER);
        mutable().putLong(at + 16, (long)kind << KIND_SHIFT | logSequence, EventHeader.BYTE_ORDER);
        limit(at + ENTRY_LENGTH);
        return putInt(COUNT_OFFSET, count() + 1);
    }

    public long sessionId(final int index)
    {
        return getLong(ENTRIES_OFFSET + index * ENTRY_LENGTH);
    }

    public long enqueueNumber(final int index)
    {
        return getLong(ENTRIES_OFFSET + index * ENTRY_LENGTH + 8);
    }

    public int kind(final int index)
    {
        return (int)(getLong(ENTRIES_OFFSET + index * ENTRY_LENGTH + 16) >>> KIND_SHIFT);
    }

    public long logSequence(final int index)
    {
        return getLong(ENTRIES_OFFSET + index * ENTRY_LENGTH + 16) & SEQUENCE_MASK;
    }

    public static String kindName(final int kind)
    {
        return switch (kind)
        {
            case PUBACK -> "PUBACK";
            case PUBREC -> "PUBREC";
            case PUBCOMP -> "PUBCOMP";
            case EXPIRED -> "EXPIRED";
            case DROPPED -> "DROPPED";
            default -> "UNKNOWN";
        };
    }

    @Override
    boolean check()
    {
        return count() >= 0 && remaining(body() + ENTRIES_OFFSET) == (long)count() * ENTRY_LENGTH;
    }

    @Override
    AckedEvent self()
    {
        return this;
    }
}
