package io.maxmq.core.connection;

import io.maxmq.core.MqttLimits;
import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.partition.Partitioning;
import io.maxmq.core.partition.SubscriptionHops;
import io.maxmq.core.session.Session;
import io.maxmq.core.session.SessionMemory;
import io.maxmq.core.session.SessionSubscription;
import io.maxmq.journal.event.SubscribeEvent;
import io.maxmq.spi.Authoriser;
import io.maxmq.transport.buffer.FrameHandler.Action;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.codec.SubscribeDecoder;
import io.maxmq.transport.codec.TopicFilter;
import io.maxmq.transport.codec.Violation;
import java.util.HashSet;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * SUBSCRIBE (MQTT-3.8): judges each filter, and sends those it grants to the owners of the topics that they may match,
 * by hops for a clean session, by an event for a persistent one. {@link SubscriptionRequests} acknowledges. One per
 * worker, used by its thread alone.
 */
public final class SubscribeFlow
{
    private static final int RETAIN_AS_PUBLISHED = 0b1000;
    private static final int NO_LOCAL = 0b100;

    private final MqttLimits limits;
    private final WorkerCounters counters;
    private final Partitioning partitioning;
    private final AccessControl access;
    private final SubscriptionHops hops;
    private final SubscriptionRequests requests;
    private final SharedMembers sharedMembers;
    private final SessionMemory memory;

    private final SubscribeDecoder subscribe = new SubscribeDecoder();
    private final SubscribeEvent subscribeEvent = new SubscribeEvent();
    private final MutableDirectBuffer eventScratch = new ExpandableArrayBuffer(1024);
    private int nextIncarnation = 1;

    public SubscribeFlow(
        final MqttLimits limits,
        final WorkerCounters counters,
        final Partitioning partitioning,
        final AccessControl access,
        final SubscriptionHops hops,
        final SubscriptionRequests requests,
        final SharedMembers sharedMembers,
        final SessionMemory memory)
    {
        this.limits = limits;
        this.counters = counters;
        this.partitioning = partitioning;
        this.access = access;
        this.hops = hops;
        this.requests = requests;
        this.sharedMembers = sharedMembers;
        this.memory = memory;
    }

    Action onSubscribe(
        final Connection connection, final DirectBuffer buffer, final int offset, final int length, final int flags)
    {
        final Violation violation = subscribe.wrap(buffer, offset, length, flags, connection.version());
        if (violation != Violation.NONE)
        {
            return connection.violation(violation);
        }
        if (subscribe.subscriptionId() != 0 && !limits.subscriptionIdsAvailable())
        {
            connection.disconnect(ReasonCode.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED, null);
            return Action.CLOSE;
        }
        final SubscriptionRequest request =
            new SubscriptionRequest(connection, PacketType.SUBACK, subscribe.packetId(), subscribe.count());
        if (!judge(connection, request, buffer))
        {
            return Action.RETRY;
        }
        final Action action = connection.session().isPersistent() ? log(request, buffer) : send(request, buffer);
        if (action == Action.CONTINUE)
        {
            countRefused(request.codes);
        }
        return action;
    }

    private void countRefused(final byte[] codes)
    {
        for (final byte code : codes)
        {
            if ((code & 0xFF) == ReasonCode.QUOTA_EXCEEDED)
            {
                counters.increment(Counter.SUBSCRIPTIONS_OVER_LIMIT);
            }
        }
    }

    /** Finds the reason code of each filter; false where a decision is awaited. */
    private boolean judge(final Connection connection, final SubscriptionRequest request, final DirectBuffer buffer)
    {
        final Session session = connection.session();
        final Set<String> fresh = new HashSet<>();
        long bytes = 0;
        for (int i = 0; subscribe.next(); i++)
        {
            int code = judge(connection, buffer);
            if (code == AccessControl.PENDING)
            {
                return false;
            }
            if (!ReasonCode.isFailure(code) && isNew(session, buffer, fresh))
            {
                bytes += memory(session, buffer, subscribe.filterOffset(), subscribe.filterLength());
                if (session.subscriptions().size() + fresh.size() >= limits.maximumSubscriptions() ||
                    !memory.hasRoom(bytes))
                {
                    code = ReasonCode.QUOTA_EXCEEDED;
                }
                else
                {
                    fresh.add(filter(buffer));
                }
            }
            request.codes[i] = (byte)code;
        }
        return true;
    }

    private int memory(final Session session, final DirectBuffer filter, final int offset, final int length)
    {
        return SessionMemory.ofSubscription(
            filter, offset, length, Long.bitCount(owners(session, filter, offset, length)));
    }

    /** Whether the session has not the subscription yet, and this packet has not named it before. */
    private boolean isNew(final Session session, final DirectBuffer buffer, final Set<String> fresh)
    {
        final String filter = filter(buffer);
        return !session.subscriptions().containsKey(filter) && !fresh.contains(filter);
    }

    private String filter(final DirectBuffer buffer)
    {
        return buffer.getStringWithoutLengthUtf8(subscribe.filterOffset(), subscribe.filterLength());
    }

    private int judge(final Connection connection, final DirectBuffer buffer)
    {
        final int offset = subscribe.filterOffset();
        final int length = subscribe.filterLength();
        if (TopicFilter.check(buffer, offset, length, limits.maximumTopicLevels(), limits.maximumTopicLength()) !=
            Violation.NONE)
        {
            return ReasonCode.TOPIC_FILTER_INVALID;
        }
        if (!limits.sharedAvailable() && TopicFilter.isShared(buffer, offset, length))
        {
            return ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED;
        }
        if (!limits.wildcardAvailable() && TopicFilter.hasWildcard(buffer, offset, length))
        {
            return ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED;
        }
        if (!access.isOpen())
        {
            final int decision = access.decide(connection, Authoriser.Action.SUBSCRIBE, buffer, offset, length);
            if (decision == AccessControl.PENDING)
            {
                return decision;
            }
            if (decision == AccessControl.DENIED)
            {
                counters.increment(Counter.SUBSCRIPTIONS_REFUSED);
                return access.refusedSubscription();
            }
        }
        return Math.min(subscribe.qos(), limits.maximumQos());
    }

    private int options(final SubscriptionRequest request, final int filter)
    {
        final boolean bridge = request.connection.terms().bridge();
        return request.codes[filter] | (subscribe.noLocal() || bridge ? NO_LOCAL : 0) |
            (subscribe.retainAsPublished() || bridge ? RETAIN_AS_PUBLISHED : 0) | subscribe.retainHandling() << 4;
    }

    private Action send(final SubscriptionRequest request, final DirectBuffer buffer)
    {
        final Session session = request.connection.session();
        hops.beginSubscribe(session, subscribe.subscriptionId(), nextIncarnation++);
        subscribe.rewind();
        for (int i = 0; subscribe.next(); i++)
        {
            if (!ReasonCode.isFailure(request.codes[i] & 0xFF))
            {
                hops.add(owners(session, buffer, subscribe.filterOffset(), subscribe.filterLength()),
                    options(request, i), buffer, subscribe.filterOffset(), subscribe.filterLength());
            }
        }
        final Action action = requests.send(request);
        if (action != Action.CONTINUE)
        {
            return action;
        }
        subscribe.rewind();
        for (int i = 0; subscribe.next(); i++)
        {
            if (!ReasonCode.isFailure(request.codes[i] & 0xFF))
            {
                final int offset = subscribe.filterOffset();
                final int length = subscribe.filterLength();
                remember(session, buffer, offset, length, new SessionSubscription(
                    options(request, i), subscribe.subscriptionId(), 0, i,
                    memory(session, buffer, offset, length)));
            }
        }
        return Action.CONTINUE;
    }

    private long owners(final Session session, final DirectBuffer buffer, final int offset, final int length)
    {
        return partitioning.ownersOfFilter(session.tenant(), buffer, offset, length);
    }

    private void remember(
        final Session session, final DirectBuffer buffer, final int offset, final int length,
        final SessionSubscription subscription)
    {
        session.subscribe(buffer.getStringWithoutLengthUtf8(offset, length), subscription);
        if (TopicFilter.isShared(buffer, offset, length))
        {
            sharedMembers.add(session, subscription.incarnation());
        }
    }

    private Action log(final SubscriptionRequest request, final DirectBuffer buffer)
    {
        final Session session = request.connection.session();
        final UnsafeBuffer clientId = new UnsafeBuffer(session.key().clientId());
        subscribeEvent.wrapForWrite(eventScratch, 0)
            .tenant(session.tenant())
            .workers(partitioning.allWorkers(), partitioning.workerCount())
            .sessionId(session.id())
            .keyHash(partitioning.clientHash(session.tenant(), clientId, 0, clientId.capacity()))
            .connectionNumber(session.connectionNumber())
            .subscriptionId(subscribe.subscriptionId())
            .requestRef(requests.next());
        subscribe.rewind();
        for (int i = 0; subscribe.next(); i++)
        {
            if (!ReasonCode.isFailure(request.codes[i] & 0xFF))
            {
                request.owners |= owners(session, buffer, subscribe.filterOffset(), subscribe.filterLength());
                subscribeEvent.addFilter(
                    options(request, i), buffer, subscribe.filterOffset(), subscribe.filterLength());
            }
        }
        if (subscribeEvent.count() == 0)
        {
            requests.acknowledge(request);
            return Action.CONTINUE;
        }
        return requests.log(request, eventScratch, subscribeEvent.length());
    }

    /**
     * The start of the broker has been applied: nobody is connected.
     *
     * @param sequence of its event.
     */
    public void brokerStarted(final long sequence)
    {
        sharedMembers.allOffline(sequence);
    }

    /**
     * A persistent session's SUBSCRIBE has been applied at its home.
     *
     * @param session that subscribes.
     * @param event   applied.
     */
    public void applied(final Session session, final SubscribeEvent event)
    {
        event.rewindFilters();
        while (event.nextFilter())
        {
            remember(session, event.buffer(), event.filterOffset(), event.filterLength(), new SessionSubscription(
                event.filterOptions(), event.subscriptionId(), event.sequence(), event.filterIndex(),
                memory(session, event.buffer(), event.filterOffset(), event.filterLength())));
        }
        requests.applied(session, event.requestRef(), event.connectionNumber(), event.sequence());
    }
}
