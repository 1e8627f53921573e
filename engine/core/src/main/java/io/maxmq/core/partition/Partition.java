package io.maxmq.core.partition;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.event.EventPublisher;
import io.maxmq.core.message.Delivery;
import io.maxmq.core.message.Message;
import io.maxmq.core.retained.RetainedStore;
import io.maxmq.core.retained.RetainedSweep;
import io.maxmq.core.topic.MatchCache;
import io.maxmq.core.topic.MatchResult;
import io.maxmq.core.topic.TopicEntry;
import io.maxmq.journal.event.EventType;
import io.maxmq.journal.event.MessageEvent;
import io.maxmq.journal.event.TargetsEncoder;
import io.maxmq.journal.event.TargetsFlyweight;
import io.maxmq.transport.bus.Bus;
import io.maxmq.transport.bus.Stage;
import io.maxmq.transport.codec.ReasonCode;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A worker as the owner of topics: decides for every message to one of them who gets it and by which way, once and for
 * all. One writer per topic gives one order per topic (MQTT-4.6.0-5).
 * <p>
 * A message goes through the log if a persistent session gets it at QoS 1 or 2, if it changes the retained message, if
 * it came at QoS 2 from a persistent session, if it is the will of one, or if a shared group with a persistent member
 * gets it at QoS 1 or 2 (rules 3, 6 and 8 of the log). Its event names the targets that the log feeds. All others get
 * it at once: one hop for each of their workers.
 * <p>
 * <b>All or nothing:</b> room is looked for everywhere first. If it is missing anywhere, nothing has changed and the
 * message has to come again. Used by the worker's thread alone.
 */
public final class Partition
{
    private static final int INITIAL_SCRATCH = 4096;

    private final int self;
    private final int workerCount;
    private final Bus bus;
    private final EventPublisher events;
    private final MatchCache cache;
    private final RetainedStore retained;
    private final Deliverer deliverer;
    private PublishReplies replies;
    private final WorkerCounters counters;

    private final TargetsEncoder targets = new TargetsEncoder();
    private final TargetsEncoder[] hopTargets;
    private final MessageEvent event = new MessageEvent();
    private final MutableDirectBuffer hop = new ExpandableArrayBuffer(INITIAL_SCRATCH);
    private final MutableDirectBuffer hopList = new ExpandableArrayBuffer(INITIAL_SCRATCH);
    private final MutableDirectBuffer eventScratch = new ExpandableArrayBuffer(INITIAL_SCRATCH);
    private final MutableDirectBuffer reply = new ExpandableArrayBuffer(Hop.REPLY_LENGTH);
    private final int retainedMessageBytes;
    private final PendingChanges pending;
    private final WorkBudget work;
    private final RetainedSweep sweep;
    private boolean retains;
    private long decisions;
    private long hopWorkers;
    private long loggedWorkers;

    public Partition(
        final int self,
        final int workerCount,
        final Bus bus,
        final EventPublisher events,
        final MatchCache cache,
        final RetainedStore retained,
        final Deliverer deliverer,
        final WorkerCounters counters,
        final int retainedMessageBytes,
        final PendingChanges pending,
        final WorkBudget work,
        final RetainedSweep sweep)
    {
        this.sweep = sweep;
        this.work = work;
        this.self = self;
        this.workerCount = workerCount;
        this.bus = bus;
        this.events = events;
        this.cache = cache;
        this.retained = retained;
        this.deliverer = deliverer;
        this.counters = counters;
        this.retainedMessageBytes = retainedMessageBytes;
        this.pending = pending;
        hopTargets = new TargetsEncoder[workerCount];
        java.util.Arrays.setAll(hopTargets, i -> new TargetsEncoder());
    }

    public void replies(final PublishReplies newReplies)
    {
        replies = newReplies;
    }

    /**
     * Number of the last decision that changed a retained message; the log returns them in order.
     *
     * @return 0 before the first.
     */
    public long decisions()
    {
        return decisions;
    }

    /**
     * Decides about a message.
     *
     * @param request the message and its publisher.
     * @param topic   its topic, owned by this worker.
     * @return false where there is no room somewhere: nothing has changed.
     */
    public boolean publish(final PublishRequest request, final TopicEntry topic)
    {
        final MatchResult match = cache.match(topic, request.sessionId(), request.message().qos());
        work.spend(cache.visitedNodes(), match.size());
        return publishTo(request, match);
    }

    /**
     * Decides about a message whose targets are known.
     *
     * @param request the message and its publisher.
     * @param match   who gets it.
     * @return false where there is no room somewhere: nothing has changed.
     */
    boolean publishTo(final PublishRequest request, final MatchResult match)
    {
        final Message message = request.message();
        plan(match, message.qos(), message.retain());
        retains = message.retain() && !request.isLeftover() && mayRetain(message);
        final boolean logged = loggedWorkers != 0 || retains || request.persistentPublisher() &&
            (request.isWill() || message.qos() == 2);
        if (logged && (!events.isAccepting() && !request.isWill() || !events.fits(eventLength(message))))
        {
            return refuse(request);
        }
        if (!hasRoom(request, logged))
        {
            return false;
        }
        count(request, match);
        if (hopWorkers != 0)
        {
            sendHops(message, match);
        }
        if (logged)
        {
            log(request);
        }
        else if (request.wantsReply())
        {
            reply(request, match.size() == 0 ? ReasonCode.NO_MATCHING_SUBSCRIBERS : ReasonCode.SUCCESS);
        }
        return true;
    }

    private boolean mayRetain(final Message message)
    {
        return message.payloadLength() == 0 || message.blockLength() <= retainedMessageBytes &&
            (hasRetainedRoom(message) || sweep.makeRoom() > 0 && hasRetainedRoom(message));
    }

    private boolean hasRetainedRoom(final Message message)
    {
        return retained.hasRoomFor(message.tenant(), message.topicBuffer(), message.topicOffset(),
            message.topicLength(), message.payloadLength());
    }

    /** Sorts the targets into those that the log feeds and those that get a hop, by worker. */
    private void plan(final MatchResult match, final int qos, final boolean retain)
    {
        hopWorkers = 0;
        loggedWorkers = 0;
        for (int i = 0, size = match.size(); i < size; i++)
        {
            final long bit = 1L << match.workerIndex(i);
            if (isLogged(match, i, qos))
            {
                if (loggedWorkers == 0)
                {
                    targets.reset();
                }
                loggedWorkers |= bit;
                addTarget(targets, match, i, qos, retain);
            }
            else
            {
                if ((hopWorkers & bit) == 0 && match.workerIndex(i) != self)
                {
                    hopTargets[match.workerIndex(i)].reset();
                }
                hopWorkers |= bit;
                if (match.workerIndex(i) != self)
                {
                    addTarget(hopTargets[match.workerIndex(i)], match, i, qos, retain);
                }
            }
        }
    }

    private static boolean isLogged(final MatchResult match, final int index, final int qos)
    {
        return Math.min(qos, match.qos(index)) > 0 &&
            (match.persistent(index) || match.groupHasPersistentMember(index));
    }

    private static void addTarget(
        final TargetsEncoder list, final MatchResult match, final int index, final int qos, final boolean retain)
    {
        final int flags = Math.min(qos, match.qos(index)) |
            (retain && match.retainAsPublished(index) ? TargetsFlyweight.RETAIN_FLAG : 0) |
            (match.shared(index) ? TargetsFlyweight.SHARED_FLAG : 0) |
            (match.persistent(index) ? 0 : TargetsFlyweight.CLEAN_FLAG) |
            match.groupBits(index) << TargetsFlyweight.GROUP_SHIFT;
        final int ids = match.subscriptionIdCount(index);
        list.add(match.sessionId(index), flags, ids == 0 ? 0 : match.subscriptionIdAt(index, 0));
        for (int i = 1; i < ids; i++)
        {
            list.addId(match.subscriptionIdAt(index, i));
        }
    }

    private boolean hasRoom(final PublishRequest request, final boolean logged)
    {
        final Message message = request.message();
        final long remote = hopWorkers & ~(1L << self);
        if (remote != 0)
        {
            final long blockLength = Hop.DELIVER_BLOCK + message.blockLength();
            for (long rest = remote; rest != 0; rest &= rest - 1)
            {
                final int worker = Long.numberOfTrailingZeros(rest);
                if (!bus.canOffer(worker, Stage.DELIVER, (int)blockLength + hopTargets[worker].encodedLength()))
                {
                    return false;
                }
            }
        }
        if (logged)
        {
            return events.canOffer(EventType.MESSAGE, eventLength(message));
        }
        return !request.wantsReply() || request.originWorker() == self ||
            bus.canOffer(request.originWorker(), Stage.REPLY, Hop.REPLY_LENGTH);
    }

    private int eventLength(final Message message)
    {
        if (loggedWorkers == 0)
        {
            targets.reset();
        }
        return MessageEvent.length((int)message.blockLength(), targets.encodedLength());
    }

    private void count(final PublishRequest request, final MatchResult match)
    {
        final Message message = request.message();
        if (message.retain() && !retains && !request.isLeftover())
        {
            counters.increment(Counter.RETAINED_OVER_LIMIT);
        }
        if (match.size() == 0)
        {
            counters.increment(Counter.NO_MATCH);
        }
        if (match.groupsWithoutTarget() > 0)
        {
            counters.add(Counter.DROPPED_NO_MEMBER, match.groupsWithoutTarget());
        }
    }

    private void sendHops(final Message message, final MatchResult match)
    {
        final long remote = hopWorkers & ~(1L << self);
        if (remote != 0)
        {
            hop.putInt(Hop.DELIVER_TENANT, message.tenant(), Hop.ORDER);
            hop.putLong(Hop.DELIVER_CREDIT, 0, Hop.ORDER);
            final int length = Hop.DELIVER_BLOCK + message.encodeBlock(hop, Hop.DELIVER_BLOCK);
            hop.putInt(Hop.DELIVER_TARGETS, length, Hop.ORDER);
            for (long rest = remote; rest != 0; rest &= rest - 1)
            {
                final int worker = Long.numberOfTrailingZeros(rest);
                final int listLength = hopTargets[worker].encode(hopList, 0);
                bus.offer(worker, Stage.DELIVER, hop, 0, length, hopList, 0, listLength);
            }
        }
        if ((hopWorkers & 1L << self) != 0)
        {
            deliverHere(message, match);
        }
    }

    private void deliverHere(final Message message, final MatchResult match)
    {
        final Delivery delivery = deliverer.begin();
        delivery.message().copy(message);
        for (int i = 0, size = match.size(); i < size; i++)
        {
            if (match.workerIndex(i) == self && !isLogged(match, i, message.qos()))
            {
                deliverer.deliver(delivery, match, i, Math.min(message.qos(), match.qos(i)));
            }
        }
    }

    private void log(final PublishRequest request)
    {
        final Message message = request.message();
        event.wrapForWrite(eventScratch, 0)
            .tenant(message.tenant())
            .origin(self, retains ? ++decisions : decisions)
            .workers(concerned(request), workerCount)
            .publisherSessionId(request.sessionId())
            .publisherConnectionNumber(request.connectionNumber())
            .packetId(request.packetId())
            .qos(message.qos())
            .retainedChange(retains)
            .retainedClear(retains && message.payloadLength() == 0)
            .will(request.isWill())
            .publisherIsPersistent(request.persistentPublisher());
        event.messageWritten(message.encodeBlock(eventScratch, event.messageOffset()));
        event.targetsWritten(targets.encode(eventScratch, event.targetsOffset()));
        events.offer(eventScratch, 0, event.length());
        if (retains)
        {
            pending.decided(message, decisions);
        }
        counters.increment(Counter.EVENTS_DECIDED);
    }

    private long concerned(final PublishRequest request)
    {
        return loggedWorkers |
            (request.wantsReply() || request.isWill() ? 1L << request.originWorker() : 0) |
            (retains ? 1L << self : 0);
    }

    /** The log takes no more messages: 0x97, and nobody gets this one. */
    private boolean refuse(final PublishRequest request)
    {
        if (request.wantsReply() && request.originWorker() != self &&
            !bus.canOffer(request.originWorker(), Stage.REPLY, Hop.REPLY_LENGTH))
        {
            return false;
        }
        counters.increment(Counter.REFUSED_LOG_FULL);
        if (request.wantsReply())
        {
            reply(request, ReasonCode.QUOTA_EXCEEDED);
        }
        return true;
    }

    private void reply(final PublishRequest request, final int reasonCode)
    {
        if (request.originWorker() == self)
        {
            replies.onReply(
                request.sessionId(), request.connectionNumber(), request.packetId(), request.message().qos(), reasonCode);
            return;
        }
        reply.putByte(Hop.REPLY_KIND, (byte)Hop.REPLY_PUBLISHED);
        reply.putByte(Hop.REPLY_REASON, (byte)reasonCode);
        reply.putShort(Hop.REPLY_PACKET, (short)request.packetId(), Hop.ORDER);
        reply.putInt(Hop.REPLY_CONNECTION, request.connectionNumber(), Hop.ORDER);
        reply.putLong(Hop.REPLY_SESSION, request.sessionId(), Hop.ORDER);
        reply.putByte(Hop.REPLY_QOS, (byte)request.message().qos());
        bus.offer(request.originWorker(), Stage.REPLY, reply, 0, Hop.REPLY_LENGTH);
    }

    /**
     * Sends a message to the owner of its topic on another worker.
     *
     * @param request the message and its publisher.
     * @param owner   of the topic, not this worker.
     * @return false where there is no room: nothing has changed.
     */
    public boolean forward(final PublishRequest request, final int owner)
    {
        final Message message = request.message();
        final Stage stage = message.qos() == 0 && !request.isWill() ? Stage.PUBLISH_QOS0 : Stage.PUBLISH_DURABLE;
        if (!bus.canOffer(owner, stage, Hop.PUBLISH_BLOCK + (int)message.blockLength()))
        {
            return false;
        }
        hop.putLong(Hop.PUBLISH_SESSION, request.sessionId(), Hop.ORDER);
        hop.putInt(Hop.PUBLISH_CONNECTION, request.connectionNumber(), Hop.ORDER);
        hop.putInt(Hop.PUBLISH_TENANT, message.tenant(), Hop.ORDER);
        hop.putShort(Hop.PUBLISH_PACKET, (short)request.packetId(), Hop.ORDER);
        hop.putByte(Hop.PUBLISH_FLAGS, (byte)((request.persistentPublisher() ? Hop.FLAG_PERSISTENT : 0) |
            (request.isWill() ? Hop.FLAG_WILL : 0)));
        final int length = Hop.PUBLISH_BLOCK + message.encodeBlock(hop, Hop.PUBLISH_BLOCK);
        return bus.offer(owner, stage, hop, 0, length);
    }
}
