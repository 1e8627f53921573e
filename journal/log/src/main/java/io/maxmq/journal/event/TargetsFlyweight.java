package io.maxmq.journal.event;

import static io.maxmq.journal.event.EventHeader.BYTE_ORDER;

import org.agrona.DirectBuffer;

/**
 * Who gets a message: a list of deliveries sorted by the id of the session, read in place. A session is in it once for
 * all of its plain subscriptions (MQTT-3.3.4-2), and behind that once more for every shared group that chose it
 * (MQTT-4.8.2). {@link TargetsEncoder} writes it.
 * <pre>
 * 0 int count
 * 4 int byteLength    whole list with its padding, a multiple of 8
 * 8 count × 16 bytes, ascending by sessionId (signed); of one session the plain one, then the shared ones:
 *      0 long sessionId
 *      8 byte flags   bits 0-1 effective qos, bit 2 retain flag to send, bit 3 shared, bit 4 clean session
 *      9 3 bytes      lowest bits of the shared group's key, 0 for none
 *     12 int  idsOffset   0 = no subscription ids; else from the list's start to: int n, n × int id
 * then the subscription ids, zeros up to a multiple of 8
 * </pre>
 * Not thread-safe; allocates nothing. Valid until the buffer changes.
 */
public final class TargetsFlyweight
{
    public static final int COUNT_OFFSET = 0;
    public static final int BYTE_LENGTH_OFFSET = 4;
    public static final int HEADER_LENGTH = 8;
    public static final int ENTRY_LENGTH = 16;
    public static final int ENTRY_FLAGS_OFFSET = 8;
    public static final int ENTRY_IDS_OFFSET = 12;

    public static final int QOS_MASK = 0b00011;
    public static final int RETAIN_FLAG = 0b00100;
    public static final int SHARED_FLAG = 0b01000;
    public static final int CLEAN_FLAG = 0b10000;
    /** Above the flags: the lowest bits of a shared group's key, which tell the groups of a topic apart. */
    public static final int GROUP_SHIFT = 8;
    public static final int GROUP_MASK = 0xFF_FFFF;

    private DirectBuffer buffer;
    private int offset;
    private int count;

    /** Takes a list that was checked before. */
    public TargetsFlyweight wrap(final DirectBuffer newBuffer, final int newOffset)
    {
        buffer = newBuffer;
        offset = newOffset;
        count = newBuffer.getInt(newOffset + COUNT_OFFSET, BYTE_ORDER);
        return this;
    }

    /** Targets in the list that lies there. */
    public static int count(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + COUNT_OFFSET, BYTE_ORDER);
    }

    /** Takes a list that may be damaged; false if it is (lengths, order, offsets of ids). */
    public boolean wrapChecked(final DirectBuffer newBuffer, final int newOffset, final int maxLength)
    {
        if (!isValid(newBuffer, newOffset, maxLength))
        {
            buffer = null;
            count = 0;
            return false;
        }
        wrap(newBuffer, newOffset);
        return true;
    }

    /** Whether a well-formed list lies at {@code offset} within {@code maxLength} bytes. Costs a pass over it. */
    public static boolean isValid(final DirectBuffer buffer, final int offset, final int maxLength)
    {
        if (offset < 0 || maxLength < HEADER_LENGTH || maxLength > buffer.capacity() - offset)
        {
            return false;
        }
        final int count = buffer.getInt(offset + COUNT_OFFSET, BYTE_ORDER);
        final int byteLength = buffer.getInt(offset + BYTE_LENGTH_OFFSET, BYTE_ORDER);
        if (count < 0 || byteLength < HEADER_LENGTH || byteLength > maxLength || (byteLength & 7) != 0 ||
            HEADER_LENGTH + (long)count * ENTRY_LENGTH > byteLength)
        {
            return false;
        }
        long previous = Long.MIN_VALUE;
        for (int i = 0; i < count; i++)
        {
            final int entry = offset + HEADER_LENGTH + i * ENTRY_LENGTH;
            final long sessionId = buffer.getLong(entry, BYTE_ORDER);
            final boolean inOrder = i == 0 || sessionId > previous || sessionId == previous &&
                (buffer.getByte(entry + ENTRY_FLAGS_OFFSET) & SHARED_FLAG) != 0;
            if (!inOrder || !areIdsValid(buffer, offset, entry, count, byteLength))
            {
                return false;
            }
            previous = sessionId;
        }
        return true;
    }

    private static boolean areIdsValid(
        final DirectBuffer buffer, final int offset, final int entry, final int count, final int byteLength)
    {
        final int ids = buffer.getInt(entry + ENTRY_IDS_OFFSET, BYTE_ORDER);
        if (ids == 0)
        {
            return true;
        }
        if (ids < HEADER_LENGTH + count * ENTRY_LENGTH || ids > byteLength - Integer.BYTES)
        {
            return false;
        }
        final int n = buffer.getInt(offset + ids, BYTE_ORDER);
        return n >= 0 && n <= (byteLength - ids - Integer.BYTES) / Integer.BYTES;
    }

    public DirectBuffer buffer()
    {
        return buffer;
    }

    public int offset()
    {
        return offset;
    }

    public int count()
    {
        return count;
    }

    /** Whole list with padding. */
    public int byteLength()
    {
        return buffer.getInt(offset + BYTE_LENGTH_OFFSET, BYTE_ORDER);
    }

    public long sessionId(final int index)
    {
        return buffer.getLong(entry(index), BYTE_ORDER);
    }

    /** All 32 bits: the flags, and above them what tells the shared group. */
    public int flags(final int index)
    {
        return buffer.getInt(entry(index) + ENTRY_FLAGS_OFFSET, BYTE_ORDER);
    }

    public int qos(final int index)
    {
        return flags(index) & QOS_MASK;
    }

    public boolean retain(final int index)
    {
        return (flags(index) & RETAIN_FLAG) != 0;
    }

    public boolean shared(final int index)
    {
        return (flags(index) & SHARED_FLAG) != 0;
    }

    public boolean clean(final int index)
    {
        return (flags(index) & CLEAN_FLAG) != 0;
    }

    /** What tells the shared group, see {@link #GROUP_SHIFT}. */
    public int group(final int index)
    {
        return flags(index) >>> GROUP_SHIFT;
    }

    /** Whether another shared group chose the same session. */
    public boolean sharedAgain(final int index)
    {
        final long sessionId = sessionId(index);
        return index > 0 && sessionId(index - 1) == sessionId && shared(index - 1) ||
            index + 1 < count && sessionId(index + 1) == sessionId;
    }

    /** How many subscription ids travel with the message to this session. */
    public int idCount(final int index)
    {
        final int ids = idsOffset(index);
        return ids == 0 ? 0 : buffer.getInt(offset + ids, BYTE_ORDER);
    }

    public int id(final int index, final int idIndex)
    {
        return buffer.getInt(offset + idsOffset(index) + Integer.BYTES * (1 + idIndex), BYTE_ORDER);
    }

    /**
     * Finds a session.
     *
     * @param sessionId to find.
     * @param shared    whether a shared group chose it; its first such delivery is found.
     * @return index, or -1.
     */
    public int find(final long sessionId, final boolean shared)
    {
        int index = find(sessionId);
        while (index > 0 && sessionId(index - 1) == sessionId)
        {
            index--;
        }
        if (index >= 0 && shared && !shared(index) && index + 1 < count && sessionId(index + 1) == sessionId)
        {
            index++;
        }
        return index >= 0 && shared(index) == shared ? index : -1;
    }

    private int find(final long sessionId)
    {
        int low = 0;
        int high = count - 1;
        while (low <= high)
        {
            final int middle = low + high >>> 1;
            final long found = sessionId(middle);
            if (found == sessionId)
            {
                return middle;
            }
            if (found < sessionId)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }
        return -1;
    }

    private int entry(final int index)
    {
        return offset + HEADER_LENGTH + index * ENTRY_LENGTH;
    }

    private int idsOffset(final int index)
    {
        return buffer.getInt(entry(index) + ENTRY_IDS_OFFSET, BYTE_ORDER);
    }
}
