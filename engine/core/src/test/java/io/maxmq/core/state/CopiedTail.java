package io.maxmq.core.state;

import io.maxmq.journal.log.CrashableLog;
import io.maxmq.journal.log.EventHandler;
import io.maxmq.journal.log.EventView;
import io.maxmq.journal.log.LogTail;
import io.maxmq.journal.log.SnapshotSource;
import org.agrona.DirectBuffer;

/** One more reader of a log that counts as many as it has workers. */
final class CopiedTail implements LogTail
{
    private final CrashableLog log;
    private final boolean fromSnapshot;
    private long position;

    /**
     * @param fromSnapshot whether it begins with the newest snapshot, and not with the first event that ever was
     */
    CopiedTail(final CrashableLog log, final boolean fromSnapshot)
    {
        this.log = log;
        this.fromSnapshot = fromSnapshot;
        position = fromSnapshot ? log.snapshotSequence() : 0;
    }

    @Override
    public SnapshotSource snapshot()
    {
        return fromSnapshot ? log.snapshot() : null;
    }

    @Override
    public int poll(final EventHandler handler, final int limit)
    {
        int count = 0;
        while (count < limit && position < log.appended())
        {
            final DirectBuffer event = log.event(position + 1);
            if (!handler.onEvent(position + 1, event, 0, event.capacity()))
            {
                break;
            }
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
        return log.appended();
    }

    @Override
    public long published()
    {
        return log.appended();
    }

    @Override
    public boolean read(final long sequence, final EventView view)
    {
        final DirectBuffer event = log.event(sequence);
        view.wrap(event, 0, event.capacity());
        return true;
    }

    @Override
    public void retain(final long sequence)
    {
        // It is all there as long as the log is.
    }

    @Override
    public void release(final long sequence)
    {
        // As above.
    }
}
