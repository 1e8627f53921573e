package io.maxmq.core.connection;

import io.maxmq.core.clock.Timers;
import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.event.EventPublisher;
import io.maxmq.core.partition.SubscriptionHops;
import io.maxmq.core.session.OutboundFlow;
import io.maxmq.core.session.Session;
import io.maxmq.core.session.Sessions;
import io.maxmq.journal.event.SessionClosedEvent;
import io.maxmq.transport.buffer.FrameHandler.Action;
import io.maxmq.transport.buffer.WriteQueue;
import io.maxmq.transport.codec.DisconnectDecoder;
import io.maxmq.transport.codec.DisconnectEncoder;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.codec.Violation;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The end of connections (MQTT-3.14, 3.1.2.5): tells the client why, closes its session or ends it, sees to the will.
 * It needs room in other places; where there is none, the connection waits, closed for both sides, and it is tried
 * again. One per worker, used by its thread alone.
 */
public final class CloseFlow
{
    private static final int PER_CYCLE = 256;

    private final int self;
    private final int workerCount;
    private final ConnectionContext context;
    private final WorkerCounters counters;
    private final Timers timers;
    private final Sessions sessions;
    private final OutboundFlow outbound;
    private final OutboundFlow.SharedLeftover leftovers;
    private final SubscriptionHops hops;
    private final WillFlow wills;
    private final EventPublisher events;
    private final Lingering lingering;
    private final Quotas quotas;
    private final DisconnectDecoder disconnect = new DisconnectDecoder();
    private final DisconnectEncoder encoder = new DisconnectEncoder();
    private final SessionClosedEvent closed = new SessionClosedEvent();
    private final MutableDirectBuffer scratch = new ExpandableArrayBuffer(128);

    public CloseFlow(
        final int self,
        final int workerCount,
        final ConnectionContext context,
        final Timers timers,
        final Sessions sessions,
        final OutboundFlow outbound,
        final OutboundFlow.SharedLeftover leftovers,
        final SubscriptionHops hops,
        final WillFlow wills,
        final EventPublisher events,
        final Quotas quotas)
    {
        this.self = self;
        this.workerCount = workerCount;
        this.context = context;
        this.counters = context.counters();
        this.timers = timers;
        this.sessions = sessions;
        this.outbound = outbound;
        this.leftovers = leftovers;
        this.hops = hops;
        this.wills = wills;
        this.events = events;
        this.quotas = quotas;
        lingering = new Lingering(timers, context.clock());
    }

    Action onDisconnect(
        final Connection connection, final DirectBuffer buffer, final int offset, final int length, final int flags)
    {
        Violation violation = disconnect.wrap(buffer, offset, length, flags, connection.version());
        if (violation == Violation.NONE && disconnect.sessionExpirySeconds() > 0 &&
            connection.session().expirySeconds() == 0)
        {
            violation = Violation.SESSION_EXPIRY_FROM_ZERO;
        }
        if (violation != Violation.NONE)
        {
            return connection.violation(violation);
        }
        if (disconnect.reasonCode() == ReasonCode.SUCCESS)
        {
            connection.end().discardWill();
        }
        if (disconnect.sessionExpirySeconds() >= 0)
        {
            connection.end().expirySeconds(
                Math.min(disconnect.sessionExpirySeconds(), context.limits().sessionExpiryCapSeconds()));
        }
        connection.close();
        return Action.CLOSE;
    }

    /**
     * Ends a bounded number of the connections that are to end.
     *
     * @return how many were looked at.
     */
    public int step()
    {
        final int count = Math.min(context.closing().size(), PER_CYCLE);
        for (int i = 0; i < count; i++)
        {
            final Connection connection = context.closing().poll();
            if (!finish(connection))
            {
                context.closing().add(connection);
            }
        }
        return count;
    }

    /**
     * Ends a connection that is closing.
     *
     * @param connection to end.
     * @return false where there was no room: to be called again.
     */
    boolean finish(final Connection connection)
    {
        if (connection.state() == Connection.State.CLOSED)
        {
            return true;
        }
        tellClient(connection);
        final Session session = connection.session();
        if (session != null && session.outlet() == connection)
        {
            final boolean done =
                session.isPersistent() ? logClosed(connection, session) : endClean(connection, session);
            if (!done)
            {
                return false;
            }
            session.detach();
        }
        if (connection.isCounted())
        {
            connection.counted(false);
            quotas.removeConnection(connection.channel().peer().listenerId());
        }
        timers.cancel(connection.input().timerId());
        connection.closed();
        closeChannel(connection);
        context.remove(connection);
        return true;
    }

    private void tellClient(final Connection connection)
    {
        final int reasonCode = connection.end().takeReason();
        if (connection.end().hasPeerEnded())
        {
            return;
        }
        if (reasonCode >= 0 && connection.version() == MqttVersion.V5)
        {
            startDisconnect(connection, reasonCode);
            final int offset = connection.output().claim(encoder.length());
            if (offset != WriteQueue.REFUSED)
            {
                connection.output().commit(encoder.encode(connection.output().buffer(), offset));
            }
        }
        connection.output().flush();
    }

    /** With a text where the client wants that, and can take it (MQTT-3.14.2-3). */
    private void startDisconnect(final Connection connection, final int anyCode)
    {
        final int reasonCode = ReasonCode.inDisconnect(anyCode);
        final String reason = connection.end().reason();
        encoder.start(MqttVersion.V5, reasonCode);
        if (reason != null && connection.terms().problemInformation())
        {
            encoder.reasonString(reason);
            if (encoder.length() > connection.terms().maximumPacketSize())
            {
                encoder.start(MqttVersion.V5, reasonCode);
            }
        }
    }

    private void closeChannel(final Connection connection)
    {
        if (connection.end().hasPeerEnded() || !connection.output().hasLastWords())
        {
            connection.closeChannel();
        }
        else
        {
            lingering.close(connection.channel());
        }
    }

    private boolean logClosed(final Connection connection, final Session session)
    {
        writeClosed(session, connection.end().expirySeconds(), connection.end().isWillDiscarded());
        if (!events.offer(scratch, 0, closed.length()))
        {
            return false;
        }
        counters.increment(Counter.EVENTS_DECIDED);
        return true;
    }

    private void writeClosed(final Session session, final long expirySeconds, final boolean discardWill)
    {
        closed.wrapForWrite(scratch, 0)
            .tenant(session.tenant())
            .workers(1L << self, workerCount)
            .sessionId(session.id())
            .connectionNumber(session.connectionNumber())
            .sessionExpirySeconds(expirySeconds)
            .discardWill(discardWill);
    }

    /**
     * Closes a session by an event although it has no connection here: its connection went while it was opened.
     *
     * @param session to close.
     * @return false where there was no room.
     */
    public boolean closeUnattached(final Session session)
    {
        writeClosed(session, SessionClosedEvent.UNCHANGED, false);
        return events.offer(scratch, 0, closed.length());
    }

    private boolean endClean(final Connection connection, final Session session)
    {
        if (session.will() != null && !connection.end().isWillDiscarded())
        {
            if (!wills.publish(session))
            {
                return false;
            }
            connection.end().discardWill();
        }
        if (!hops.endSession(session))
        {
            return false;
        }
        outbound.end(session, leftovers);
        sessions.remove(session);
        counters.add(Counter.SESSIONS, -1);
        quotas.sessions(-1);
        return true;
    }

    /**
     * Begins to close every connection.
     *
     * @param reasonCode that clients are told.
     */
    public void disconnectAll(final int reasonCode)
    {
        for (final Connection connection : context.connections())
        {
            connection.disconnect(reasonCode, null);
        }
    }
}
