package io.maxmq.core.snapshot;

import io.maxmq.core.connection.Quotas;
import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.partition.Partitioning;
import io.maxmq.core.partition.RetainedScans;
import io.maxmq.core.partition.SharedLedger;
import io.maxmq.core.partition.TopicSubscriptions;
import io.maxmq.core.retained.RetainedStore;
import io.maxmq.core.session.OutboundFlow;
import io.maxmq.core.session.Session;
import io.maxmq.core.session.SessionImage;
import io.maxmq.core.session.SessionLimits;
import io.maxmq.core.session.SessionMemory;
import io.maxmq.core.session.Sessions;
import io.maxmq.core.session.StoredMessages;
import io.maxmq.core.topic.Subscription;
import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventType;
import io.maxmq.journal.event.LimitsEvent;
import io.maxmq.journal.event.SnapshotQueueEvent;
import io.maxmq.journal.event.SnapshotRetainedEvent;
import io.maxmq.journal.event.SnapshotScanEvent;
import io.maxmq.journal.event.SnapshotSessionEvent;
import io.maxmq.journal.event.SnapshotSharedEvent;
import io.maxmq.journal.log.SnapshotSource;
import io.maxmq.transport.codec.TopicFilter;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.HashMap;
import java.util.Map;

/**
 * Begins a worker with what a snapshot says is its own, whatever the number of workers was when it was made: sessions
 * that are at home here, subscriptions and retained messages of topics owned here, and of what shared groups left the
 * part of the worker in whose place it is. Used once, by the worker's thread, before the fold.
 */
public final class StateReader
{
    private final int self;
    private final Partitioning partitioning;
    private final Sessions sessions;
    private final OutboundFlow outbound;
    private final RetainedStore retained;
    private final TopicSubscriptions owned;
    private final SharedLedger ledger;
    private final RetainedScans scans;
    private final StoredMessages stored;
    private final Quotas quotas;
    private final WorkerCounters counters;
    private final StateWriter images;
    private final SnapshotSessionEvent session = new SnapshotSessionEvent();
    private final SnapshotQueueEvent queue = new SnapshotQueueEvent();
    private final SnapshotRetainedEvent retainedEvent = new SnapshotRetainedEvent();
    private final SnapshotSharedEvent shared = new SnapshotSharedEvent();
    private final SnapshotScanEvent scan = new SnapshotScanEvent();
    private final LimitsEvent limits = new LimitsEvent();
    private final Map<ScanKey, PendingScan> pending = new HashMap<>();

    /** Names a scan. */
    private record ScanKey(long sessionId, long incarnation, int index)
    {
    }

    /** How far the owners of then were with a scan. */
    private static final class PendingScan
    {
        private final int workersThen;
        private long pendingAt;
        private long barrier;

        PendingScan(final int workersThen)
        {
            this.workersThen = workersThen;
        }
    }

    public StateReader(
        final int self,
        final Partitioning partitioning,
        final Sessions sessions,
        final OutboundFlow outbound,
        final RetainedStore retained,
        final TopicSubscriptions owned,
        final SharedLedger ledger,
        final RetainedScans scans,
        final StoredMessages stored,
        final Quotas quotas,
        final WorkerCounters counters,
        final StateWriter images)
    {
        this.images = images;
        this.self = self;
        this.partitioning = partitioning;
        this.sessions = sessions;
        this.outbound = outbound;
        this.retained = retained;
        this.owned = owned;
        this.ledger = ledger;
        this.scans = scans;
        this.stored = stored;
        this.quotas = quotas;
        this.counters = counters;
    }

    /**
     * Takes this worker's part.
     *
     * @param source the snapshot.
     */
    public void read(final SnapshotSource source)
    {
        source.forEach(this::onScanRecord);
        source.forEach(this::onRecord);
        pending.clear();
        scans.restored(source.sequence());
    }

    /** Scans first: they say what is to be done with subscriptions. */
    private boolean onScanRecord(final long number, final DirectBuffer buffer, final int offset, final int length)
    {
        if (EventHeader.type(buffer, offset) == EventType.SNAPSHOT_SCAN && scan.wrap(buffer, offset, length))
        {
            final PendingScan found = pending.computeIfAbsent(
                new ScanKey(scan.sessionId(), scan.subscriptionSequence(), scan.filterIndex()),
                key -> new PendingScan(scan.workerCount()));
            found.pendingAt |= 1L << scan.originWorker();
            found.barrier = Math.max(found.barrier, scan.barrierSequence());
        }
        return true;
    }

    private boolean onRecord(final long number, final DirectBuffer buffer, final int offset, final int length)
    {
        final int type = EventHeader.type(buffer, offset);
        if (type == EventType.SNAPSHOT_SESSION && session.wrap(buffer, offset, length))
        {
            onSession();
        }
        else if (type == EventType.SNAPSHOT_QUEUE && queue.wrap(buffer, offset, length))
        {
            final Session found = sessions.byId(queue.sessionId());
            if (found != null)
            {
                SessionImage.read(found, queue, stored);
            }
        }
        else if (type == EventType.SNAPSHOT_RETAINED && retainedEvent.wrap(buffer, offset, length))
        {
            onRetained(buffer);
        }
        else if (type == EventType.SNAPSHOT_SHARED && shared.wrap(buffer, offset, length))
        {
            onShared();
        }
        else if (type == EventType.LIMITS && limits.wrap(buffer, offset, length))
        {
            outbound.persistentLimits(SessionLimits.of(limits));
            images.limits(buffer, offset, length);
        }
        return true;
    }

    private void onSession()
    {
        final int home = partitioning.worker(session.keyHash());
        while (session.nextSubscription())
        {
            final long owners = partitioning.ownersOfFilter(
                session.tenant(), session.buffer(), session.filterOffset(), session.filterLength());
            if ((owners & 1L << self) != 0)
            {
                subscribe(home);
            }
        }
        if (home == self)
        {
            sessions.add(SessionImage.read(session, this::memory));
            counters.increment(Counter.SESSIONS);
            quotas.sessions(1);
        }
    }

    private int memory(final SnapshotSessionEvent at)
    {
        final long owners =
            partitioning.ownersOfFilter(at.tenant(), at.buffer(), at.filterOffset(), at.filterLength());
        return SessionMemory.ofSubscription(
            at.buffer(), at.filterOffset(), at.filterLength(), Long.bitCount(owners));
    }

    private void subscribe(final int home)
    {
        final Subscription subscription = owned.restore(session.tenant(), session.buffer(), session.filterOffset(),
            session.filterLength(), session.sessionId(), home, session.options(), session.subscriptionId(),
            session.incarnation());
        final PendingScan found = pending.isEmpty() ? null : pending.get(
            new ScanKey(session.sessionId(), session.incarnation(), session.filterIndex()));
        if (found == null)
        {
            return;
        }
        final byte[] filter = new byte[session.filterLength()];
        session.buffer().getBytes(session.filterOffset(), filter);
        if (found.workersThen != partitioning.workerCount())
        {
            final boolean everywhere = TopicFilter.hasWildcard(new UnsafeBuffer(filter), 0, filter.length);
            final long all = everywhere ? -1L >>> Long.SIZE - found.workersThen : 0L;
            owned.restoreScan(
                subscription, filter, session.filterIndex(), found.barrier, all & ~found.pendingAt);
        }
        else if ((found.pendingAt & 1L << self) != 0)
        {
            owned.restoreScan(subscription, filter, session.filterIndex(), found.barrier, 0L);
        }
    }

    private void onRetained(final DirectBuffer buffer)
    {
        final int tenant = retainedEvent.tenant();
        while (retainedEvent.nextEntry())
        {
            final int topic = retainedEvent.topicOffset();
            final int length = retainedEvent.topicLength();
            if (partitioning.ownerOfTopic(tenant, buffer, topic, length) == self)
            {
                final long sequence = retainedEvent.messageSequence();
                stored.retain(sequence);
                retained.put(tenant, buffer, topic, length, sequence, sequence, retainedEvent.expiryDeadlineMs(),
                    retainedEvent.payloadSize());
                counters.increment(Counter.RETAINED);
            }
        }
    }

    private void onShared()
    {
        if (shared.originWorker() % partitioning.workerCount() == self)
        {
            for (int i = 0, count = shared.count(); i < count; i++)
            {
                ledger.restore(shared.kind(i), shared.sessionId(i), shared.messageSequence(i), shared.targetFlags(i));
            }
        }
    }
}
