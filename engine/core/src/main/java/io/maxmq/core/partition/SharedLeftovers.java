package io.maxmq.core.partition;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.message.Delivery;
import io.maxmq.core.message.MessagePool;
import io.maxmq.core.session.OutboundFlow;
import io.maxmq.core.session.OutboundQueue;
import io.maxmq.core.session.Session;
import io.maxmq.core.topic.MatchResult;
import io.maxmq.core.topic.SubscriptionStore;
import io.maxmq.transport.bus.Bus;
import io.maxmq.transport.bus.Stage;
import io.maxmq.transport.codec.TopicFilter;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/**
 * Messages that a shared subscription had given to a session which ended before it acknowledged them: another member of
 * the group gets them (MQTT-4.8.2-5, -6). They wait here, at the home of the session that ended, for room on the way to
 * the owner of their topic, and the owner chooses. Used by the worker's thread alone.
 */
public final class SharedLeftovers implements OutboundFlow.SharedLeftover
{
    private final int self;
    private final Bus bus;
    private final Partitioning partitioning;
    private final MessagePool pool;
    private final SubscriptionStore store;
    private final Partition partition;
    private final WorkerCounters counters;
    private final ArrayDeque<Leftover> waiting = new ArrayDeque<>();
    private final MatchResult match = new MatchResult();
    private final long[] excluded = new long[1];
    private final Delivery delivery = new Delivery();
    private final PublishRequest request = new PublishRequest();
    private final MutableDirectBuffer hop = new ExpandableArrayBuffer(1024);

    private record Leftover(long handle, long group, long fromSession)
    {
    }

    public SharedLeftovers(
        final int self,
        final Bus bus,
        final Partitioning partitioning,
        final MessagePool pool,
        final SubscriptionStore store,
        final Partition partition,
        final WorkerCounters counters)
    {
        this.self = self;
        this.bus = bus;
        this.partitioning = partitioning;
        this.pool = pool;
        this.store = store;
        this.partition = partition;
        this.counters = counters;
    }

    @Override
    public void onLeftover(final Session session, final long entry, final Delivery left)
    {
        left.messageChanged();
        left.target(OutboundQueue.qos(entry), OutboundQueue.retain(entry), true);
        final long group = groupOf(session, left);
        final long handle = group == 0 ? 0 : pool.store(left);
        if (handle == 0)
        {
            counters.increment(Counter.DROPPED_NO_MEMBER);
        }
        else
        {
            waiting.add(new Leftover(handle, group, session.id()));
        }
    }

    /** The group whose subscription of the session matches the topic. */
    private long groupOf(final Session session, final Delivery left)
    {
        for (final String filter : session.subscriptions().keySet())
        {
            final byte[] bytes = filter.getBytes(StandardCharsets.UTF_8);
            final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
            if (TopicFilter.isShared(buffer, 0, bytes.length) && FilterMatch.matches(
                buffer, TopicFilter.filterOffset(buffer, 0, bytes.length), bytes.length,
                left.message().topicBuffer(), left.message().topicOffset(), left.message().topicLength()))
            {
                return store.groupKey(session.tenant(), buffer, 0, bytes.length);
            }
        }
        return 0;
    }

    /**
     * Hands one leftover to the owner of its topic.
     *
     * @return 1 if one was handed over.
     */
    public int step()
    {
        final Leftover leftover = waiting.peek();
        if (leftover == null)
        {
            return 0;
        }
        delivery.target(0, false, true);
        pool.load(leftover.handle, delivery);
        request.message().copy(delivery.message());
        request.from(self, leftover.fromSession, 0, 0, false);
        final int owner = partitioning.ownerOfTopic(
            request.message().tenant(), request.message().topicBuffer(), request.message().topicOffset(),
            request.message().topicLength());
        if (owner == self ? choose(request, leftover.group) : send(owner, leftover))
        {
            waiting.poll();
            pool.release(leftover.handle);
            return 1;
        }
        return 0;
    }

    private boolean send(final int owner, final Leftover leftover)
    {
        final int length = Hop.PUBLISH_BLOCK + (int)request.message().blockLength();
        if (!bus.canOffer(owner, Stage.PUBLISH_DURABLE, length))
        {
            return false;
        }
        hop.putLong(Hop.PUBLISH_SESSION, leftover.fromSession, Hop.ORDER);
        hop.putInt(Hop.PUBLISH_CONNECTION, 0, Hop.ORDER);
        hop.putInt(Hop.PUBLISH_TENANT, request.message().tenant(), Hop.ORDER);
        hop.putShort(Hop.PUBLISH_PACKET, (short)0, Hop.ORDER);
        hop.putByte(Hop.PUBLISH_FLAGS, (byte)Hop.FLAG_LEFTOVER);
        hop.putLong(Hop.PUBLISH_GROUP, leftover.group, Hop.ORDER);
        request.message().encodeBlock(hop, Hop.PUBLISH_BLOCK);
        return bus.offer(owner, Stage.PUBLISH_DURABLE, hop, 0, length);
    }

    /**
     * Lets the group choose another member, as the owner of the topic.
     *
     * @param leftover the message; its publisher is the session that ended.
     * @param group    key of the group.
     * @return false where there is no room: nothing has changed.
     */
    boolean choose(final PublishRequest leftover, final long group)
    {
        excluded[0] = leftover.sessionId();
        if (!store.chooseOther(group, leftover.message().qos(), excluded, 1, match))
        {
            counters.increment(Counter.DROPPED_NO_MEMBER);
            return true;
        }
        return partition.publishTo(leftover, match);
    }

    public boolean isEmpty()
    {
        return waiting.isEmpty();
    }
}
