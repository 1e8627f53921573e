package io.maxmq.journal.event;

import org.agrona.DirectBuffer;

/**
 * An event that ends in a list of topic filters, in the order of the packet that named them.
 * <pre>
 * count × filter:
 *      0 byte   options    as in SUBSCRIBE, 0 where there are none
 *      1 byte   0
 *      2 ushort length
 *      4 filter
 * </pre>
 * Read by {@code while (event.nextFilter())}.
 *
 * @param <T> the event class itself, for chained setters
 */
public abstract class FilterListEvent<T extends FilterListEvent<T>> extends EventFlyweight<T>
{
    public static final int FILTER_HEADER_LENGTH = 4;

    private final int countOffset;
    private final int filtersOffset;
    private int index;
    private int filter;

    FilterListEvent(final int type, final int countOffset, final int filtersOffset)
    {
        super(type, filtersOffset);
        this.countOffset = countOffset;
        this.filtersOffset = filtersOffset;
    }

    public final int count()
    {
        return getInt(countOffset);
    }

    final T append(final int options, final DirectBuffer source, final int sourceOffset, final int length)
    {
        final int at = limit();
        mutable().putByte(at, (byte)options);
        mutable().putByte(at + 1, (byte)0);
        mutable().putShort(at + 2, (short)length, EventHeader.BYTE_ORDER);
        mutable().putBytes(at + FILTER_HEADER_LENGTH, source, sourceOffset, length);
        limit(at + FILTER_HEADER_LENGTH + length);
        return putInt(countOffset, count() + 1);
    }

    /** Steps to the next filter; false after the last. */
    public final boolean nextFilter()
    {
        if (index + 1 >= count())
        {
            return false;
        }
        filter = index < 0 ? body() + filtersOffset : filter + FILTER_HEADER_LENGTH + filterLength();
        index++;
        return true;
    }

    /** Starts again before the first filter. */
    public final T rewindFilters()
    {
        reset();
        return self();
    }

    /** Index of the filter at hand, from 0: its place in the packet and in the answer. */
    public final int filterIndex()
    {
        return index;
    }

    final int options()
    {
        return buffer().getByte(filter) & 0xFF;
    }

    public final int filterLength()
    {
        return buffer().getShort(filter + 2, EventHeader.BYTE_ORDER) & 0xFFFF;
    }

    /** Where the filter at hand starts in {@link #buffer()}. */
    public final int filterOffset()
    {
        return filter + FILTER_HEADER_LENGTH;
    }

    @Override
    final void reset()
    {
        index = -1;
    }

    @Override
    final boolean check()
    {
        final int count = count();
        int at = body() + filtersOffset;
        for (int i = 0; i < count; i++)
        {
            if (remaining(at) < FILTER_HEADER_LENGTH)
            {
                return false;
            }
            at += FILTER_HEADER_LENGTH + (buffer().getShort(at + 2, EventHeader.BYTE_ORDER) & 0xFFFF);
            if (at > limit())
            {
                return false;
            }
        }
        return count >= 0 && at == limit();
    }
}
