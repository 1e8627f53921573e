package io.maxmq.journal.log;

import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A stretch of an {@link InMemoryLog}: records from the front, an index of their offsets from the back.
 * <pre>
 * record: 0 int length of the event | 4 int 0 | 8 event | zeros up to a multiple of 8
 * index:  int offset of record i at capacity − 4 × (i + 1)
 * </pre>
 * Written by the log's writer only. A reader sees what was written before the {@code commit} it acquired; it reads
 * nothing above that. {@link #lastSequence()} is written once, before anything of the next segment is published, so
 * whoever looks for a later event sees it.
 */
final class Segment {
    static final int RECORD_HEADER_LENGTH = 8;

    private final UnsafeBuffer buffer;
    private final LiveCounters live;
    private final int capacity;
    private long basePosition;
    private long firstSequence;
    private long lastSequence;
    private long nextSequence;
    private int tail;

    Segment(final int capacity, final int readerCount) {
        this.capacity = BitUtil.align(capacity, 8);
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(this.capacity));
        live = new LiveCounters(readerCount);
    }

    /** Capacity of a segment that holds one event. */
    static long required(final int length) {
        return RECORD_HEADER_LENGTH + (length + 7L & ~7L) + 8;
    }

    void open(final long sequence, final long position) {
        basePosition = position;
        firstSequence = sequence;
        nextSequence = sequence;
        lastSequence = Long.MAX_VALUE;
        tail = 0;
        live.reset();
    }

    void seal() {
        lastSequence = nextSequence - 1;
    }

    int capacity() {
        return capacity;
    }

    LiveCounters live() {
        return live;
    }

    /** Bytes of records in the log before this segment. */
    long basePosition() {
        return basePosition;
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    long firstSequence() {
        return firstSequence;
    }

    long lastSequence() {
        return lastSequence;
    }

    boolean isEmpty() {
        return nextSequence == firstSequence;
    }

    int used() {
        return tail;
    }

    boolean fits(final int length) {
        final long indexLength = (nextSequence - firstSequence + 1) * Integer.BYTES;
        return tail + RECORD_HEADER_LENGTH + (length + 7L & ~7L) + indexLength <= capacity;
    }

    /** Makes room for the next event, which fits; the caller copies it to the offset returned. */
    int claim(final int length) {
        final int event = tail + RECORD_HEADER_LENGTH;
        buffer.putInt(tail, length);
        buffer.putInt(capacity - Integer.BYTES * (int)(nextSequence - firstSequence + 1), event);
        tail = BitUtil.align(event + length, 8);
        nextSequence++;
        return event;
    }

    int eventOffset(final long sequence) {
        return buffer.getInt(capacity - Integer.BYTES * (int)(sequence - firstSequence + 1));
    }

    static int eventLength(final UnsafeBuffer buffer, final int eventOffset) {
        return buffer.getInt(eventOffset - RECORD_HEADER_LENGTH);
    }
}
