package io.maxmq.core.fold;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.message.Delivery;
import io.maxmq.core.message.Message;
import io.maxmq.core.partition.Partitioning;
import io.maxmq.core.partition.RetainedScans;
import io.maxmq.core.partition.SharedLedger;
import io.maxmq.core.connection.PublishFlow;
import io.maxmq.core.retained.RetainedResult;
import io.maxmq.core.retained.RetainedStore;
import io.maxmq.core.session.OutboundFlow;
import io.maxmq.core.session.Session;
import io.maxmq.core.session.Sessions;
import io.maxmq.core.session.SessionLimits;
import io.maxmq.core.session.StoredMessages;
import io.maxmq.core.snapshot.StateWriter;
import io.maxmq.journal.event.AckedEvent;
import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.LimitsEvent;
import io.maxmq.journal.event.MessageEvent;
import io.maxmq.journal.event.ReassignedEvent;
import io.maxmq.journal.event.ReleasedEvent;
import io.maxmq.journal.event.RetainedEvent;
import io.maxmq.journal.event.TargetsFlyweight;
import io.maxmq.transport.codec.ReasonCode;
import org.agrona.DirectBuffer;

/**
 * Applies what the log says of messages: who gets them, what is retained, what has been acknowledged. Used by the
 * worker's thread alone.
 */
final class MessageFold
{
    private final int self;
    private final Partitioning partitioning;
    private final Sessions sessions;
    private final OutboundFlow outbound;
    private final PublishFlow publishes;
    private final RetainedStore retained;
    private final RetainedScans scans;
    private final StoredMessages stored;
    private final SharedLedger ledger;
    private final WorkerCounters counters;
    private final StateWriter images;
    private final MessageEvent message = new MessageEvent();
    private final AckedEvent acked = new AckedEvent();
    private final ReassignedEvent reassigned = new ReassignedEvent();
    private final LimitsEvent limits = new LimitsEvent();
    private final ReleasedEvent released = new ReleasedEvent();
    private final RetainedEvent retainedEvent = new RetainedEvent();
    private final TargetsFlyweight targets = new TargetsFlyweight();
    private final Delivery delivery = new Delivery();
    private boolean recovering = true;

    MessageFold(
        final int self,
        final Partitioning partitioning,
        final Sessions sessions,
        final OutboundFlow outbound,
        final PublishFlow publishes,
        final RetainedStore retained,
        final RetainedScans scans,
        final StoredMessages stored,
        final SharedLedger ledger,
        final WorkerCounters counters,
        final StateWriter images)
    {
        this.self = self;
        this.partitioning = partitioning;
        this.sessions = sessions;
        this.outbound = outbound;
        this.publishes = publishes;
        this.retained = retained;
        this.scans = scans;
        this.stored = stored;
        this.ledger = ledger;
        this.counters = counters;
        this.images = images;
    }

    /** A session that an event changes: what it was is taken for a snapshot that is being made. */
    private Session changing(final long sessionId)
    {
        final Session session = sessions.byId(sessionId);
        if (session != null)
        {
            images.beforeChange(session);
        }
        return session;
    }

    void recovered()
    {
        recovering = false;
    }

    void onMessage(final DirectBuffer buffer, final int offset, final int length)
    {
        if (!message.wrap(buffer, offset, length))
        {
            counters.increment(Counter.EVENTS_SKIPPED);
            return;
        }
        delivery.messageChanged();
        delivery.message().wrapBlock(message.tenant(), buffer, message.messageOffset());
        if (message.targetsLength() > 0)
        {
            deliver(buffer);
        }
        if (message.retainedChange())
        {
            changeRetained(buffer, offset);
        }
        if (message.packetId() != 0 && changing(message.publisherSessionId()) != null)
        {
            publishes.onReply(message.publisherSessionId(), message.publisherConnectionNumber(), message.packetId(),
                message.qos(), ReasonCode.SUCCESS);
        }
        if (message.will())
        {
            concludeWill();
        }
    }

    private void deliver(final DirectBuffer buffer)
    {
        targets.wrap(buffer, message.targetsOffset());
        for (int i = 0, count = targets.count(); i < count; i++)
        {
            final Session session = changing(targets.sessionId(i));
            if (targets.shared(i))
            {
                note(session, targets.sessionId(i), message.sequence(), message.sequence(), targets.flags(i));
            }
            if (session != null)
            {
                enqueue(session, i);
            }
            else if (!targets.shared(i) && !recovering && ledger.hasEnded(targets.sessionId(i), message.sequence()))
            {
                counters.increment(Counter.DROPPED_NO_SESSION);
            }
        }
    }

    private void enqueue(final Session session, final int index)
    {
        delivery.target(targets.qos(index), targets.retain(index), targets.shared(index)).group(targets.group(index));
        for (int id = 0, ids = targets.idCount(index); id < ids; id++)
        {
            delivery.addId(targets.id(index, id));
        }
        if (targets.shared(index) && targets.sharedAgain(index))
        {
            outbound.enqueueNoted(session, message.sequence(), delivery);
        }
        else
        {
            outbound.enqueueLogged(session, message.sequence(), delivery);
        }
    }

    /** A choice whose session has ended falls to the orphans; what a clean member gets is held until it is settled. */
    private void note(
        final Session session, final long sessionId, final long eventSequence, final long sequence, final int flags)
    {
        if (sessionId < 0)
        {
            if (Sessions.workerOfCleanId(sessionId) % partitioning.workerCount() != self)
            {
                return;
            }
            if (session != null || recovering)
            {
                ledger.hold(sessionId, sequence, flags);
            }
            else
            {
                ledger.orphan(sequence, sessionId, flags);
            }
        }
        else if (session == null && ledger.hasEnded(sessionId, eventSequence))
        {
            ledger.orphan(sequence, sessionId, flags);
        }
    }

    void onReassigned(final DirectBuffer buffer, final int offset, final int length)
    {
        if (!reassigned.wrap(buffer, offset, length))
        {
            return;
        }
        final long sequence = reassigned.messageSequence();
        final long sessionId = reassigned.toSessionId();
        if (sessionId != 0)
        {
            final Session session = changing(sessionId);
            final int flags = reassigned.targetFlags();
            note(session, sessionId, reassigned.sequence(), sequence, flags);
            if (session != null)
            {
                delivery.target(flags & TargetsFlyweight.QOS_MASK, (flags & TargetsFlyweight.RETAIN_FLAG) != 0, true)
                    .group(flags >>> TargetsFlyweight.GROUP_SHIFT);
                if (reassigned.subscriptionId() != 0)
                {
                    delivery.addId(reassigned.subscriptionId());
                }
                enqueueStored(session, sequence);
            }
        }
        ledger.reassigned(sequence, reassigned.fromSessionId());
    }

    void onLimits(final DirectBuffer buffer, final int offset, final int length)
    {
        if (limits.wrap(buffer, offset, length))
        {
            outbound.persistentLimits(SessionLimits.of(limits));
            images.limits(buffer, offset, length);
        }
    }

    /** One owner decides about a topic, so the log's order is the order of decisions, in all runs of the broker. */
    private void changeRetained(final DirectBuffer buffer, final int offset)
    {
        final Message content = delivery.message();
        if (partitioning.ownerOfTopic(content.tenant(), content.topicBuffer(), content.topicOffset(),
            content.topicLength()) != self)
        {
            return;
        }
        if (message.retainedClear())
        {
            final RetainedResult result = retained.remove(content.tenant(), content.topicBuffer(),
                content.topicOffset(), content.topicLength(), message.sequence());
            counters.add(Counter.RETAINED, result == RetainedResult.REMOVED ? -1 : 0);
        }
        else
        {
            stored.retain(message.sequence());
            final RetainedResult result = retained.put(content.tenant(), content.topicBuffer(),
                content.topicOffset(), content.topicLength(), message.sequence(), message.sequence(),
                content.expiryDeadlineMs(), content.payloadLength());
            if (result == RetainedResult.OUTDATED)
            {
                stored.release(message.sequence());
            }
            counters.add(Counter.RETAINED, result == RetainedResult.ADDED ? 1 : 0);
        }
        final boolean decidedHere = !recovering && EventHeader.originWorker(buffer, offset) == self;
        scans.onApplied(content, message.sequence(), decidedHere ? message.decision() : 0);
    }

    private void concludeWill()
    {
        final Session session = changing(message.publisherSessionId());
        if (session != null && session.connectionNumber() == message.publisherConnectionNumber())
        {
            session.clearWill();
        }
    }

    void onAcked(final DirectBuffer buffer, final int offset, final int length)
    {
        if (!acked.wrap(buffer, offset, length))
        {
            counters.increment(Counter.EVENTS_SKIPPED);
            return;
        }
        for (int i = 0, count = acked.count(); i < count; i++)
        {
            final Session session = changing(acked.sessionId(i));
            if (acked.sessionId(i) < 0)
            {
                ledger.settled(acked.sessionId(i), acked.logSequence(i));
            }
            if (session != null)
            {
                outbound.acks().applied(
                    session, acked.enqueueNumber(i), acked.logSequence(i), acked.kind(i));
            }
        }
    }

    void onReleased(final DirectBuffer buffer, final int offset, final int length)
    {
        final Session session = released.wrap(buffer, offset, length) ? changing(released.sessionId()) : null;
        if (session == null)
        {
            counters.increment(Counter.EVENTS_SKIPPED);
            return;
        }
        publishes.onReleased(session, released.connectionNumber(), released.packetId());
    }

    void onRetained(final DirectBuffer buffer, final int offset, final int length)
    {
        if (!retainedEvent.wrap(buffer, offset, length))
        {
            counters.increment(Counter.EVENTS_SKIPPED);
            return;
        }
        if (recovering && retainedEvent.last())
        {
            scans.concluded(retainedEvent.sessionId(), retainedEvent.subscriptionSequence(),
                retainedEvent.filterIndex(), retainedEvent.originWorker(), retainedEvent.workerCount());
        }
        else if (retainedEvent.last() && retainedEvent.originWorker() == self)
        {
            scans.confirmed(
                retainedEvent.sessionId(), retainedEvent.subscriptionSequence(), retainedEvent.filterIndex());
        }
        final Session session = changing(retainedEvent.sessionId());
        if (session != null)
        {
            enqueueRetained(session);
        }
    }

    private void enqueueRetained(final Session session)
    {
        final int subscriptionId =
            session.subscriptionId(retainedEvent.subscriptionSequence(), retainedEvent.filterIndex());
        if (subscriptionId < 0)
        {
            counters.increment(Counter.EVENTS_SKIPPED);
            return;
        }
        for (int i = 0, count = retainedEvent.count(); i < count; i++)
        {
            final long sequence = retainedEvent.messageSequence(i);
            delivery.target(retainedEvent.qos(i), true, false);
            if (subscriptionId > 0)
            {
                delivery.addId(subscriptionId);
            }
            enqueueStored(session, sequence);
        }
    }

    /** A message from before this event: who handed it over keeps it until here, from here on this worker does. */
    private void enqueueStored(final Session session, final long sequence)
    {
        stored.retain(sequence);
        if (stored.load(sequence, null, delivery))
        {
            outbound.enqueueNoted(session, sequence, delivery);
        }
        stored.release(sequence);
    }
}
