package io.maxmq.journal.log;

import org.agrona.concurrent.UnsafeBuffer;

/** A reader of an {@link InMemoryLog}. */
final class InMemoryTail implements LogTail {
    private final InMemoryLog log;
    private final int reader;
    private long position;
    private Segment segment;
    private Segment found;

    InMemoryTail(final InMemoryLog log, final int reader, final long fromSequence) {
        this.log = log;
        this.reader = reader;
        position = fromSequence - 1;
        publishPosition();
    }

    @Override
    public int poll(final EventHandler handler, final int limit) {
        final long end = Math.min(log.committed(), position + limit);
        int taken = 0;
        while (position < end) {
            final long sequence = position + 1;
            final Segment at = segmentOf(sequence);
            final UnsafeBuffer buffer = at.buffer();
            final int offset = at.eventOffset(sequence);
            if (!handler.onEvent(sequence, buffer, offset, Segment.eventLength(buffer, offset))) {
                break;
            }
            position = sequence;
            taken++;
        }
        if (taken > 0) {
            publishPosition();
        }
        return taken;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long committed() {
        return log.committed();
    }

    @Override
    public long published() {
        return log.committed();
    }

    @Override
    public boolean read(final long sequence, final EventView view) {
        if (sequence < log.firstSequence() || sequence > log.committed()) {
            return false;
        }
        final Segment at = find(sequence);
        if (at == null) {
            return false;
        }
        final int offset = at.eventOffset(sequence);
        view.wrap(at.buffer(), offset, Segment.eventLength(at.buffer(), offset));
        return true;
    }

    @Override
    public void retain(final long sequence) {
        find(sequence).live().retain(reader);
    }

    @Override
    public void release(final long sequence) {
        find(sequence).live().release(reader);
    }

    private Segment find(final long sequence) {
        final Segment at = log.directory().find(sequence);
        return at != null && sequence <= at.lastSequence() ? at : null;
    }

    private Segment segmentOf(final long sequence) {
        if (segment == null || sequence > segment.lastSequence()) {
            segment = log.directory().find(sequence);
        }
        return segment;
    }

    private void publishPosition() {
        long bytes = 0;
        if (position > 0) {
            final Segment at = segmentOf(position);
            final int offset = at.eventOffset(position);
            bytes = at.basePosition() + (offset + Segment.eventLength(at.buffer(), offset) + 7 & ~7);
        }
        log.positions().passed(reader, position, bytes);
    }
}
