package io.maxmq.journal.event;

import static io.maxmq.journal.event.EventHeader.BYTE_ORDER;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Encoder and decoder of one type of event over a buffer it does not own; valid until the buffer changes.
 * <p>
 * To write: {@link #wrapForWrite(MutableDirectBuffer, int)} fills in the header and a zeroed fixed body, then the
 * setters, then the variable parts <b>in the order in which the class documents them</b>; {@link #length()} is then
 * the event's length. The buffer must be large enough; it is zeroed where nothing is written.
 * <p>
 * To read: {@link #wrap(DirectBuffer, int, int)} checks type, version and every length, and answers false for
 * anything that does not fit; after true no accessor leaves the event. Decoders take a body longer than they know
 * (a later version may append fields to it only by raising {@code version}).
 * <p>
 * Not thread-safe; allocates nothing.
 *
 * @param <T> the event class itself, for chained setters
 */
public abstract class EventFlyweight<T extends EventFlyweight<T>>
{
    /** Version of all layouts so far. */
    public static final int VERSION = 1;

    private final int type;
    private final int fixedLength;
    private DirectBuffer buffer;
    private MutableDirectBuffer mutable;
    private int offset;
    private int body;
    private int limit;

    EventFlyweight(final int type, final int fixedLength)
    {
        this.type = type;
        this.fixedLength = fixedLength;
    }

    /** Starts an event at {@code offset}: header with this type, everything else 0. */
    public final T wrapForWrite(final MutableDirectBuffer newBuffer, final int newOffset)
    {
        buffer = newBuffer;
        mutable = newBuffer;
        offset = newOffset;
        body = newOffset + EventHeader.LENGTH;
        newBuffer.setMemory(newOffset, EventHeader.LENGTH + fixedLength, (byte)0);
        newBuffer.putShort(newOffset + EventHeader.TYPE_OFFSET, (short)type, BYTE_ORDER);
        newBuffer.putByte(newOffset + EventHeader.VERSION_OFFSET, (byte)VERSION);
        limit(body + fixedLength);
        reset();
        return self();
    }

    /**
     * Takes an event for reading.
     *
     * @return false if it is of another type or version, truncated, or inconsistent in any length
     */
    public final boolean wrap(final DirectBuffer newBuffer, final int newOffset, final int length)
    {
        mutable = null;
        if (!EventHeader.isComplete(newBuffer, newOffset, length) || length - EventHeader.LENGTH < fixedLength ||
            EventHeader.type(newBuffer, newOffset) != type || EventHeader.version(newBuffer, newOffset) != VERSION)
        {
            buffer = null;
            return false;
        }
        buffer = newBuffer;
        offset = newOffset;
        body = newOffset + EventHeader.LENGTH;
        limit = newOffset + length;
        if (!check())
        {
            buffer = null;
            return false;
        }
        reset();
        return true;
    }

    /** Whether the variable parts lie inside the event and agree with each other. */
    abstract boolean check();

    /** Forgets positions of iteration. */
    void reset()
    {
    }

    abstract T self();

    public final DirectBuffer buffer()
    {
        return buffer;
    }

    public final int offset()
    {
        return offset;
    }

    /** Header and body. */
    public final int length()
    {
        return limit - offset;
    }

    public final int type()
    {
        return type;
    }

    public final int flags()
    {
        return EventHeader.flags(buffer, offset);
    }

    public final T flags(final int flags)
    {
        mutable.putByte(offset + EventHeader.FLAGS_OFFSET, (byte)flags);
        return self();
    }

    public final boolean hasFlag(final int flag)
    {
        return (flags() & flag) != 0;
    }

    final T setFlag(final int flag, final boolean on)
    {
        return flags(on ? flags() | flag : flags() & ~flag);
    }

    public final int tenant()
    {
        return EventHeader.tenant(buffer, offset);
    }

    public final T tenant(final int tenant)
    {
        mutable.putInt(offset + EventHeader.TENANT_OFFSET, tenant, BYTE_ORDER);
        return self();
    }

    public final long sequence()
    {
        return EventHeader.sequence(buffer, offset);
    }

    public final long timestampMs()
    {
        return EventHeader.timestampMs(buffer, offset);
    }

    public final long workers()
    {
        return EventHeader.workers(buffer, offset);
    }

    public final int originWorker()
    {
        return EventHeader.originWorker(buffer, offset);
    }

    public final int workerCount()
    {
        return EventHeader.workerCount(buffer, offset);
    }

    /** The workers concerned, and how many workers the bitmap was made for. */
    public final T workers(final long bitmap, final int workerCount)
    {
        mutable.putLong(offset + EventHeader.WORKERS_OFFSET, bitmap, BYTE_ORDER);
        mutable.putShort(offset + EventHeader.WORKER_COUNT_OFFSET, (short)workerCount, BYTE_ORDER);
        return self();
    }

    public final long decision()
    {
        return EventHeader.decision(buffer, offset);
    }

    /** Who decided, and the number of the decision there. */
    public final T origin(final int worker, final long decision)
    {
        mutable.putShort(offset + EventHeader.ORIGIN_WORKER_OFFSET, (short)worker, BYTE_ORDER);
        mutable.putLong(offset + EventHeader.DECISION_OFFSET, decision, BYTE_ORDER);
        return self();
    }

    // For the events ------------------------------------------------------------------------------------------------

    /** Offset of the body in the buffer. */
    final int body()
    {
        return body;
    }

    /** End of the event in the buffer. */
    final int limit()
    {
        return limit;
    }

    final void limit(final int newLimit)
    {
        limit = newLimit;
        mutable.putInt(offset + EventHeader.BODY_LENGTH_OFFSET, newLimit - body, BYTE_ORDER);
    }

    final MutableDirectBuffer mutable()
    {
        return mutable;
    }

    /** Bytes between {@code from} and the event's end. */
    final int remaining(final int from)
    {
        return limit - from;
    }

    /** Appends bytes, zero-padded so that the event's length is a multiple of 8. */
    final int appendPadded(final DirectBuffer source, final int sourceOffset, final int length)
    {
        final int at = limit;
        final int padded = align8(length);
        mutable.putBytes(at, source, sourceOffset, length);
        if (padded != length)
        {
            mutable.setMemory(at + length, padded - length, (byte)0);
        }
        limit(at + padded);
        return at;
    }

    static int align8(final int length)
    {
        return length + 7 & ~7;
    }

    final long getLong(final int bodyOffset)
    {
        return buffer.getLong(body + bodyOffset, BYTE_ORDER);
    }

    final T putLong(final int bodyOffset, final long value)
    {
        mutable.putLong(body + bodyOffset, value, BYTE_ORDER);
        return self();
    }

    final int getInt(final int bodyOffset)
    {
        return buffer.getInt(body + bodyOffset, BYTE_ORDER);
    }

    final T putInt(final int bodyOffset, final int value)
    {
        mutable.putInt(body + bodyOffset, value, BYTE_ORDER);
        return self();
    }

    final int getUnsignedShort(final int bodyOffset)
    {
        return buffer.getShort(body + bodyOffset, BYTE_ORDER) & 0xFFFF;
    }

    final T putShort(final int bodyOffset, final int value)
    {
        mutable.putShort(body + bodyOffset, (short)value, BYTE_ORDER);
        return self();
    }

    final int getUnsignedByte(final int bodyOffset)
    {
        return buffer.getByte(body + bodyOffset) & 0xFF;
    }

    final T putByte(final int bodyOffset, final int value)
    {
        mutable.putByte(body + bodyOffset, (byte)value);
        return self();
    }
}
