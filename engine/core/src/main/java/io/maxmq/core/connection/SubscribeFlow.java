package io.maxmq.core.connection;

import io.maxmq.core.MqttLimits;
import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.event.AppliedPositions;
import io.maxmq.core.event.EventPublisher;
import io.maxmq.core.partition.BusInbox;
import io.maxmq.core.partition.Partitioning;
import io.maxmq.core.partition.SubscriptionHops;
import io.maxmq.core.session.Session;
import io.maxmq.core.session.SessionSubscription;
import io.maxmq.journal.event.SubscribeEvent;
import io.maxmq.journal.event.UnsubscribeEvent;
import io.maxmq.spi.Authoriser;
import io.maxmq.transport.buffer.FrameHandler.Action;
import io.maxmq.transport.buffer.WriteQueue;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.codec.SubackEncoder;
import io.maxmq.transport.codec.SubscribeDecoder;
import io.maxmq.transport.codec.TopicFilter;
import io.maxmq.transport.codec.UnsubackEncoder;
import io.maxmq.transport.codec.UnsubscribeDecoder;
import io.maxmq.transport.codec.Violation;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/**
 * SUBSCRIBE and UNSUBSCRIBE (MQTT-3.8 to 3.11). The acknowledgement leaves when every owner of topics that a filter may
 * match has it: by their replies for a clean session, by the positions to which they have applied the log for a
 * persistent one. One per worker, used by its thread alone.
 */
public final class SubscribeFlow implements BusInbox.SubscribeReplies
{
    private static final int RETAIN_AS_PUBLISHED = 0b1000;
    private static final int NO_LOCAL = 0b100;

    private final MqttLimits limits;
    private final WorkerCounters counters;
    private final Partitioning partitioning;
    private final AccessControl access;
    private final SubscriptionHops hops;
    private final EventPublisher events;
    private final AppliedPositions positions;
    private final SharedMembers sharedMembers;

    private final SubscribeDecoder subscribe = new SubscribeDecoder();
    private final UnsubscribeDecoder unsubscribe = new UnsubscribeDecoder();
    private final SubscribeEvent subscribeEvent = new SubscribeEvent();
    private final UnsubscribeEvent unsubscribeEvent = new UnsubscribeEvent();
    private final MutableDirectBuffer eventScratch = new ExpandableArrayBuffer(1024);
    private final Long2ObjectHashMap<Request> requests = new Long2ObjectHashMap<>();
    private final ArrayDeque<Request> applying = new ArrayDeque<>();
    private long nextRequest = 1;
    private int nextIncarnation = 1;

    private static final class Request
    {
        final Connection connection;
        final int packetType;
        final int packetId;
        final byte[] codes;
        long owners;
        long sequence;

        Request(final Connection connection, final int packetType, final int packetId, final int count)
        {
            this.connection = connection;
            this.packetType = packetType;
            this.packetId = packetId;
            codes = new byte[count];
        }
    }

    public SubscribeFlow(
        final MqttLimits limits,
        final WorkerCounters counters,
        final Partitioning partitioning,
        final AccessControl access,
        final SubscriptionHops hops,
        final EventPublisher events,
        final AppliedPositions positions,
        final SharedMembers sharedMembers)
    {
        this.limits = limits;
        this.counters = counters;
        this.partitioning = partitioning;
        this.access = access;
        this.hops = hops;
        this.events = events;
        this.positions = positions;
        this.sharedMembers = sharedMembers;
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
            connection.disconnect(ReasonCode.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED);
            return Action.CLOSE;
        }
        final Request request =
            new Request(connection, PacketType.SUBACK, subscribe.packetId(), subscribe.count());
        if (!judge(connection, request, buffer))
        {
            return Action.RETRY;
        }
        return connection.session().isPersistent() ?
            logSubscribe(connection, request, buffer) : sendSubscribe(connection, request, buffer);
    }

    /** Finds the reason code of each filter; false where a decision is awaited. */
    private boolean judge(final Connection connection, final Request request, final DirectBuffer buffer)
    {
        int room = limits.maximumSubscriptions() - connection.session().subscriptions().size();
        for (int i = 0; subscribe.next(); i++)
        {
            int code = judge(connection, buffer);
            if (code == AccessControl.PENDING)
            {
                return false;
            }
            if (!ReasonCode.isFailure(code) && !hasSubscription(connection.session(), buffer) && --room < 0)
            {
                code = ReasonCode.QUOTA_EXCEEDED;
            }
            request.codes[i] = (byte)code;
        }
        return true;
    }

    private boolean hasSubscription(final Session session, final DirectBuffer buffer)
    {
        return session.subscriptions().containsKey(
            buffer.getStringWithoutLengthUtf8(subscribe.filterOffset(), subscribe.filterLength()));
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
            if (decision != AccessControl.ALLOWED)
            {
                return decision == AccessControl.PENDING ? decision : ReasonCode.NOT_AUTHORIZED;
            }
        }
        return Math.min(subscribe.qos(), limits.maximumQos());
    }

    private int options(final int qos)
    {
        return qos | (subscribe.noLocal() ? NO_LOCAL : 0) |
            (subscribe.retainAsPublished() ? RETAIN_AS_PUBLISHED : 0) | subscribe.retainHandling() << 4;
    }

    private Action sendSubscribe(final Connection connection, final Request request, final DirectBuffer buffer)
    {
        final Session session = connection.session();
        hops.beginSubscribe(session, subscribe.subscriptionId(), nextIncarnation++);
        subscribe.rewind();
        for (int i = 0; subscribe.next(); i++)
        {
            if (!ReasonCode.isFailure(request.codes[i] & 0xFF))
            {
                hops.add(owners(session, buffer, subscribe.filterOffset(), subscribe.filterLength()),
                    options(request.codes[i]), buffer, subscribe.filterOffset(), subscribe.filterLength());
            }
        }
        if (!send(connection, request))
        {
            return Action.RETRY;
        }
        subscribe.rewind();
        for (int i = 0; subscribe.next(); i++)
        {
            if (!ReasonCode.isFailure(request.codes[i] & 0xFF))
            {
                remember(session, buffer, subscribe.filterOffset(), subscribe.filterLength(),
                    new SessionSubscription(options(request.codes[i]), subscribe.subscriptionId(), 0, i));
            }
        }
        return Action.CONTINUE;
    }

    private boolean send(final Connection connection, final Request request)
    {
        final long requestRef = nextRequest++;
        request.owners = hops.send(requestRef);
        if (request.owners == -1)
        {
            connection.pressure();
            return false;
        }
        if (request.owners == 0)
        {
            acknowledge(request);
        }
        else
        {
            requests.put(requestRef, request);
        }
        return true;
    }

    private long owners(final Session session, final DirectBuffer buffer, final int offset, final int length)
    {
        return partitioning.ownersOfFilter(session.tenant(), buffer, offset, length);
    }

    private void remember(
        final Session session, final DirectBuffer buffer, final int offset, final int length,
        final SessionSubscription subscription)
    {
        session.subscriptions().put(buffer.getStringWithoutLengthUtf8(offset, length), subscription);
        if (TopicFilter.isShared(buffer, offset, length))
        {
            sharedMembers.add(session);
        }
    }

    private Action logSubscribe(final Connection connection, final Request request, final DirectBuffer buffer)
    {
        final Session session = connection.session();
        final UnsafeBuffer clientId = new UnsafeBuffer(session.key().clientId());
        subscribeEvent.wrapForWrite(eventScratch, 0)
            .tenant(session.tenant())
            .workers(partitioning.allWorkers(), partitioning.workerCount())
            .sessionId(session.id())
            .keyHash(partitioning.clientHash(session.tenant(), clientId, 0, clientId.capacity()))
            .connectionNumber(session.connectionNumber())
            .subscriptionId(subscribe.subscriptionId())
            .requestRef(nextRequest);
        subscribe.rewind();
        for (int i = 0; subscribe.next(); i++)
        {
            if (!ReasonCode.isFailure(request.codes[i] & 0xFF))
            {
                request.owners |= owners(session, buffer, subscribe.filterOffset(), subscribe.filterLength());
                subscribeEvent.addFilter(
                    options(request.codes[i]), buffer, subscribe.filterOffset(), subscribe.filterLength());
            }
        }
        if (subscribeEvent.count() == 0)
        {
            acknowledge(request);
            return Action.CONTINUE;
        }
        return log(connection, request, subscribeEvent.length());
    }

    private Action log(final Connection connection, final Request request, final int length)
    {
        if (!events.offer(eventScratch, 0, length))
        {
            return connection.pressure();
        }
        counters.increment(Counter.EVENTS_DECIDED);
        requests.put(nextRequest++, request);
        return Action.CONTINUE;
    }

    Action onUnsubscribe(
        final Connection connection, final DirectBuffer buffer, final int offset, final int length, final int flags)
    {
        final Violation violation = unsubscribe.wrap(buffer, offset, length, flags, connection.version());
        if (violation != Violation.NONE)
        {
            return connection.violation(violation);
        }
        final Request request =
            new Request(connection, PacketType.UNSUBACK, unsubscribe.packetId(), unsubscribe.count());
        return connection.session().isPersistent() ?
            logUnsubscribe(connection, request, buffer) : sendUnsubscribe(connection, request, buffer);
    }

    private Action sendUnsubscribe(final Connection connection, final Request request, final DirectBuffer buffer)
    {
        final Session session = connection.session();
        final Set<String> found = new HashSet<>();
        hops.beginUnsubscribe(session);
        for (int i = 0; unsubscribe.next(); i++)
        {
            final int offset = unsubscribe.filterOffset();
            final int length = unsubscribe.filterLength();
            final String filter = buffer.getStringWithoutLengthUtf8(offset, length);
            final boolean exists = session.subscriptions().containsKey(filter) && found.add(filter);
            request.codes[i] = (byte)(exists ? ReasonCode.SUCCESS : ReasonCode.NO_SUBSCRIPTION_EXISTED);
            if (exists)
            {
                hops.add(owners(session, buffer, offset, length), 0, buffer, offset, length);
            }
        }
        if (!send(connection, request))
        {
            return Action.RETRY;
        }
        found.forEach(session.subscriptions()::remove);
        return Action.CONTINUE;
    }

    private Action logUnsubscribe(final Connection connection, final Request request, final DirectBuffer buffer)
    {
        final Session session = connection.session();
        unsubscribeEvent.wrapForWrite(eventScratch, 0)
            .tenant(session.tenant())
            .workers(partitioning.allWorkers(), partitioning.workerCount())
            .sessionId(session.id())
            .connectionNumber(session.connectionNumber())
            .requestRef(nextRequest);
        while (unsubscribe.next())
        {
            final int offset = unsubscribe.filterOffset();
            final int length = unsubscribe.filterLength();
            request.owners |= owners(session, buffer, offset, length);
            unsubscribeEvent.addFilter(buffer, offset, length);
        }
        return log(connection, request, unsubscribeEvent.length());
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
                event.filterOptions(), event.subscriptionId(), event.sequence(), event.filterIndex()));
        }
        await(session, event.requestRef(), event.connectionNumber(), event.sequence());
    }

    /**
     * A persistent session's UNSUBSCRIBE has been applied at its home.
     *
     * @param session that unsubscribes.
     * @param event   applied.
     */
    public void applied(final Session session, final UnsubscribeEvent event)
    {
        final Request request = requests.get(event.requestRef());
        event.rewindFilters();
        for (int i = 0; event.nextFilter(); i++)
        {
            final String filter =
                event.buffer().getStringWithoutLengthUtf8(event.filterOffset(), event.filterLength());
            final boolean existed = session.subscriptions().remove(filter) != null;
            if (request != null && i < request.codes.length)
            {
                request.codes[i] = (byte)(existed ? ReasonCode.SUCCESS : ReasonCode.NO_SUBSCRIPTION_EXISTED);
            }
        }
        await(session, event.requestRef(), event.connectionNumber(), event.sequence());
    }

    private void await(final Session session, final long requestRef, final int connectionNumber, final long sequence)
    {
        final Request request = requests.remove(requestRef);
        if (request != null && session.outlet() == request.connection &&
            session.connectionNumber() == connectionNumber)
        {
            request.sequence = sequence;
            applying.add(request);
        }
    }

    /**
     * Acknowledges requests whose event every owner concerned has applied.
     *
     * @return how many were acknowledged.
     */
    public int step()
    {
        int count = 0;
        Request request = applying.peek();
        while (request != null && positions.haveApplied(request.owners, request.sequence))
        {
            applying.poll();
            acknowledge(request);
            count++;
            request = applying.peek();
        }
        return count;
    }

    public boolean hasPending()
    {
        return !applying.isEmpty();
    }

    @Override
    public void onSubscribed(final long requestRef, final int owner)
    {
        final Request request = requests.get(requestRef);
        if (request != null)
        {
            request.owners &= ~(1L << owner);
            if (request.owners == 0)
            {
                requests.remove(requestRef);
                acknowledge(request);
            }
        }
    }

    private static void acknowledge(final Request request)
    {
        final Connection connection = request.connection;
        if (connection.isClosing())
        {
            return;
        }
        final int version = connection.version();
        final int count = request.codes.length;
        final boolean suback = request.packetType == PacketType.SUBACK;
        if (suback && version != MqttVersion.V5)
        {
            forEarlierVersions(request.codes);
        }
        final int length = suback ? SubackEncoder.length(version, count) : UnsubackEncoder.length(version, count);
        final int offset = connection.output().claim(length);
        if (offset != WriteQueue.REFUSED)
        {
            final UnsafeBuffer codes = new UnsafeBuffer(request.codes);
            final MutableDirectBuffer buffer = connection.output().buffer();
            connection.output().commit(suback ?
                SubackEncoder.encode(buffer, offset, version, request.packetId, codes, 0, count) :
                UnsubackEncoder.encode(buffer, offset, version, request.packetId, codes, 0, count));
        }
    }

    /** They know one failure only (3.1.1: MQTT-3.9.3-2). */
    private static void forEarlierVersions(final byte[] codes)
    {
        for (int i = 0; i < codes.length; i++)
        {
            if (ReasonCode.isFailure(codes[i] & 0xFF))
            {
                codes[i] = (byte)ReasonCode.UNSPECIFIED_ERROR;
            }
        }
    }
}
