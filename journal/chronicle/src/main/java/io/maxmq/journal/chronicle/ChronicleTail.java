package io.maxmq.journal.chronicle;

import io.maxmq.journal.log.EventHandler;
import io.maxmq.journal.log.EventView;
import io.maxmq.journal.log.LogTail;
import io.maxmq.journal.log.SnapshotSink;
import io.maxmq.journal.log.SnapshotSource;
import java.nio.ByteBuffer;
import org.agrona.ExpandableDirectByteBuffer;

/**
 * A reader of a {@link ChronicleLog}: walks the mapped files, without a call to the system or to Chronicle. Events in
 * one record are handed out where they lie; longer ones are put together in a buffer of the reader's own.
 */
final class ChronicleTail implements LogTail
{
    private final ChronicleLog log;
    private final int reader;
    private final RecordWalker walker = new RecordWalker();
    private final ExpandableDirectByteBuffer assembled = new ExpandableDirectByteBuffer(1024);
    private final ExpandableDirectByteBuffer assembledForRead = new ExpandableDirectByteBuffer(1024);
    private final EventView next = new EventView();
    private Directory directory;
    private Generation checked;
    private ByteBuffer checkedBytes;
    private Generation generation;
    /** Of the header of the next document in the generation. */
    private long cursor;
    private long position;

    ChronicleTail(final ChronicleLog log, final int reader, final long fromSequence)
    {
        this.log = log;
        this.reader = reader;
        position = fromSequence - 1;
        adoptDirectory();
        generation = directory.find(fromSequence);
        cursor = fromSequence == generation.firstSequence() ? generation.startPosition() :
            walker.view(generation, walker.locate(generation, position), next, assembled);
        log.positions().passed(reader, position, generation.basePosition() + cursor);
    }

    @Override
    public int poll(final EventHandler handler, final int limit)
    {
        final long end = Math.min(log.published(), position + limit);
        final long from = position;
        adoptDirectory();
        try
        {
            while (position < end)
            {
                if (position + 1 > generation.lastSequence())
                {
                    generation = find(position + 1);
                    cursor = generation.startPosition();
                }
                final long after = walker.view(generation, cursor, next, assembled);
                if (!handler.onEvent(position + 1, next.buffer(), next.offset(), next.length()))
                {
                    break;
                }
                cursor = after;
                position++;
            }
        }
        finally
        {
            if (position != from)
            {
                log.positions().passed(reader, position, generation.basePosition() + cursor);
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
        return log.published();
    }

    @Override
    public boolean read(final long sequence, final EventView view)
    {
        final Generation in = sequence > log.published() ? null : find(sequence);
        final long at = in == null ? -1L : walker.locate(in, sequence);
        if (at < 0 || !walker.isIntact(in, at, bytesOf(in), sequence))
        {
            return false;
        }
        walker.view(in, at, view, assembledForRead);
        return true;
    }

    private Generation find(final long sequence)
    {
        if (sequence > directory.newest().lastSequence())
        {
            adoptDirectory();
        }
        return directory.find(sequence);
    }

    /** Nothing that only an earlier one shows is looked at any more. */
    private void adoptDirectory()
    {
        final Directory newest = log.directory();
        if (newest != directory)
        {
            directory = newest;
            checked = null;
            checkedBytes = null;
            log.positions().adopted(reader, newest.version());
        }
    }

    /** A view of a generation with a position of its own. */
    private ByteBuffer bytesOf(final Generation in)
    {
        if (in != checked)
        {
            checked = in;
            checkedBytes = in.map().duplicate();
        }
        return checkedBytes;
    }

    /** What is gone cannot be kept; nobody has a reference to it but for a message that was given up. */
    @Override
    public void retain(final long sequence)
    {
        final Generation in = find(sequence);
        if (in != null)
        {
            in.live().retain(reader);
        }
    }

    @Override
    public void release(final long sequence)
    {
        final Generation in = find(sequence);
        if (in != null)
        {
            in.live().release(reader);
        }
    }

    @Override
    public SnapshotSource snapshot()
    {
        return log.snapshots().found();
    }

    @Override
    public SnapshotSink beginSnapshot(final long sequence)
    {
        return log.snapshots().part(reader, sequence);
    }
}
