package io.maxmq.journal.log;

import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventType;
import java.util.ArrayDeque;
import org.agrona.DirectBuffer;

/** The writer of an {@link InMemoryLog}: fills segments, publishes, frees what is dead. */
final class InMemoryAppender implements LogAppender {
    private final InMemoryLog log;
    private final LogConfig config;
    private final ArrayDeque<Segment> free = new ArrayDeque<>();
    private final long acceptingLimit;
    private final int maxEventLength;
    private SegmentDirectory directory;
    private Segment current;
    private long appended;
    private long appendedBytes;
    private long timestampMs;
    /** Bytes of all segments in use; opaque to others. */
    private volatile long usedBytes;
    private boolean dirty;

    InMemoryAppender(final InMemoryLog log, final LogConfig config) {
        this.log = log;
        this.config = config;
        // Events that end a segment early waste at most as much again as they take.
        acceptingLimit = Math.max(config.segmentLength(),
            config.maxBytes() - config.essentialReserve() - 2 * config.inFlightReserve() - config.segmentLength());
        maxEventLength = (int)Math.min(Integer.MAX_VALUE / 2, acceptingLimit - Segment.required(0));
        current = new Segment(config.segmentLength(), config.readerCount());
        current.open(1L, 0L);
        usedBytes = current.capacity();
        directory(new SegmentDirectory(new Segment[]{current}));
    }

    @Override
    public void timestampMs(final long nowMs) {
        timestampMs = Math.max(timestampMs, nowMs);
    }

    @Override
    public long timestampMs() {
        return timestampMs;
    }

    @Override
    public long append(final DirectBuffer buffer, final int offset, final int length) {
        if (!EventHeader.isComplete(buffer, offset, length) || length > maxEventLength) {
            return REFUSED;
        }
        if (log.state().get() == LogState.FAILED) {
            return FAILED;
        }
        if (!current.fits(length) && !roll(length, EventType.isEssential(EventHeader.type(buffer, offset)))) {
            return FULL;
        }
        final int at = current.claim(length);
        current.buffer().putBytes(at, buffer, offset, length);
        EventHeader.stamp(current.buffer(), at, ++appended, timestampMs);
        appendedBytes = current.basePosition() + current.used();
        dirty = true;
        return appended;
    }

    @Override
    public boolean hasRoom(final int length, final boolean essential) {
        return current.fits(length) || usedBytes + capacityFor(length) <= limit(essential);
    }

    @Override
    public void commit() {
        if (dirty) {
            dirty = false;
            log.publish(appended);
        }
    }

    @Override
    public long appended() {
        return appended;
    }

    @Override
    public long lagBytes() {
        return appendedBytes - log.positions().slowestBytes();
    }

    /** Frees dead segments; a bounded pass over those in use. */
    @Override
    public int doWork() {
        int freed = 0;
        final long slowest = log.positions().slowestSequence();
        for (int i = directory.size() - 1; i >= 0; i--) {
            final Segment segment = directory.get(i);
            if (segment == current || segment.lastSequence() > slowest) {
                continue;
            }
            if (segment.live().isDead(slowest)) {
                free(segment);
                freed++;
            } else if (!segment.live().isObserved()) {
                segment.live().observe(appended);
            }
        }
        updateState();
        return freed;
    }

    int maxEventLength() {
        return maxEventLength;
    }

    long usedBytes() {
        return usedBytes;
    }

    private boolean roll(final int length, final boolean essential) {
        doWork();
        final int capacity = capacityFor(length);
        if (usedBytes + capacity > limit(essential)) {
            return false;
        }
        final Segment next = capacity == config.segmentLength() && !free.isEmpty() ?
            free.pop() : new Segment(capacity, config.readerCount());
        current.seal();
        next.open(appended + 1, appendedBytes);
        usedBytes += next.capacity();
        current = next;
        directory(directory.with(next));
        updateState();
        return true;
    }

    private void free(final Segment segment) {
        directory(directory.without(segment));
        usedBytes -= segment.capacity();
        if (segment.capacity() == config.segmentLength()) {
            free.push(segment);
        }
    }

    private void updateState() {
        log.state().set(usedBytes > acceptingLimit ? LogState.ESSENTIAL_ONLY : LogState.ACCEPTING);
    }

    private int capacityFor(final int length) {
        return (int)Math.max(config.segmentLength(), Segment.required(length));
    }

    private long limit(final boolean essential) {
        return essential ? config.maxBytes() : config.maxBytes() - config.essentialReserve();
    }

    private void directory(final SegmentDirectory newDirectory) {
        directory = newDirectory;
        log.directory(newDirectory);
    }
}
