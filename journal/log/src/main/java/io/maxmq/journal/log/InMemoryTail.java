package io.maxmq.journal.log;

/** A reader of an {@link InMemoryLog}. It finds segments in a directory of its own, which it renews when it polls. */
final class InMemoryTail implements LogTail
{
    private final InMemoryLog log;
    private final int reader;
    private SegmentDirectory directory;
    /** The one that {@link #poll} is in. */
    private Segment segment;
    private long position;
    private long passedBytes;

    InMemoryTail(final InMemoryLog log, final int reader, final long fromSequence)
    {
        this.log = log;
        this.reader = reader;
        position = fromSequence - 1;
        adoptDirectory();
        if (position > 0)
        {
            segment = directory.find(position);
            final int offset = segment.eventOffset(segment.indexOf(position));
            passedBytes = segment.positionAfter(offset, segment.eventLength(offset));
        }
        log.positions().passed(reader, position, passedBytes);
    }

    @Override
    public int poll(final EventHandler handler, final int limit)
    {
        final long end = Math.min(log.committed(), position + limit);
        adoptDirectory();
        final long from = position;
        try
        {
            while (position < end)
            {
                final long sequence = position + 1;
                final Segment at = segmentOf(sequence);
                final int offset = at.eventOffset(at.indexOf(sequence));
                final int length = at.eventLength(offset);
                if (!handler.onEvent(sequence, at.buffer(), offset, length))
                {
                    break;
                }
                position = sequence;
                passedBytes = at.positionAfter(offset, length);
            }
        }
        finally
        {
            if (position != from)
            {
                log.positions().passed(reader, position, passedBytes);
            }
        }
        return (int)(position - from);
    }

    @Override
    public long position()
    {
        return position;
    }

    @Override
    public long committed()
    {
        return log.committed();
    }

    @Override
    public long published()
    {
        return log.committed();
    }

    @Override
    public boolean read(final long sequence, final EventView view)
    {
        if (sequence < log.firstSequence() || sequence > log.committed())
        {
            return false;
        }
        final Segment at = find(sequence);
        final int index = at == null ? -1 : at.indexOf(sequence);
        if (index < 0)
        {
            return false;
        }
        final int offset = at.eventOffset(index);
        view.wrap(at.buffer(), offset, at.eventLength(offset));
        return view.sequence() == sequence;
    }

    @Override
    public void retain(final long sequence)
    {
        final Segment at = segmentHolding(sequence);
        at.retain(at.indexOf(sequence), reader);
    }

    @Override
    public void release(final long sequence)
    {
        final Segment at = segmentHolding(sequence);
        at.release(at.indexOf(sequence), reader);
    }

    private Segment find(final long sequence)
    {
        Segment at = directory.find(sequence);
        if (at != null && sequence > at.lastSequence() && sequence > position)
        {
            adoptDirectory();
            at = directory.find(sequence);
        }
        return at != null && sequence <= at.lastSequence() ? at : null;
    }

    private Segment segmentHolding(final long sequence)
    {
        final Segment at = find(sequence);
        if (at == null || at.indexOf(sequence) < 0)
        {
            throw new IllegalStateException("reader " + reader + " at " + position + " does not hold " + sequence);
        }
        return at;
    }

    private Segment segmentOf(final long sequence)
    {
        if (segment == null || sequence > segment.lastSequence())
        {
            segment = directory.find(sequence);
        }
        return segment;
    }

    private void adoptDirectory()
    {
        final SegmentDirectory newest = log.directory();
        if (newest != directory)
        {
            directory = newest;
            log.positions().adopted(reader, newest.version());
        }
    }
}
