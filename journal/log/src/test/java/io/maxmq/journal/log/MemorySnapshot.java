package io.maxmq.journal.log;

import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventType;
import io.maxmq.journal.event.SnapshotQueueEvent;
import io.maxmq.journal.event.SnapshotRetainedEvent;
import io.maxmq.journal.event.SnapshotSharedEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A snapshot on the heap, for {@link CrashableLog}; knows to which messages it refers. For tests in one thread. */
final class MemorySnapshot implements SnapshotSource
{
    private final long sequence;
    private final int readerCount;
    private final List<UnsafeBuffer> records = new ArrayList<>();
    private final Set<Long> references = new HashSet<>();
    private int complete;

    MemorySnapshot(final long sequence, final int readerCount)
    {
        this.sequence = sequence;
        this.readerCount = readerCount;
    }

    SnapshotSink part(final int reader, final Runnable onComplete)
    {
        return new SnapshotSink()
        {
            @Override
            public void append(final DirectBuffer buffer, final int offset, final int length)
            {
                final UnsafeBuffer record = new UnsafeBuffer(new byte[length]);
                record.putBytes(0, buffer, offset, length);
                records.add(record);
                note(record);
            }

            @Override
            public boolean hasRoom()
            {
                return true;
            }

            @Override
            public void complete()
            {
                if (++complete == readerCount)
                {
                    onComplete.run();
                }
            }
        };
    }

    private void note(final UnsafeBuffer record)
    {
        final int type = EventHeader.type(record, 0);
        final SnapshotQueueEvent queue = new SnapshotQueueEvent();
        final SnapshotSharedEvent shared = new SnapshotSharedEvent();
        final SnapshotRetainedEvent retained = new SnapshotRetainedEvent();
        if (type == EventType.SNAPSHOT_QUEUE && queue.wrap(record, 0, record.capacity()))
        {
            for (int i = 0; i < queue.count(); i++)
            {
                references.add(queue.entry(i) & SnapshotQueueEvent.REFERENCE_MASK);
            }
        }
        else if (type == EventType.SNAPSHOT_SHARED && shared.wrap(record, 0, record.capacity()))
        {
            for (int i = 0; i < shared.count(); i++)
            {
                references.add(shared.kind(i) == SnapshotSharedEvent.ENDED ? 0 : shared.messageSequence(i));
            }
        }
        else if (type == EventType.SNAPSHOT_RETAINED && retained.wrap(record, 0, record.capacity()))
        {
            while (retained.nextEntry())
            {
                references.add(retained.messageSequence());
            }
        }
    }

    boolean refersTo(final long message)
    {
        return references.contains(message);
    }

    @Override
    public long sequence()
    {
        return sequence;
    }

    @Override
    public void forEach(final EventHandler handler)
    {
        for (int i = 0; i < records.size(); i++)
        {
            if (!handler.onEvent(i + 1, records.get(i), 0, records.get(i).capacity()))
            {
                return;
            }
        }
    }
}
