package io.maxmq.journal.log;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A stretch of an {@link InMemoryLog}: records from the front, their index from the back.
 * <pre>
 * record: 0 int length of the event | 4 int 0 | 8 event | zeros up to a multiple of 8
 * index:  entry i at capacity − 8 × (i + 1): int offset of event i | int references to it by all readers
 * </pre>
 * It holds every event between its first and last sequence, or, when {@link Compactor} made it, those of them that are
 * still needed; then entries are found by a search in their sequences.
 * <p>
 * Events are written by the log's writer only. A reader sees what was written before the {@code commit} it acquired; it
 * reads nothing above that. {@link #lastSequence()} is written once, before anything of the next segment is published,
 * so whoever looks for a later event sees it. References are counted by readers, on the event first and then in
 * {@link LiveCounters}: who has seen the second has seen the first, and who gave up the second is done with the first.
 */
final class Segment
{
    static final int RECORD_HEADER_LENGTH = 8;
    static final int ENTRY_LENGTH = 8;
    private static final int ENTRY_LIVE_OFFSET = 4;

    private final UnsafeBuffer buffer;
    private final LiveCounters live;
    private final int capacity;
    /** Of the events in it, ascending; null if none is missing. */
    private final long[] sequences;
    private long basePosition;
    private long firstSequence;
    private long lastSequence;
    private int count;
    private int tail;

    Segment(final int capacity, final int readerCount)
    {
        this(capacity, readerCount, null);
    }

    /** One with room for events of these sequences. */
    Segment(final int capacity, final int readerCount, final long[] sequences)
    {
        this.capacity = BitUtil.align(capacity, 8);
        this.sequences = sequences;
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(this.capacity));
        live = new LiveCounters(readerCount);
    }

    /** What an event takes with its entry. */
    static long required(final int length)
    {
        return RECORD_HEADER_LENGTH + (length + 7L & ~7L) + ENTRY_LENGTH;
    }

    void open(final long sequence, final long position)
    {
        basePosition = position;
        firstSequence = sequence;
        lastSequence = Long.MAX_VALUE;
        count = 0;
        tail = 0;
        live.reset();
    }

    void seal(final long last)
    {
        lastSequence = last;
    }

    int capacity()
    {
        return capacity;
    }

    LiveCounters live()
    {
        return live;
    }

    UnsafeBuffer buffer()
    {
        return buffer;
    }

    /** Bytes of records in the log before this segment. */
    long basePosition()
    {
        return basePosition;
    }

    long firstSequence()
    {
        return firstSequence;
    }

    long lastSequence()
    {
        return lastSequence;
    }

    boolean isCompacted()
    {
        return sequences != null;
    }

    /** Bytes of records. */
    int used()
    {
        return tail;
    }

    /** How many events are in it; for the writer. */
    int count()
    {
        return count;
    }

    boolean fits(final int length)
    {
        return tail + required(length) + (long)count * ENTRY_LENGTH <= capacity;
    }

    /** Makes room for the next event, which fits; the caller copies it to the offset returned. */
    int claim(final int length)
    {
        final int event = tail + RECORD_HEADER_LENGTH;
        buffer.putInt(tail, length);
        buffer.putInt(entry(count), event);
        buffer.putInt(entry(count) + ENTRY_LIVE_OFFSET, 0);
        tail = BitUtil.align(event + length, 8);
        count++;
        return event;
    }

    /** Index of an event, or a negative number if it is not here. */
    int indexOf(final long sequence)
    {
        return sequences == null ? (int)(sequence - firstSequence) : Arrays.binarySearch(sequences, sequence);
    }

    long sequence(final int index)
    {
        return sequences == null ? firstSequence + index : sequences[index];
    }

    int eventOffset(final int index)
    {
        return buffer.getInt(entry(index));
    }

    int eventLength(final int eventOffset)
    {
        return buffer.getInt(eventOffset - RECORD_HEADER_LENGTH);
    }

    /** Bytes of records up to the end of an event. */
    long positionAfter(final int eventOffset, final int eventLength)
    {
        return basePosition + BitUtil.align(eventOffset + eventLength, 8);
    }

    /** References to an event by all readers; may be passing between two of them. */
    int references(final int index)
    {
        return buffer.getIntVolatile(entry(index) + ENTRY_LIVE_OFFSET);
    }

    void retain(final int index, final int reader)
    {
        addReferences(index, 1);
        live.retain(reader);
    }

    void release(final int index, final int reader)
    {
        addReferences(index, -1);
        live.release(reader);
    }

    void addReferences(final int index, final int n)
    {
        buffer.getAndAddInt(entry(index) + ENTRY_LIVE_OFFSET, n);
    }

    private int entry(final int index)
    {
        return capacity - ENTRY_LENGTH * (index + 1);
    }
}
