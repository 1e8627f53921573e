package io.maxmq.core.fold;

import io.maxmq.core.connection.ConnectionContext;
import io.maxmq.core.connection.PublishFlow;
import io.maxmq.core.connection.Quotas;
import io.maxmq.core.connection.SessionOpening;
import io.maxmq.core.connection.SubscribeFlow;
import io.maxmq.core.connection.UnsubscribeFlow;
import io.maxmq.core.connection.WillFlow;
import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.event.AppliedPositions;
import io.maxmq.core.partition.Partitioning;
import io.maxmq.core.partition.RetainedScans;
import io.maxmq.core.partition.SharedLedger;
import io.maxmq.core.partition.TopicSubscriptions;
import io.maxmq.core.retained.RetainedStore;
import io.maxmq.core.session.OutboundFlow;
import io.maxmq.core.session.Sessions;
import io.maxmq.core.session.StoredMessages;
import io.maxmq.core.snapshot.StateWriter;
import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventType;
import io.maxmq.journal.log.EventHandler;
import io.maxmq.journal.log.LogTail;
import org.agrona.DirectBuffer;

/**
 * Applies the log at one worker: the only way in which what lasts changes. The same events in the same order give the
 * same state, whether they come live or are replayed after a restart. What has not been committed is not applied, so
 * nothing that an event causes leaves the broker before. Nothing here reads a clock or the configuration.
 * Used by the worker's thread alone.
 */
public final class EventFold implements EventHandler
{
    private final int self;
    private final LogTail tail;
    private final int workerCount;
    private final SessionFold sessions;
    private final MessageFold messages;
    private final AppliedPositions positions;
    private final WorkerCounters counters;
    private final StateWriter images;
    private boolean recovering = true;

    EventFold(
        final int self,
        final LogTail tail,
        final int workerCount,
        final SessionFold sessions,
        final MessageFold messages,
        final AppliedPositions positions,
        final WorkerCounters counters,
        final StateWriter images)
    {
        this.images = images;
        this.self = self;
        this.tail = tail;
        this.workerCount = workerCount;
        this.sessions = sessions;
        this.messages = messages;
        this.positions = positions;
        this.counters = counters;
    }

    /**
     * Puts the parts of a fold together.
     *
     * @param self         index of the worker.
     * @param tail         of the log, which says how far it is committed.
     * @param partitioning of the broker.
     * @param sessions     at home here.
     * @param outbound     to their clients.
     * @param leftovers    of shared groups.
     * @param owned        subscriptions to topics owned here.
     * @param connections  of this worker.
     * @param opening      of sessions.
     * @param subscribes   waiting for their acknowledgement.
     * @param unsubscribes waiting for theirs.
     * @param publishes    waiting for theirs.
     * @param wills        of sessions here.
     * @param expiry       of sessions here.
     * @param retained     messages of topics owned here.
     * @param scans        of retained messages.
     * @param stored       messages.
     * @param ledger       of shared groups.
     * @param quotas       of the broker.
     * @param positions    of all workers.
     * @param counters     of this worker.
     * @param images       of the state, for snapshots.
     * @return the fold.
     */
    public static EventFold create(
        final int self,
        final LogTail tail,
        final Partitioning partitioning,
        final Sessions sessions,
        final OutboundFlow outbound,
        final OutboundFlow.SharedLeftover leftovers,
        final TopicSubscriptions owned,
        final ConnectionContext connections,
        final SessionOpening opening,
        final SubscribeFlow subscribes,
        final UnsubscribeFlow unsubscribes,
        final PublishFlow publishes,
        final WillFlow wills,
        final SessionExpiry expiry,
        final RetainedStore retained,
        final RetainedScans scans,
        final StoredMessages stored,
        final SharedLedger ledger,
        final Quotas quotas,
        final AppliedPositions positions,
        final WorkerCounters counters,
        final StateWriter images)
    {
        final SessionFold sessionFold = new SessionFold(self, partitioning, sessions, outbound, leftovers, owned,
            connections, opening, subscribes, unsubscribes, wills, expiry, ledger, quotas, counters,
            images);
        final MessageFold messageFold = new MessageFold(
            self, partitioning, sessions, outbound, publishes, retained, scans, stored, ledger, counters, images);
        return new EventFold(
            self, tail, partitioning.workerCount(), sessionFold, messageFold, positions, counters, images);
    }

    /** Everything that was in the log when the broker started has been applied: what is due now may be done. */
    public void recovered()
    {
        recovering = false;
        sessions.recovered();
        messages.recovered();
    }

    @Override
    public boolean onEvent(final long sequence, final DirectBuffer buffer, final int offset, final int length)
    {
        if (sequence > tail.committed())
        {
            return false;
        }
        if ((EventHeader.concerned(buffer, offset, workerCount) & 1L << self) != 0)
        {
            if (EventHeader.type(buffer, offset) == EventType.LOST)
            {
                sessions.onLost();
            }
            apply(buffer, offset, length);
            counters.increment(Counter.EVENTS_APPLIED);
        }
        positions.applied(self, sequence);
        return true;
    }

    private void apply(final DirectBuffer buffer, final int offset, final int length)
    {
        switch (EventHeader.type(buffer, offset))
        {
            case EventType.MESSAGE:
                messages.onMessage(buffer, offset, length);
                break;

            case EventType.ACKED:
                messages.onAcked(buffer, offset, length);
                break;

            case EventType.RELEASED:
                messages.onReleased(buffer, offset, length);
                break;

            case EventType.RETAINED:
                messages.onRetained(buffer, offset, length);
                break;

            case EventType.SESSION_OPEN:
                sessions.onOpen(buffer, offset, length);
                break;

            case EventType.SESSION_CLOSED:
                sessions.onClosed(buffer, offset, length);
                break;

            case EventType.SESSION_END:
                sessions.onEnd(buffer, offset, length);
                break;

            case EventType.SUBSCRIBE:
                sessions.onSubscribe(buffer, offset, length);
                break;

            case EventType.UNSUBSCRIBE:
                sessions.onUnsubscribe(buffer, offset, length);
                break;

            case EventType.REASSIGNED:
                messages.onReassigned(buffer, offset, length);
                break;

            case EventType.LIMITS:
                messages.onLimits(buffer, offset, length);
                break;

            case EventType.BROKER_START:
                sessions.onBrokerStart(buffer, offset, length);
                break;

            case EventType.CHECKPOINT:
                images.begin(recovering ? null : tail.beginSnapshot(EventHeader.sequence(buffer, offset)));
                break;

            default:
                break;
        }
    }
}
