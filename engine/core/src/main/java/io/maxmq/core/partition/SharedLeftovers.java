package io.maxmq.core.partition;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.event.EventPublisher;
import io.maxmq.core.message.Delivery;
import io.maxmq.core.message.Message;
import io.maxmq.core.message.MessagePool;
import io.maxmq.core.session.OutboundFlow;
import io.maxmq.core.session.OutboundQueue;
import io.maxmq.core.session.Session;
import io.maxmq.core.session.StoredMessages;
import io.maxmq.core.topic.MatchResult;
import io.maxmq.core.topic.SubscriptionStore;
import io.maxmq.journal.event.EventType;
import io.maxmq.journal.event.ReassignedEvent;
import io.maxmq.journal.event.TargetsFlyweight;
import io.maxmq.transport.bus.Bus;
import io.maxmq.transport.bus.Stage;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

import java.util.ArrayDeque;

/**
 * Messages that a shared subscription had given to a session which ended before it acknowledged them: another member of
 * the group gets them (MQTT-4.8.2-5, -6). They wait at the home of the session that ended, in memory or, where they are
 * logged, in the {@link SharedLedger}; the owner of their topic chooses. Used by the worker's thread alone.
 */
public final class SharedLeftovers implements OutboundFlow.SharedLeftover
{
    private final int self;
    private final Bus bus;
    private final Partitioning partitioning;
    private final MessagePool pool;
    private final SharedLedger ledger;
    private final StoredMessages stored;
    private final SubscriptionStore store;
    private final Partition partition;
    private final EventPublisher events;
    private final WorkerCounters counters;
    private final ArrayDeque<Leftover> waiting = new ArrayDeque<>();
    private final MatchResult match = new MatchResult();
    private final long[] excluded = new long[1];
    private final Delivery delivery = new Delivery();
    private final PublishRequest request = new PublishRequest();
    private final ReassignedEvent event = new ReassignedEvent();
    private final MutableDirectBuffer eventScratch = new ExpandableArrayBuffer(128);
    private final MutableDirectBuffer hop = new ExpandableArrayBuffer(1024);

    private record Leftover(long handle, long fromSession, int flags)
    {
    }

    public SharedLeftovers(
        final int self,
        final Bus bus,
        final Partitioning partitioning,
        final MessagePool pool,
        final SharedLedger ledger,
        final StoredMessages stored,
        final SubscriptionStore store,
        final Partition partition,
        final EventPublisher events,
        final WorkerCounters counters)
    {
        this.self = self;
        this.bus = bus;
        this.partitioning = partitioning;
        this.pool = pool;
        this.ledger = ledger;
        this.stored = stored;
        this.store = store;
        this.partition = partition;
        this.events = events;
        this.counters = counters;
    }

    @Override
    public void onLeftover(final Session session, final long entry, final boolean begun, final Delivery left)
    {
        if (OutboundQueue.pooled(entry))
        {
            add(session.id(), left);
        }
        else
        {
            ledger.orphan(OutboundQueue.reference(entry), session.id(), flags(left), begun);
        }
    }

    /** A message that is not logged, and whose session has ended. */
    void add(final long sessionId, final Delivery left)
    {
        final int flags = flags(left);
        left.messageChanged();
        left.target(left.qos(), left.retain(), true);
        final long handle = pool.store(left);
        if (handle == 0)
        {
            counters.increment(Counter.DROPPED_NO_MEMBER);
        }
        else
        {
            waiting.add(new Leftover(handle, sessionId, flags));
        }
    }

    private static int flags(final Delivery left)
    {
        return left.qos() | TargetsFlyweight.SHARED_FLAG | (left.retain() ? TargetsFlyweight.RETAIN_FLAG : 0) |
            left.group() << TargetsFlyweight.GROUP_SHIFT;
    }

    /**
     * Hands one leftover to the owner of its topic.
     *
     * @return 1 if one was handed over.
     */
    public int step()
    {
        final Leftover leftover = waiting.peek();
        if (leftover != null)
        {
            delivery.target(0, false, true);
            pool.load(leftover.handle, delivery);
            if (!handOver(leftover.fromSession, leftover.flags, 0))
            {
                return 0;
            }
            waiting.poll();
            pool.release(leftover.handle);
            return 1;
        }
        final SharedLedger.Orphan orphan = ledger.nextOrphan();
        if (orphan == null || !handOver(orphan))
        {
            return 0;
        }
        return 1;
    }

    private boolean handOver(final SharedLedger.Orphan orphan)
    {
        if (orphan.begun())
        {
            return settle(orphan);
        }
        if (!stored.load(orphan.sequence(), null, delivery.target(0, false, true)))
        {
            counters.increment(Counter.DROPPED_UNREADABLE);
            ledger.handedOver();
            return true;
        }
        if (!handOver(orphan.fromSession(), orphan.flags(), orphan.sequence()))
        {
            return false;
        }
        ledger.handedOver();
        return true;
    }

    /** The session that has ended was the last to get it. */
    private boolean settle(final SharedLedger.Orphan orphan)
    {
        event.wrapForWrite(eventScratch, 0)
            .workers(1L << self, partitioning.workerCount())
            .messageSequence(orphan.sequence())
            .fromSessionId(orphan.fromSession())
            .toSessionId(0)
            .targetFlags(0);
        if (!events.offer(eventScratch, 0, event.length()))
        {
            return false;
        }
        counters.increment(Counter.EVENTS_DECIDED);
        ledger.handedOver();
        return true;
    }

    private boolean handOver(final long fromSession, final int flags, final long sequence)
    {
        final Message message = request.message().copy(delivery.message());
        request.from(self, fromSession, 0, 0, false).leftover();
        final int owner = partitioning.ownerOfTopic(
            message.tenant(), message.topicBuffer(), message.topicOffset(), message.topicLength());
        return owner == self ? choose(request, flags, sequence) : send(owner, flags, sequence);
    }

    private boolean send(final int owner, final int flags, final long sequence)
    {
        final int length = Hop.PUBLISH_BLOCK + (int)request.message().blockLength();
        if (!bus.canOffer(owner, Stage.PUBLISH_DURABLE, length))
        {
            return false;
        }
        hop.putLong(Hop.PUBLISH_SESSION, request.sessionId(), Hop.ORDER);
        hop.putInt(Hop.PUBLISH_CONNECTION, 0, Hop.ORDER);
        hop.putInt(Hop.PUBLISH_TENANT, request.message().tenant(), Hop.ORDER);
        hop.putShort(Hop.PUBLISH_PACKET, (short)0, Hop.ORDER);
        hop.putByte(Hop.PUBLISH_FLAGS, (byte)Hop.FLAG_LEFTOVER);
        hop.putInt(Hop.PUBLISH_TARGET_FLAGS, flags, Hop.ORDER);
        hop.putLong(Hop.PUBLISH_SEQUENCE, sequence, Hop.ORDER);
        request.message().encodeBlock(hop, Hop.PUBLISH_BLOCK);
        return bus.offer(owner, Stage.PUBLISH_DURABLE, hop, 0, length);
    }

    /**
     * Lets the group choose another member, as the owner of the topic.
     *
     * @param leftover the message; its publisher is the session that ended.
     * @param flags    of the target, with the group's bits.
     * @param sequence of the message in the log, 0 where it is not logged.
     * @return false where there is no room: nothing has changed.
     */
    boolean choose(final PublishRequest leftover, final int flags, final long sequence)
    {
        final int qos = flags & TargetsFlyweight.QOS_MASK;
        final boolean chosen = chooseAgain(leftover, flags >>> TargetsFlyweight.GROUP_SHIFT, qos);
        if (sequence != 0)
        {
            return reassign(leftover, flags, sequence, chosen);
        }
        if (!chosen)
        {
            counters.increment(Counter.DROPPED_NO_MEMBER);
            return true;
        }
        return partition.publishTo(leftover, match);
    }

    private boolean chooseAgain(final PublishRequest leftover, final int groupBits, final int qos)
    {
        final Message message = leftover.message();
        final long group = store.findGroup(message.tenant(), message.topicBuffer(), message.topicOffset(),
            message.topicLength(), groupBits, match);
        excluded[0] = leftover.sessionId();
        return store.chooseOther(group, qos, excluded, 1, match);
    }

    /** A member that wants QoS 0 gets the message beside the log; for the log nobody has it then. */
    private boolean reassign(
        final PublishRequest leftover, final int flags, final long sequence, final boolean chosen)
    {
        final int qos = chosen ? Math.min(flags & TargetsFlyweight.QOS_MASK, match.qos(0)) : 0;
        if (!events.canOffer(EventType.REASSIGNED, ReassignedEvent.LENGTH) ||
            chosen && qos == 0 && !partition.publishTo(leftover, match))
        {
            return false;
        }
        final long home = qos > 0 ? 1L << match.workerIndex(0) : 0;
        event.wrapForWrite(eventScratch, 0)
            .tenant(leftover.message().tenant())
            .workers(home | 1L << leftover.originWorker(), partitioning.workerCount())
            .messageSequence(sequence)
            .fromSessionId(leftover.sessionId())
            .toSessionId(qos > 0 ? match.sessionId(0) : 0)
            .targetFlags(targetFlags(leftover, flags, qos))
            .subscriptionId(qos > 0 && match.subscriptionIdCount(0) > 0 ? match.subscriptionIdAt(0, 0) : 0);
        if (!events.offer(eventScratch, 0, event.length()))
        {
            return false;
        }
        counters.increment(Counter.EVENTS_DECIDED);
        counters.add(Counter.DROPPED_NO_MEMBER, chosen ? 0 : 1);
        return true;
    }

    private int targetFlags(final PublishRequest leftover, final int flags, final int qos)
    {
        final boolean retain = qos > 0 && match.retainAsPublished(0) && leftover.message().retain();
        return flags & ~TargetsFlyweight.QOS_MASK & ~TargetsFlyweight.CLEAN_FLAG & ~TargetsFlyweight.RETAIN_FLAG |
            qos | (retain ? TargetsFlyweight.RETAIN_FLAG : 0) |
            (qos > 0 && !match.persistent(0) ? TargetsFlyweight.CLEAN_FLAG : 0);
    }

    public boolean isEmpty()
    {
        return waiting.isEmpty() && ledger.nextOrphan() == null;
    }
}
