package io.maxmq.journal.log;

import io.maxmq.journal.event.CheckpointEvent;
import io.maxmq.journal.event.EventHeader;
import org.agrona.ExpandableArrayBuffer;

/** The snapshots of a {@link CrashableLog}: one that counts, one that is being made. For tests in one thread. */
final class MemorySnapshots
{
    private MemorySnapshot newest;
    private MemorySnapshot pending;
    /** Up to here only what the snapshot refers to is left. */
    private long removedUpTo;

    boolean begin(final LogAppender appender, final int readerCount)
    {
        if (pending != null)
        {
            return false;
        }
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(128);
        final CheckpointEvent event = new CheckpointEvent().wrapForWrite(buffer, 0)
            .workers(EventHeader.ALL_WORKERS, readerCount);
        pending = new MemorySnapshot(appender.append(buffer, 0, event.length()), readerCount);
        appender.commit();
        return true;
    }

    SnapshotSink part(final int reader, final long sequence)
    {
        return pending != null && pending.sequence() == sequence ? pending.part(reader, this::complete) : null;
    }

    private void complete()
    {
        newest = pending;
        pending = null;
    }

    /** Goes on from those of a log that crashed, if its events reach so far. */
    void restart(final MemorySnapshots before, final long lastSequence)
    {
        if (before.newest != null && before.newest.sequence() <= lastSequence)
        {
            newest = before.newest;
            removedUpTo = newest.sequence();
        }
    }

    MemorySnapshot newest()
    {
        return newest;
    }

    /** What a reader begins with; null if there is none. */
    MemorySnapshot found()
    {
        return removedUpTo == 0 ? null : newest;
    }

    long removedUpTo()
    {
        return removedUpTo;
    }

    boolean isKept(final long sequence)
    {
        return sequence > removedUpTo || newest.refersTo(sequence);
    }
}
