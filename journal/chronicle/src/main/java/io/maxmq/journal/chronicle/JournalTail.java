package io.maxmq.journal.chronicle;

import io.maxmq.journal.log.EventHandler;
import io.maxmq.journal.log.EventView;
import io.maxmq.journal.log.LogTail;
import io.maxmq.journal.log.SnapshotSource;
import org.agrona.ExpandableDirectByteBuffer;

import java.util.List;

/** Walks what a {@link JournalReader} has found; events that cannot be read are passed over. Not thread-safe. */
public final class JournalTail implements LogTail
{
    private final List<EventRun> runs;
    private final long last;
    private final SnapshotSource snapshot;
    private final ExpandableDirectByteBuffer assembled = new ExpandableDirectByteBuffer(1024);
    private final ExpandableDirectByteBuffer assembledForRead = new ExpandableDirectByteBuffer(1024);
    private final EventView next = new EventView();
    private long limit;
    private long position;
    private int index;
    /** Of the next event in its file; −1 if the run has just begun. */
    private long cursor = -1;

    JournalTail(final List<EventRun> runs, final long first, final long last, final SnapshotSource snapshot)
    {
        this.snapshot = snapshot;
        this.runs = runs;
        this.last = last;
        limit = last;
        position = first - 1;
    }

    /** Hands out no event behind this one; where that cannot be read, it stands there nevertheless. */
    public void limit(final long sequence)
    {
        limit = Math.min(sequence, last);
    }

    @Override
    public int poll(final EventHandler handler, final int maximum)
    {
        int count = 0;
        while (count < maximum && position < limit)
        {
            EventRun run = runs.get(index);
            while (position >= run.lastSequence())
            {
                run = runs.get(++index);
                cursor = -1;
            }
            final long sequence = cursor < 0 ? Math.max(run.firstSequence(), position + 1) : position + 1;
            if (sequence > limit)
            {
                position = limit;
                break;
            }
            final long after = run.file().view(cursor < 0 ? run.position(sequence) : cursor, next, assembled);
            if (!handler.onEvent(sequence, next.buffer(), next.offset(), next.length()))
            {
                break;
            }
            cursor = after;
            position = sequence;
            count++;
        }
        return count;
    }

    @Override
    public SnapshotSource snapshot()
    {
        return snapshot;
    }

    @Override
    public long position()
    {
        return position;
    }

    @Override
    public long committed()
    {
        return last;
    }

    @Override
    public long published()
    {
        return last;
    }

    @Override
    public boolean read(final long sequence, final EventView view)
    {
        int low = 0;
        int high = runs.size() - 1;
        while (low <= high)
        {
            final int middle = low + high >>> 1;
            final EventRun run = runs.get(middle);
            if (sequence < run.firstSequence())
            {
                high = middle - 1;
            }
            else if (sequence > run.lastSequence())
            {
                low = middle + 1;
            }
            else
            {
                run.file().view(run.position(sequence), view, assembledForRead);
                return true;
            }
        }
        return false;
    }

    @Override
    public void retain(final long sequence)
    {
        // What the reader has opened stays.
    }

    @Override
    public void release(final long sequence)
    {
        // As above.
    }
}
