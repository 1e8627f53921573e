package io.maxmq.core.connection;

import io.maxmq.core.MqttLimits;
import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.event.EventPublisher;
import io.maxmq.core.message.Message;
import io.maxmq.core.partition.Partitioning;
import io.maxmq.core.session.ClientKey;
import io.maxmq.core.session.Session;
import io.maxmq.core.session.SessionMemory;
import io.maxmq.core.session.Sessions;
import io.maxmq.core.session.Will;
import io.maxmq.journal.event.EventType;
import io.maxmq.journal.event.SessionEndEvent;
import io.maxmq.journal.event.SessionOpenEvent;
import io.maxmq.transport.codec.ConnectDecoder;
import io.maxmq.transport.codec.ReasonCode;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.HashSet;
import java.util.Set;

/**
 * Opens sessions for connections (MQTT-3.1.2.4, 3.1.4): takes over from an older connection of the client, resumes or
 * ends its session, or makes a new one. A clean session is opened at once; a persistent one by an event, and CONNACK
 * waits until it is applied. One per worker, used by its thread alone.
 * <p>
 * Invariant: for one client only one opening or end is under way at a time; others wait. So what is decided here about
 * a session still holds when the event is applied.
 */
public final class SessionOpening
{
    /** Goes on with a connection whose session has been opened. */
    @FunctionalInterface
    public interface Opened
    {
        /**
         * @param connection     that waited.
         * @param session        of its client.
         * @param sessionPresent whether it was there before (MQTT-3.2.2-2).
         */
        void onOpened(Connection connection, Session session, boolean sessionPresent);
    }

    private final int self;
    private final MqttLimits limits;
    private final WorkerCounters counters;
    private final Partitioning partitioning;
    private final Sessions sessions;
    private final EventPublisher events;
    private final CloseFlow closes;
    private final Quotas quotas;
    private final Set<ClientKey> underWay = new HashSet<>();
    private final Set<ClientKey> ending = new HashSet<>();
    private final SessionOpenEvent open = new SessionOpenEvent();
    private final SessionEndEvent end = new SessionEndEvent();
    private final MutableDirectBuffer openScratch = new ExpandableArrayBuffer(1024);
    private final MutableDirectBuffer endScratch = new ExpandableArrayBuffer(128);
    private final MutableDirectBuffer willProperties = new ExpandableArrayBuffer(256);
    private final Message willMessage = new Message();
    private Opened opened;

    public SessionOpening(
        final int self,
        final MqttLimits limits,
        final WorkerCounters counters,
        final Partitioning partitioning,
        final Sessions sessions,
        final EventPublisher events,
        final CloseFlow closes,
        final Quotas quotas)
    {
        this.self = self;
        this.limits = limits;
        this.counters = counters;
        this.partitioning = partitioning;
        this.sessions = sessions;
        this.events = events;
        this.closes = closes;
        this.quotas = quotas;
    }

    void handler(final Opened onOpened)
    {
        opened = onOpened;
    }

    /**
     * Opens the session of a connection, or begins to. A connection that had to wait while a later one of its client
     * was opened has been taken over, and is refused.
     *
     * @param connection that waits for it.
     * @param handshake  of the connection.
     * @param connect    its CONNECT.
     * @param packet     that CONNECT was read from.
     *
     * @return false where something has to end first, or there is no room: to be called again in a later cycle.
     */
    boolean open(
        final Connection connection, final Handshake handshake, final ConnectDecoder connect, final DirectBuffer packet)
    {
        final ClientKey key = handshake.key();
        if (underWay.contains(key) || ending.contains(key))
        {
            return false;
        }
        final Session before = sessions.byClient(key);
        if (before != null && before.outlet() instanceof Connection newer && newer.id() > connection.id())
        {
            counters.increment(Counter.TAKEOVERS);
            connection.disconnect(ReasonCode.SESSION_TAKEN_OVER, ReasonText.TAKEN_OVER);
            return true;
        }
        if (before != null && before.outlet() != null && !takeOver(before))
        {
            return false;
        }
        final Session existing = sessions.byClient(key);
        if (existing != null && existing.isConnected())
        {
            return false;
        }
        if (existing == null && !quotas.hasRoomForSession() || lacksMemory(existing, key, connect))
        {
            counters.increment(Counter.CONNECTS_OVER_LIMIT);
            connection.disconnect(ReasonCode.QUOTA_EXCEEDED, ReasonText.TOO_MANY_SESSIONS);
            return true;
        }
        final long expirySeconds = Math.min(connect.sessionExpirySeconds(), limits.sessionExpiryCapSeconds());
        if (existing == null && expirySeconds == 0)
        {
            openClean(connection, key, connect, packet);
            return true;
        }
        if (existing != null && existing.isWillHandedOver())
        {
            return false;
        }
        if (existing != null && endsBefore(existing, connect) && expirySeconds == 0)
        {
            return endFirst(existing, key);
        }
        return log(connection, key, existing, expirySeconds, connect, packet);
    }

    /** Whether there is no room for what a new session or a will takes; a client with neither always gets in. */
    private boolean lacksMemory(final Session existing, final ClientKey key, final ConnectDecoder connect)
    {
        final int session = existing == null ? SessionMemory.ofSession(key.clientId().length) : 0;
        final int will = connect.hasWill() ? SessionMemory.ofWill(connect.willTopicLength() +
            connect.willForwardPropertiesLength() + connect.willPayloadLength()) : 0;
        return session + will > 0 && !quotas.memory().hasRoom(session + will);
    }

    /** Whether a session ends before this CONNECT: it asks for that, or the session was to end with its connection. */
    private static boolean endsBefore(final Session existing, final ConnectDecoder connect)
    {
        return connect.cleanStart() || existing.expirySeconds() == 0;
    }

    private boolean takeOver(final Session session)
    {
        final Connection old = (Connection)session.outlet();
        if (!old.isClosing())
        {
            counters.increment(Counter.TAKEOVERS);
            old.disconnect(ReasonCode.SESSION_TAKEN_OVER, null);
        }
        return closes.finish(old);
    }

    private void openClean(
        final Connection connection, final ClientKey key, final ConnectDecoder connect, final DirectBuffer packet)
    {
        final Session session = new Session(sessions.nextCleanId(), key, false);
        session.opened(0, connect.receiveMaximum(), connect.hasWill() ? will(key, connect, packet) : null);
        sessions.add(session);
        counters.increment(Counter.SESSIONS);
        quotas.sessions(1);
        opened.onOpened(connection, session, false);
    }

    private Will will(final ClientKey key, final ConnectDecoder connect, final DirectBuffer packet)
    {
        wrapWill(key, connect, packet);
        final UnsafeBuffer block = new UnsafeBuffer(new byte[(int)willMessage.blockLength()]);
        willMessage.encodeBlock(block, 0);
        return new Will(block, connect.willDelaySeconds());
    }

    /** The expiry field of a will's block holds its interval in seconds until the will is published. */
    private void wrapWill(final ClientKey key, final ConnectDecoder connect, final DirectBuffer packet)
    {
        final long expirySeconds = connect.willMessageExpirySeconds();
        willMessage.attributes(
            key.tenant(), connect.willQos(), connect.willRetain(),
            expirySeconds < 0 ? Message.NEVER : expirySeconds);
        willMessage.topic(packet, connect.willTopicOffset(), connect.willTopicLength());
        willMessage.payload(packet, connect.willPayloadOffset(), connect.willPayloadLength());
        final int length =
            connect.hasWillForwardProperties() ? connect.copyWillForwardProperties(willProperties, 0) : 0;
        willMessage.properties(willProperties, 0, length);
    }

    /** A persistent session has to end before a clean one takes its place. */
    private boolean endFirst(final Session existing, final ClientKey key)
    {
        writeEnd(existing);
        if (events.offer(endScratch, 0, end.length()))
        {
            counters.increment(Counter.EVENTS_DECIDED);
            ending.add(key);
        }
        return false;
    }

    private void writeEnd(final Session existing)
    {
        end.wrapForWrite(endScratch, 0)
            .tenant(existing.tenant())
            .workers(partitioning.allWorkers(), partitioning.workerCount())
            .sessionId(existing.id())
            .reason(SessionEndEvent.CLEANED);
    }

    private boolean log(
        final Connection connection, final ClientKey key, final Session existing, final long expirySeconds,
        final ConnectDecoder connect, final DirectBuffer packet)
    {
        final boolean endsExisting = existing != null && endsBefore(existing, connect);
        writeOpen(connection, key, expirySeconds, connect, packet);
        int length = open.length();
        if (endsExisting)
        {
            writeEnd(existing);
            length += end.length();
        }
        if (!events.canOffer(EventType.SESSION_OPEN, endsExisting ? 2 : 1, length) ||
            endsExisting && !events.offer(endScratch, 0, end.length()))
        {
            return false;
        }
        if (!events.offer(openScratch, 0, open.length()))
        {
            return false;
        }
        counters.add(Counter.EVENTS_DECIDED, endsExisting ? 2 : 1);
        underWay.add(key);
        return true;
    }

    private void writeOpen(
        final Connection connection, final ClientKey key, final long expirySeconds, final ConnectDecoder connect,
        final DirectBuffer packet)
    {
        final UnsafeBuffer clientId = new UnsafeBuffer(key.clientId());
        open.wrapForWrite(openScratch, 0)
            .tenant(key.tenant())
            .workers(1L << self, partitioning.workerCount())
            .keyHash(partitioning.clientHash(key.tenant(), clientId, 0, clientId.capacity()))
            .connectionRef(connection.id())
            .sessionExpirySeconds(expirySeconds)
            .receiveMaximum(connect.receiveMaximum())
            .protocolVersion(connection.version())
            .cleanStart(connect.cleanStart());
        open.putClientId(clientId, 0, clientId.capacity());
        if (connect.hasWill())
        {
            final Will will = will(key, connect, packet);
            open.willDelaySeconds(will.delaySeconds());
            open.putWill(will.block(), 0, will.block().capacity());
        }
    }

    /**
     * The event of an opening has been applied.
     *
     * @param key of the client.
     */
    public void concluded(final ClientKey key)
    {
        underWay.remove(key);
    }

    /**
     * Whether a session may be ended because of its age: not while a connection opens it.
     *
     * @param key of the client.
     * @return true if no opening is under way.
     */
    public boolean mayEnd(final ClientKey key)
    {
        return !underWay.contains(key);
    }

    /**
     * The end of a session is on the way to the log; connections of the client wait until it has been applied.
     *
     * @param key of the client.
     */
    public void ends(final ClientKey key)
    {
        ending.add(key);
    }

    /**
     * The event of an end has been applied.
     *
     * @param key of the client.
     */
    public void ended(final ClientKey key)
    {
        ending.remove(key);
    }

    /**
     * A persistent session has been opened by its event.
     *
     * @param connection     that may have waited for it, or null.
     * @param session        opened.
     * @param sessionPresent whether it was there before.
     * @return false where the connection has gone meanwhile.
     */
    public boolean attach(final Connection connection, final Session session, final boolean sessionPresent)
    {
        if (connection == null || connection.state() != Connection.State.OPENING_SESSION ||
            !connection.handshake().key().equals(session.key()))
        {
            return false;
        }
        opened.onOpened(connection, session, sessionPresent);
        return true;
    }
}
