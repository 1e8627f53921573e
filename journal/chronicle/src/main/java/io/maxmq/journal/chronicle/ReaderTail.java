package io.maxmq.journal.chronicle;

import io.maxmq.journal.log.EventHandler;
import io.maxmq.journal.log.EventView;
import io.maxmq.journal.log.LogTail;
import org.agrona.ExpandableDirectByteBuffer;

import java.util.List;

/** Walks what a {@link JournalReader} has found. Not thread-safe. */
final class ReaderTail implements LogTail
{
    private final List<Generation> generations;
    private final long first;
    private final long last;
    private final RecordWalker walker = new RecordWalker();
    private final ExpandableDirectByteBuffer assembled = new ExpandableDirectByteBuffer(1024);
    private final ExpandableDirectByteBuffer assembledForRead = new ExpandableDirectByteBuffer(1024);
    private final EventView next = new EventView();
    private long position;
    private int index;
    private long cursor;

    ReaderTail(final List<Generation> generations, final long first, final long last)
    {
        this.generations = generations;
        this.first = first;
        this.last = last;
        position = first - 1;
        cursor = generations.isEmpty() ? 0 : generations.get(0).startPosition();
    }

    @Override
    public int poll(final EventHandler handler, final int limit)
    {
        int count = 0;
        while (count < limit && position < last)
        {
            if (position + 1 > generations.get(index).lastSequence())
            {
                cursor = generations.get(++index).startPosition();
            }
            final long after = walker.view(generations.get(index), cursor, next, assembled);
            if (!handler.onEvent(position + 1, next.buffer(), next.offset(), next.length()))
            {
                break;
            }
            cursor = after;
            position++;
            count++;
        }
        return count;
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
        if (sequence < first || sequence > last)
        {
            return false;
        }
        int in = generations.size() - 1;
        while (generations.get(in).firstSequence() > sequence)
        {
            in--;
        }
        final Generation generation = generations.get(in);
        walker.view(generation, walker.locate(generation, sequence), view, assembledForRead);
        return true;
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
