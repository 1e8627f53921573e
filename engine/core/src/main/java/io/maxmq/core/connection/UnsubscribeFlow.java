package io.maxmq.core.connection;

import io.maxmq.core.partition.Partitioning;
import io.maxmq.core.partition.SubscriptionHops;
import io.maxmq.core.session.Session;
import io.maxmq.journal.event.UnsubscribeEvent;
import io.maxmq.transport.buffer.FrameHandler.Action;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.codec.UnsubscribeDecoder;
import io.maxmq.transport.codec.Violation;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

import java.util.HashSet;
import java.util.Set;

/**
 * UNSUBSCRIBE (MQTT-3.10): ends subscriptions with the owners of the topics that they may match, by hops for a clean
 * session, by an event for a persistent one. {@link SubscriptionRequests} acknowledges. One per worker, used by its
 * thread alone.
 */
public final class UnsubscribeFlow
{
    private final Partitioning partitioning;
    private final SubscriptionHops hops;
    private final SubscriptionRequests requests;
    private final UnsubscribeDecoder unsubscribe = new UnsubscribeDecoder();
    private final UnsubscribeEvent event = new UnsubscribeEvent();
    private final MutableDirectBuffer eventScratch = new ExpandableArrayBuffer(1024);

    public UnsubscribeFlow(
        final Partitioning partitioning, final SubscriptionHops hops, final SubscriptionRequests requests)
    {
        this.partitioning = partitioning;
        this.hops = hops;
        this.requests = requests;
    }

    Action onUnsubscribe(
        final Connection connection, final DirectBuffer buffer, final int offset, final int length, final int flags)
    {
        final Violation violation = unsubscribe.wrap(buffer, offset, length, flags, connection.version());
        if (violation != Violation.NONE)
        {
            return connection.violation(violation);
        }
        final SubscriptionRequest request =
            new SubscriptionRequest(connection, PacketType.UNSUBACK, unsubscribe.packetId(), unsubscribe.count());
        return connection.session().isPersistent() ? log(request, buffer) : send(request, buffer);
    }

    private Action send(final SubscriptionRequest request, final DirectBuffer buffer)
    {
        final Session session = request.connection.session();
        final Set<String> found = new HashSet<>();
        hops.beginUnsubscribe(session);
        for (int i = 0; unsubscribe.next(); i++)
        {
            request.codes[i] = (byte)find(session, buffer, found);
        }
        final Action action = requests.send(request);
        if (action == Action.CONTINUE)
        {
            found.forEach(session::unsubscribe);
        }
        return action;
    }

    private int find(final Session session, final DirectBuffer buffer, final Set<String> found)
    {
        final int offset = unsubscribe.filterOffset();
        final int length = unsubscribe.filterLength();
        final String filter = buffer.getStringWithoutLengthUtf8(offset, length);
        if (!session.subscriptions().containsKey(filter) || !found.add(filter))
        {
            return ReasonCode.NO_SUBSCRIPTION_EXISTED;
        }
        hops.add(owners(session, buffer), 0, buffer, offset, length);
        return ReasonCode.SUCCESS;
    }

    private long owners(final Session session, final DirectBuffer buffer)
    {
        return partitioning.ownersOfFilter(
            session.tenant(), buffer, unsubscribe.filterOffset(), unsubscribe.filterLength());
    }

    private Action log(final SubscriptionRequest request, final DirectBuffer buffer)
    {
        final Session session = request.connection.session();
        event.wrapForWrite(eventScratch, 0)
            .tenant(session.tenant())
            .workers(partitioning.allWorkers(), partitioning.workerCount())
            .sessionId(session.id())
            .connectionNumber(session.connectionNumber())
            .requestRef(requests.next());
        while (unsubscribe.next())
        {
            request.owners |= owners(session, buffer);
            event.addFilter(buffer, unsubscribe.filterOffset(), unsubscribe.filterLength());
        }
        return requests.log(request, eventScratch, event.length());
    }

    /**
     * A persistent session's UNSUBSCRIBE has been applied at its home.
     *
     * @param session that unsubscribes.
     * @param applied the event.
     */
    public void applied(final Session session, final UnsubscribeEvent applied)
    {
        final SubscriptionRequest request = requests.get(applied.requestRef());
        applied.rewindFilters();
        for (int i = 0; applied.nextFilter(); i++)
        {
            final String filter =
                applied.buffer().getStringWithoutLengthUtf8(applied.filterOffset(), applied.filterLength());
            final boolean existed = session.unsubscribe(filter);
            if (request != null && i < request.codes.length)
            {
                request.codes[i] = (byte)(existed ? ReasonCode.SUCCESS : ReasonCode.NO_SUBSCRIPTION_EXISTED);
            }
        }
        requests.applied(session, applied.requestRef(), applied.connectionNumber(), applied.sequence());
    }
}
