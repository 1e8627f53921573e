package io.maxmq.core.partition;

import io.maxmq.core.clock.CycleClock;
import io.maxmq.core.event.EventPublisher;
import io.maxmq.core.message.Delivery;
import io.maxmq.core.message.Message;
import io.maxmq.core.retained.RetainedCursor;
import io.maxmq.core.retained.RetainedEntry;
import io.maxmq.core.retained.RetainedStore;
import io.maxmq.core.session.Session;
import io.maxmq.core.session.StoredMessages;
import io.maxmq.core.topic.Subscription;
import io.maxmq.journal.event.EventType;
import io.maxmq.journal.event.RetainedEvent;
import io.maxmq.journal.event.TargetsEncoder;
import io.maxmq.journal.event.TargetsFlyweight;
import io.maxmq.transport.bus.Bus;
import io.maxmq.transport.bus.Stage;
import io.maxmq.transport.codec.TopicFilter;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayDeque;

/**
 * Sends retained messages to new subscriptions, a bounded number per step, while the store changes and the subscriber
 * keeps its own pace. Used by the worker's thread alone.
 * <p>
 * Invariant (nobody ends on a stale value): a scan starts when all retained changes that this owner had decided before
 * the subscription came have been applied. What was decided later is skipped, applied or not, since the subscriber gets
 * it live; its live and retained messages travel by the same stream.
 * <p>
 * A batch of messages to another worker ends with a request for credit, answered when the session's buffer has room. A
 * persistent session gets QoS 1 and 2 by an event that names the messages (rule 7 of the log).
 */
public final class RetainedScans
{
    private static final long NONE = -1;
    private static final int BATCH = 64;
    private static final int SCANNED_PER_STEP = 512;

    private final int self;
    private final int workerCount;
    private final Bus bus;
    private final EventPublisher events;
    private final RetainedStore store;
    private final StoredMessages stored;
    private final Deliverer deliverer;
    private final CycleClock clock;
    private final SessionRoom room;
    private final PendingChanges pending;
    private final ArrayDeque<Scan> scans = new ArrayDeque<>();
    /** Those of persistent sessions that are done, but for the log to say so. */
    private final ArrayDeque<Scan> unconfirmed = new ArrayDeque<>();
    private final Delivery delivery = new Delivery();
    private final RetainedEvent event = new RetainedEvent();
    private final TargetsEncoder targets = new TargetsEncoder();
    private final MutableDirectBuffer eventScratch = new ExpandableArrayBuffer(4096);
    private final MutableDirectBuffer hop = new ExpandableArrayBuffer(4096);
    private final MutableDirectBuffer hopList = new ExpandableArrayBuffer(64);
    private Partition partition;
    private long appliedDecision;
    private long appliedSequence;
    private long nextScan = 1;
    private Scan current;

    /** Tells whether a session at this worker can be sent more. */
    @FunctionalInterface
    public interface SessionRoom
    {
        /**
         * @param session at this worker.
         * @return false where its buffer is rather full.
         */
        boolean hasRoom(Session session);
    }

    private static final class Scan
    {
        final long id;
        final int tenant;
        final UnsafeBuffer filter;
        final long sessionId;
        final int home;
        final boolean persistent;
        final int qos;
        final int subscriptionId;
        final long incarnation;
        final int index;
        final long barrier;
        long barrierSequence = NONE;
        long concludedBy;
        final RetainedCursor cursor = new RetainedCursor();
        boolean awaitsCredit;
        boolean ended;
        int batch;

        Scan(
            final long id, final Subscription subscription, final UnsafeBuffer filter, final int index,
            final long barrier)
        {
            this.id = id;
            tenant = subscription.tenant();
            this.filter = filter;
            sessionId = subscription.sessionId();
            home = subscription.workerIndex();
            persistent = subscription.persistent();
            qos = subscription.qos();
            subscriptionId = subscription.subscriptionId();
            incarnation = subscription.incarnation();
            this.index = index;
            this.barrier = barrier;
        }
    }

    public RetainedScans(
        final int self,
        final int workerCount,
        final Bus bus,
        final EventPublisher events,
        final RetainedStore store,
        final StoredMessages stored,
        final Deliverer deliverer,
        final CycleClock clock,
        final SessionRoom room,
        final PendingChanges pending)
    {
        this.self = self;
        this.workerCount = workerCount;
        this.bus = bus;
        this.events = events;
        this.store = store;
        this.stored = stored;
        this.deliverer = deliverer;
        this.clock = clock;
        this.room = room;
        this.pending = pending;
    }

    public void partition(final Partition owner)
    {
        partition = owner;
    }

    void start(
        final Subscription subscription, final DirectBuffer filter, final int offset, final int length, final int index)
    {
        final byte[] copy = new byte[length];
        filter.getBytes(offset, copy);
        final Scan scan = new Scan(nextScan++, subscription, new UnsafeBuffer(copy), index, partition.decisions());
        if (appliedDecision >= scan.barrier)
        {
            scan.barrierSequence = appliedSequence;
        }
        scans.add(scan);
    }

    void endSession(final long sessionId)
    {
        for (final Scan scan : scans)
        {
            scan.ended |= scan.sessionId == sessionId;
        }
        unconfirmed.removeIf(scan -> scan.sessionId == sessionId);
    }

    /**
     * A retained change has been applied.
     *
     * @param message  that changed it.
     * @param sequence of its event.
     * @param decision its number, 0 where it was not decided by this owner in this run of the broker.
     */
    public void onApplied(final Message message, final long sequence, final long decision)
    {
        appliedSequence = sequence;
        if (decision == 0)
        {
            return;
        }
        appliedDecision = decision;
        pending.applied(message, decision);
        for (final Scan scan : scans)
        {
            if (scan.barrierSequence == NONE && decision >= scan.barrier)
            {
                scan.barrierSequence = sequence;
            }
        }
    }

    /**
     * While the log is recovered: an owner had finished a scan, so that it need not start again. Where the number of
     * workers has changed it does not until all owners of that time had finished theirs.
     *
     * @param sessionId   of the subscriber.
     * @param incarnation of the subscription.
     * @param index       of the filter.
     * @param owner       that finished it.
     * @param workersThen how many workers there were.
     */
    public void concluded(
        final long sessionId, final long incarnation, final int index, final int owner, final int workersThen)
    {
        scans.removeIf(scan ->
        {
            if (scan.sessionId != sessionId || scan.incarnation != incarnation || scan.index != index)
            {
                return false;
            }
            scan.concludedBy |= 1L << owner;
            final boolean everywhere = TopicFilter.hasWildcard(scan.filter, 0, scan.filter.capacity());
            return workersThen == workerCount ? owner == self :
                Long.bitCount(scan.concludedBy) == (everywhere ? workersThen : 1);
        });
    }

    /**
     * The log says that this owner has finished a scan.
     *
     * @param sessionId   of the subscriber.
     * @param incarnation of the subscription.
     * @param index       of the filter.
     */
    public void confirmed(final long sessionId, final long incarnation, final int index)
    {
        unconfirmed.removeIf(scan ->
            scan.sessionId == sessionId && scan.incarnation == incarnation && scan.index == index);
    }

    /**
     * Hands out the scans for persistent sessions that the log does not know to be finished.
     *
     * @param visitor is shown each.
     */
    public void forEachPersistent(final ScanVisitor visitor)
    {
        scans.forEach(scan -> show(scan, visitor));
        unconfirmed.forEach(scan -> show(scan, visitor));
    }

    private void show(final Scan scan, final ScanVisitor visitor)
    {
        if (scan.persistent && !scan.ended)
        {
            visitor.onScan(scan.sessionId, scan.incarnation, scan.index,
                Math.max(scan.incarnation, scan.barrierSequence == NONE ? appliedSequence : scan.barrierSequence));
        }
    }

    /**
     * Begins a scan again that a snapshot says was not finished.
     *
     * @param subscription for which it is.
     * @param filter       of the subscription.
     * @param index        of the filter.
     * @param barrier      what was retained later comes live.
     * @param concludedBy  owners of then that have finished theirs.
     */
    void restore(
        final Subscription subscription, final byte[] filter, final int index, final long barrier, final long concludedBy)
    {
        final Scan scan = new Scan(nextScan++, subscription, new UnsafeBuffer(filter), index, partition.decisions());
        scan.barrierSequence = barrier;
        scan.concludedBy = concludedBy;
        scans.add(scan);
    }

    /**
     * All changes up to an event are in the store.
     *
     * @param sequence of the event.
     */
    public void restored(final long sequence)
    {
        appliedSequence = sequence;
    }

    /**
     * The home of a session says that it has room for more.
     *
     * @param scanId of the scan.
     */
    void onCredit(final long scanId)
    {
        for (final Scan scan : scans)
        {
            if (scan.id == scanId)
            {
                scan.awaitsCredit = false;
            }
        }
    }

    /**
     * Shows the scans that would start again after a crash.
     *
     * @param visitor is shown each, the longest waiting first.
     */
    public void forEachLasting(final ScanVisitor visitor)
    {
        scans.forEach(scan -> show(scan, visitor));
    }

    public boolean isEmpty()
    {
        return scans.isEmpty();
    }

    /**
     * Goes on with the scan that has waited longest.
     *
     * @return messages sent.
     */
    public int step()
    {
        final Scan scan = scans.poll();
        if (scan == null)
        {
            return 0;
        }
        scan.batch = 0;
        if (!scan.ended && !scan.awaitsCredit && scan.barrierSequence != NONE && mayGoOn(scan))
        {
            run(scan);
        }
        if (!scan.ended && !scan.cursor.isDone())
        {
            scans.add(scan);
        }
        else if (!scan.ended && scan.persistent)
        {
            unconfirmed.add(scan);
        }
        return scan.batch;
    }

    private boolean mayGoOn(final Scan scan)
    {
        if (scan.home != self || scan.persistent && scan.qos > 0)
        {
            return true;
        }
        final Session session = deliverer.session(scan.sessionId);
        scan.ended = session == null;
        return session != null && room.hasRoom(session);
    }

    private void run(final Scan scan)
    {
        current = scan;
        beginEvent(scan);
        if (scan.persistent && !events.canOffer(EventType.RETAINED, EVENT_LENGTH))
        {
            return;
        }
        store.scan(
            scan.tenant, scan.filter, 0, scan.filter.capacity(), scan.cursor, SCANNED_PER_STEP, clock.nowMs(),
            this::visit);
        if (event.count() > 0 || scan.persistent && scan.cursor.isDone())
        {
            event.last(scan.cursor.isDone());
            events.offer(eventScratch, 0, event.length());
        }
    }

    private static final int EVENT_LENGTH = 256 + BATCH * RetainedEvent.ENTRY_LENGTH;

    private void beginEvent(final Scan scan)
    {
        event.wrapForWrite(eventScratch, 0)
            .tenant(scan.tenant)
            .origin(self, 0)
            .workers(1L << scan.home | 1L << self, workerCount)
            .sessionId(scan.sessionId)
            .subscriptionSequence(scan.incarnation)
            .filterIndex(scan.index);
    }

    /** False stops the scan before this entry. */
    private boolean visit(final RetainedEntry entry)
    {
        final Scan scan = current;
        if (entry.sequence() > scan.barrierSequence)
        {
            return true;
        }
        if (scan.batch == BATCH)
        {
            return false;
        }
        if (!stored.load(entry.sequence(), null, delivery.target(0, true, false)))
        {
            return true;
        }
        final Message message = delivery.message();
        if (pending.contains(message))
        {
            return true;
        }
        final int qos = Math.min(message.qos(), scan.qos);
        delivery.messageChanged();
        delivery.target(qos, true, false);
        if (scan.subscriptionId != 0)
        {
            delivery.addId(scan.subscriptionId);
        }
        return scan.persistent && qos > 0 ? note(scan, entry, qos) : send(scan, qos);
    }

    private boolean note(final Scan scan, final RetainedEntry entry, final int qos)
    {
        event.add(entry.sequence(), qos, 0);
        scan.batch++;
        return true;
    }

    private boolean send(final Scan scan, final int qos)
    {
        if (scan.home == self)
        {
            deliverer.deliver(scan.sessionId, delivery);
            scan.batch++;
            return true;
        }
        final Message message = delivery.message();
        targets.reset().add(
            scan.sessionId, qos | TargetsFlyweight.RETAIN_FLAG | (scan.persistent ? 0 : TargetsFlyweight.CLEAN_FLAG),
            scan.subscriptionId);
        final int listLength = targets.encodedLength();
        if (!bus.canOffer(scan.home, Stage.DELIVER, Hop.DELIVER_BLOCK + (int)message.blockLength() + listLength))
        {
            return false;
        }
        scan.batch++;
        scan.awaitsCredit = scan.batch == BATCH;
        hop.putInt(Hop.DELIVER_TENANT, scan.tenant, Hop.ORDER);
        hop.putLong(Hop.DELIVER_CREDIT, scan.awaitsCredit ? scan.id : 0, Hop.ORDER);
        final int length = Hop.DELIVER_BLOCK + message.encodeBlock(hop, Hop.DELIVER_BLOCK);
        hop.putInt(Hop.DELIVER_TARGETS, length, Hop.ORDER);
        targets.encode(hopList, 0);
        bus.offer(scan.home, Stage.DELIVER, hop, 0, length, hopList, 0, listLength);
        return true;
    }
}
