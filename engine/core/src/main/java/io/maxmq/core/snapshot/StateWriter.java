package io.maxmq.core.snapshot;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.partition.Partitioning;
import io.maxmq.core.partition.RetainedScans;
import io.maxmq.core.partition.SharedLedger;
import io.maxmq.core.retained.RetainedEntry;
import io.maxmq.core.retained.RetainedStore;
import io.maxmq.core.session.ClientKey;
import io.maxmq.core.session.Session;
import io.maxmq.core.session.SessionImage;
import io.maxmq.core.session.Sessions;
import io.maxmq.journal.event.SnapshotRetainedEvent;
import io.maxmq.journal.event.SnapshotScanEvent;
import io.maxmq.journal.event.SnapshotSharedEvent;
import io.maxmq.journal.log.SnapshotSink;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes down the state that the log has made of this worker, as of a checkpoint, without standing still: each cycle
 * takes a bounded number of sessions and retained messages, and what an event is about to change is taken just before.
 * So every record shows the state at the checkpoint, whenever it is written. What there is little of goes at once.
 * Used by the worker's thread alone.
 */
public final class StateWriter
{
    private static final int SESSIONS_PER_STEP = 256;
    private static final int BYTES_PER_STEP = 64 * 1024;
    private static final int RETAINED_PER_STEP = 256;
    private static final int RETAINED_RECORD_LENGTH = 16 * 1024;

    private final int self;
    private final Partitioning partitioning;
    private final Sessions sessions;
    private final RetainedStore retained;
    private final SharedLedger ledger;
    private final RetainedScans scans;
    private final WorkerCounters counters;
    private final SessionImage image = new SessionImage();
    private final SnapshotRetainedEvent retainedEvent = new SnapshotRetainedEvent();
    private final SnapshotSharedEvent shared = new SnapshotSharedEvent();
    private final SnapshotScanEvent scan = new SnapshotScanEvent();
    private final MutableDirectBuffer scratch = new ExpandableArrayBuffer(1024);
    private final MutableDirectBuffer retainedScratch = new ExpandableArrayBuffer(RETAINED_RECORD_LENGTH * 2);
    private final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);
    private final MutableDirectBuffer limits = new ExpandableArrayBuffer(256);
    private int limitsLength;
    private SnapshotSink sink;

    public StateWriter(
        final int self,
        final Partitioning partitioning,
        final Sessions sessions,
        final RetainedStore retained,
        final SharedLedger ledger,
        final RetainedScans scans,
        final WorkerCounters counters)
    {
        this.self = self;
        this.partitioning = partitioning;
        this.sessions = sessions;
        this.retained = retained;
        this.ledger = ledger;
        this.scans = scans;
        this.counters = counters;
    }

    /**
     * The checkpoint has been met, and nothing behind it applied.
     *
     * @param newSink takes this worker's part; null where nobody wants it.
     */
    public void begin(final SnapshotSink newSink)
    {
        sink = newSink;
        retained.images().end();
        if (newSink == null)
        {
            return;
        }
        sessions.beginImages();
        retainedEvent.wrapForWrite(retainedScratch, 0);
        retained.images().begin(this::write);
        writeLimits();
        writeShared();
        scans.forEachPersistent(this::writeScan);
    }

    /**
     * An event is about to change a session.
     *
     * @param session that it changes.
     */
    public void beforeChange(final Session session)
    {
        if (sink != null && sessions.takeImage(session))
        {
            write(session);
        }
    }

    /**
     * Goes on.
     *
     * @return 1 if there was something to do.
     */
    public int step()
    {
        if (sink == null)
        {
            return 0;
        }
        if (!sink.hasRoom())
        {
            return 1;
        }
        if (stepSessions() && !retained.images().step(RETAINED_PER_STEP))
        {
            retained.images().end();
            flushRetained();
            sink.complete();
            sink = null;
            counters.increment(Counter.SNAPSHOTS);
        }
        return 1;
    }

    /** True when all have been looked at. */
    private boolean stepSessions()
    {
        int written = 0;
        for (int i = 0; i < SESSIONS_PER_STEP && written < BYTES_PER_STEP; i++)
        {
            final Session session = sessions.nextForImage();
            if (session == null)
            {
                return true;
            }
            written += sessions.takeImage(session) ? write(session) : 0;
        }
        return false;
    }

    public boolean isRunning()
    {
        return sink != null;
    }

    private int write(final Session session)
    {
        final ClientKey key = session.key();
        bytes.wrap(key.clientId());
        final long hash = partitioning.clientHash(key.tenant(), bytes, 0, bytes.capacity());
        return image.write(session, hash, sink);
    }

    private boolean write(final RetainedEntry entry)
    {
        if (retainedEvent.count() > 0 &&
            (retainedEvent.tenant() != entry.tenant() || retainedEvent.length() > RETAINED_RECORD_LENGTH))
        {
            flushRetained();
        }
        bytes.wrap(entry.topic());
        retainedEvent.tenant(entry.tenant()).add(entry.sequence(), entry.expiryDeadlineMs(), entry.payloadSize(),
            bytes, 0, bytes.capacity());
        return true;
    }

    private void flushRetained()
    {
        if (retainedEvent.count() > 0)
        {
            sink.append(retainedScratch, 0, retainedEvent.length());
            retainedEvent.wrapForWrite(retainedScratch, 0);
        }
    }

    /**
     * Remembers the limits that the log has now.
     *
     * @param buffer with the event.
     * @param offset of the event.
     * @param length of the event.
     */
    public void limits(final DirectBuffer buffer, final int offset, final int length)
    {
        limits.putBytes(0, buffer, offset, length);
        limitsLength = length;
    }

    private void writeLimits()
    {
        if (self == 0 && limitsLength > 0)
        {
            sink.append(limits, 0, limitsLength);
        }
    }

    private void writeShared()
    {
        beginShared();
        ledger.forEach(this::writeShared);
        flushShared();
    }

    private void beginShared()
    {
        shared.wrapForWrite(scratch, 0).origin(self, 0).workers(0, partitioning.workerCount());
    }

    private void writeShared(final int kind, final long sessionId, final long sequence, final int flags)
    {
        shared.add(kind, sessionId, sequence, flags);
        if (shared.count() == SnapshotSharedEvent.MAX_ENTRIES)
        {
            flushShared();
            beginShared();
        }
    }

    private void flushShared()
    {
        if (shared.count() > 0)
        {
            sink.append(scratch, 0, shared.length());
        }
    }

    private void writeScan(final long sessionId, final long incarnation, final int index, final long barrierSequence)
    {
        scan.wrapForWrite(scratch, 0).origin(self, 0).workers(0, partitioning.workerCount())
            .sessionId(sessionId).subscriptionSequence(incarnation).filterIndex(index)
            .barrierSequence(barrierSequence);
        sink.append(scratch, 0, scan.length());
    }
}
