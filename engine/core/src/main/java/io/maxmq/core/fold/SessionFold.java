package io.maxmq.core.fold;

import io.maxmq.core.connection.Connection;
import io.maxmq.core.connection.ConnectionContext;
import io.maxmq.core.connection.Quotas;
import io.maxmq.core.connection.SessionOpening;
import io.maxmq.core.connection.SubscribeFlow;
import io.maxmq.core.connection.UnsubscribeFlow;
import io.maxmq.core.connection.WillFlow;
import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.partition.Partitioning;
import io.maxmq.core.partition.SharedLedger;
import io.maxmq.core.partition.TopicSubscriptions;
import io.maxmq.core.session.ClientKey;
import io.maxmq.core.session.OutboundFlow;
import io.maxmq.core.session.Session;
import io.maxmq.core.session.Sessions;
import io.maxmq.core.session.Will;
import io.maxmq.core.snapshot.StateWriter;
import io.maxmq.journal.event.BrokerStartEvent;
import io.maxmq.journal.event.SessionClosedEvent;
import io.maxmq.journal.event.SessionEndEvent;
import io.maxmq.journal.event.SessionOpenEvent;
import io.maxmq.journal.event.SubscribeEvent;
import io.maxmq.journal.event.UnsubscribeEvent;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Applies what the log says of persistent sessions: opened, closed, ended, subscribed. Used by the worker's thread
 * alone.
 */
final class SessionFold
{
    private final int self;
    private final Partitioning partitioning;
    private final Sessions sessions;
    private final OutboundFlow outbound;
    private final OutboundFlow.SharedLeftover leftovers;
    private final TopicSubscriptions owned;
    private final ConnectionContext connections;
    private final SessionOpening opening;
    private final SubscribeFlow subscribes;
    private final UnsubscribeFlow unsubscribes;
    private final WillFlow wills;
    private final SessionExpiry expiry;
    private final SharedLedger ledger;
    private final Quotas quotas;
    private final WorkerCounters counters;
    private final StateWriter images;
    private final SessionOpenEvent open = new SessionOpenEvent();
    private final SessionClosedEvent closed = new SessionClosedEvent();
    private final SessionEndEvent end = new SessionEndEvent();
    private final SubscribeEvent subscribe = new SubscribeEvent();
    private final UnsubscribeEvent unsubscribe = new UnsubscribeEvent();
    private final BrokerStartEvent start = new BrokerStartEvent();
    private boolean recovering = true;

    SessionFold(
        final int self,
        final Partitioning partitioning,
        final Sessions sessions,
        final OutboundFlow outbound,
        final OutboundFlow.SharedLeftover leftovers,
        final TopicSubscriptions owned,
        final ConnectionContext connections,
        final SessionOpening opening,
        final SubscribeFlow subscribes,
        final UnsubscribeFlow unsubscribes,
        final WillFlow wills,
        final SessionExpiry expiry,
        final SharedLedger ledger,
        final Quotas quotas,
        final WorkerCounters counters,
        final StateWriter images)
    {
        this.self = self;
        this.partitioning = partitioning;
        this.sessions = sessions;
        this.outbound = outbound;
        this.leftovers = leftovers;
        this.owned = owned;
        this.connections = connections;
        this.opening = opening;
        this.subscribes = subscribes;
        this.unsubscribes = unsubscribes;
        this.wills = wills;
        this.expiry = expiry;
        this.ledger = ledger;
        this.quotas = quotas;
        this.counters = counters;
        this.images = images;
    }

    void onOpen(final DirectBuffer buffer, final int offset, final int length)
    {
        if (!open.wrap(buffer, offset, length) || partitioning.worker(open.keyHash()) != self)
        {
            return;
        }
        final byte[] clientId = new byte[open.clientIdLength()];
        buffer.getBytes(open.clientIdOffset(), clientId);
        final ClientKey key = new ClientKey(open.tenant(), clientId);
        final Session existing = sessions.byClient(key);
        final boolean present = existing != null;
        if (present)
        {
            images.beforeChange(existing);
        }
        final Session session = present ? existing : newSession(open.sequence(), key);
        expiry.cancel(session);
        assumeSent(session);
        session.opened(open.sessionExpirySeconds(), open.receiveMaximum(), open.hasWill() ? will(buffer) : null);
        opening.concluded(key);
        final Connection connection = connections.connection(open.connectionRef());
        if (!recovering && !opening.attach(connection, session, present))
        {
            expiry.closeLater(session);
        }
    }

    /** A connection of an earlier run has ended: what it may have sent is not in the log but for its bound. */
    private void assumeSent(final Session session)
    {
        if (recovering && session.isConnected())
        {
            outbound.assumeSent(session);
        }
    }

    private Session newSession(final long id, final ClientKey key)
    {
        final Session session = new Session(id, key, true);
        sessions.add(session);
        counters.increment(Counter.SESSIONS);
        quotas.sessions(1);
        return session;
    }

    private Will will(final DirectBuffer buffer)
    {
        final byte[] block = new byte[open.willLength()];
        buffer.getBytes(open.willOffset(), block);
        return new Will(new UnsafeBuffer(block), open.willDelaySeconds());
    }

    void onClosed(final DirectBuffer buffer, final int offset, final int length)
    {
        final Session session = closed.wrap(buffer, offset, length) ? sessions.byId(closed.sessionId()) : null;
        if (session == null || session.connectionNumber() != closed.connectionNumber())
        {
            counters.increment(Counter.EVENTS_SKIPPED);
            return;
        }
        images.beforeChange(session);
        if (closed.sessionExpirySeconds() != SessionClosedEvent.UNCHANGED)
        {
            session.expirySeconds(closed.sessionExpirySeconds());
        }
        assumeSent(session);
        session.closed(closed.timestampMs());
        if (closed.discardWill())
        {
            session.clearWill();
        }
        schedule(session);
    }

    /** While the log is recovered nothing is due yet: what follows in it may say that it has been done. */
    private void schedule(final Session session)
    {
        if (!recovering)
        {
            if (session.will() != null)
            {
                wills.schedule(session);
            }
            expiry.schedule(session);
        }
    }

    void recovered()
    {
        recovering = false;
        for (final Session session : sessions.all())
        {
            if (!session.isConnected())
            {
                schedule(session);
            }
        }
    }

    /** See {@link io.maxmq.journal.event.LostEvent}. */
    void onLost()
    {
        for (final Session session : sessions.all())
        {
            session.inboundQos2().clear();
        }
    }

    void onEnd(final DirectBuffer buffer, final int offset, final int length)
    {
        if (!end.wrap(buffer, offset, length))
        {
            return;
        }
        owned.endSession(end.sessionId());
        final Session session = sessions.byId(end.sessionId());
        if (session != null)
        {
            images.beforeChange(session);
            expiry.cancel(session);
            outbound.end(session, leftovers);
            ledger.ended(session.id(), end.sequence());
            sessions.remove(session);
            counters.add(Counter.SESSIONS, -1);
            quotas.sessions(-1);
            counters.add(Counter.SESSIONS_EXPIRED, end.reason() == SessionEndEvent.EXPIRED ? 1 : 0);
            opening.ended(session.key());
            if (!recovering && session.will() != null)
            {
                wills.onSessionEnd(session);
            }
        }
    }

    void onSubscribe(final DirectBuffer buffer, final int offset, final int length)
    {
        if (!subscribe.wrap(buffer, offset, length))
        {
            return;
        }
        final int home = partitioning.worker(subscribe.keyHash());
        while (subscribe.nextFilter())
        {
            final int filter = subscribe.filterOffset();
            final long owners =
                partitioning.ownersOfFilter(subscribe.tenant(), buffer, filter, subscribe.filterLength());
            if ((owners & 1L << self) != 0)
            {
                owned.subscribe(subscribe.tenant(), buffer, filter, subscribe.filterLength(), subscribe.sessionId(),
                    home, true, subscribe.filterOptions(), subscribe.subscriptionId(), subscribe.sequence(),
                    subscribe.filterIndex());
            }
        }
        final Session session = sessions.byId(subscribe.sessionId());
        if (session != null)
        {
            images.beforeChange(session);
            subscribes.applied(session, subscribe);
        }
    }

    void onUnsubscribe(final DirectBuffer buffer, final int offset, final int length)
    {
        if (!unsubscribe.wrap(buffer, offset, length))
        {
            return;
        }
        while (unsubscribe.nextFilter())
        {
            owned.unsubscribe(unsubscribe.tenant(), buffer, unsubscribe.filterOffset(), unsubscribe.filterLength(),
                unsubscribe.sessionId());
        }
        final Session session = sessions.byId(unsubscribe.sessionId());
        if (session != null)
        {
            images.beforeChange(session);
            unsubscribes.applied(session, unsubscribe);
        }
    }

    /** The broker has started: nobody is connected, and what was on its way may have been lost. */
    void onBrokerStart(final DirectBuffer buffer, final int offset, final int length)
    {
        if (!start.wrap(buffer, offset, length))
        {
            return;
        }
        ledger.brokerStarted();
        owned.allOffline();
        subscribes.brokerStarted(start.sequence());
        for (final Session session : sessions.all())
        {
            if (start.unclean())
            {
                session.out().jump(BrokerStartEvent.ENQUEUE_JUMP);
            }
            if (session.isConnected())
            {
                outbound.assumeSent(session);
                session.closed(start.timestampMs());
                schedule(session);
            }
        }
    }
}
