package io.maxmq.core.connection;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.message.Message;
import io.maxmq.core.session.Outlet;
import io.maxmq.core.session.Session;
import io.maxmq.spi.ClientInfo;
import io.maxmq.transport.buffer.FrameHandler.Action;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.codec.Violation;
import io.maxmq.transport.tcp.Channel;
import io.maxmq.transport.tcp.ChannelHandler;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * One network connection: where it stands between CONNECT and its end. Its bytes are the business of
 * {@link ConnectionInput} and {@link ConnectionOutput}, what packets mean that of the flows.
 * <pre>
 *   OPENING ──CONNECT──► AUTHENTICATING ──accepted──► OPENING_SESSION ──CONNACK──► CONNECTED ──► CLOSING ──► CLOSED
 * </pre>
 * Lifecycle: made by its worker for a connection that the acceptor handed over; nothing of it is used after CLOSED.
 * Owned by the worker's thread.
 * <p>
 * Invariant: a closing connection takes no frames and delivers no messages, and its session is detached from it by
 * {@link CloseFlow} within the same or a later cycle, never inside a delivery.
 */
public final class Connection implements ChannelHandler, Outlet
{
    /** Where a connection stands. */
    public enum State
    {
        /** No CONNECT yet. */
        OPENING,
        /** The authenticator decides. */
        AUTHENTICATING,
        /** The session is opened, by way of the log if it is persistent. */
        OPENING_SESSION,
        /** CONNACK has been sent. */
        CONNECTED,
        /** To be closed in this cycle or, where its session's end needs room elsewhere, a later one. */
        CLOSING,
        /** The socket is closed and the session knows. */
        CLOSED
    }

    int listed;

    private final ConnectionContext context;
    private final long id;
    private final ConnectionInput input;
    private final ConnectionOutput output;
    private final ConnectionEnd end = new ConnectionEnd();
    private final PublisherState publisher;
    private Channel channel;
    private State state = State.OPENING;
    private boolean counted;

    private ClientInfo client;
    private Session session;
    private int version = MqttVersion.V3_1_1;
    private ConnectTerms terms = ConnectTerms.UNKNOWN;
    private Handshake handshake;
    private AccessCache access;

    Connection(final ConnectionContext context, final long id)
    {
        this.context = context;
        this.id = id;
        input = new ConnectionInput(this, context);
        output = new ConnectionOutput(this, context);
        publisher = new PublisherState(context.limits().topicAliasMaximum());
    }

    /**
     * The socket is registered; what was read of it before is dealt with in this cycle.
     *
     * @param newChannel of the connection.
     * @param unread     bytes that the acceptor has read.
     */
    public void opened(final Channel newChannel, final ByteBuffer unread)
    {
        channel = newChannel;
        input.opened(unread);
    }

    /**
     * @return id of the connection, unique at its worker while the broker runs.
     */
    public long id()
    {
        return id;
    }

    public State state()
    {
        return state;
    }

    void state(final State newState)
    {
        state = newState;
    }

    // ---- bytes in

    @Override
    public int onReadable(final Channel readable)
    {
        return input.onReadable(readable);
    }

    @Override
    public void onFailure(final Channel failed, final Throwable error)
    {
        context.counters().increment(Counter.HANDLER_ERRORS);
        disconnect(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, ReasonText.BROKER_ERROR);
    }

    /** No memory is left for what it sends or is sent. */
    void outOfMemory()
    {
        context.counters().increment(Counter.OUT_OF_MEMORY);
        disconnect(ReasonCode.QUOTA_EXCEEDED, ReasonText.MEMORY_USED_UP);
    }

    ConnectionInput input()
    {
        return input;
    }

    /** The way of a message is full: the frame stays and is tried again in a later cycle. */
    Action pressure()
    {
        context.counters().increment(Counter.PUBLISH_BACK_PRESSURED);
        input.pause(ConnectionInput.PAUSE_PRESSURE);
        context.pressed().add(this);
        return Action.RETRY;
    }

    // ---- bytes out

    @Override
    public int sendPublish(
        final Message message, final int qos, final boolean retain, final boolean dup, final int packetId,
        final int[] ids, final int idCount)
    {
        if (state != State.CONNECTED)
        {
            return BLOCKED;
        }
        if (context.access().filtersDeliveries() && !dup &&
            !context.access().mayReceive(this, message.topicBuffer(), message.topicOffset(), message.topicLength()))
        {
            return NOT_ALLOWED;
        }
        final int result = context.publishWriter().write(
            this, message, qos, retain, dup, packetId, ids, idCount, context.clock().nowMs());
        if (result == WRITTEN)
        {
            context.countSent(qos);
            context.dirty().add(this);
        }
        return result;
    }

    @Override
    public void sendAck(final int packetType, final int packetId, final int reasonCode)
    {
        if (packetType != PacketType.PUBREL && (packetType != PacketType.PUBREC || ReasonCode.isFailure(reasonCode)))
        {
            publisher.acknowledged();
        }
        output.sendAck(packetType, packetId, reasonCode);
    }

    @Override
    public int onWritable(final Channel writable)
    {
        context.dirty().add(this);
        return 1;
    }

    /**
     * Whether more messages may be sent without filling the buffer.
     *
     * @return true if less than half of what deliveries may use is pending.
     */
    public boolean hasRoom()
    {
        return output.hasRoom();
    }

    @Override
    public void requestPump()
    {
        context.pumps().add(this);
    }

    // ---- the end

    @Override
    public void overflow()
    {
        disconnect(ReasonCode.QUOTA_EXCEEDED, ReasonText.QUEUE_FULL);
    }

    /**
     * Ends the connection. Who waits for CONNACK gets one that says why: no DISCONNECT may come before it
     * (MQTT-3.14.0-1). Who has not sent a CONNECT that can be read is told nothing.
     *
     * @param reasonCode of MQTT 5.
     * @param reason     for the client to read, or null.
     */
    void disconnect(final int reasonCode, final String reason)
    {
        if (client != null && !isClosing() && state != State.CONNECTED)
        {
            context.dispatcher().refuseConnect(this, reasonCode, reason);
        }
        else
        {
            end.reason(reasonCode, reason);
            close();
        }
    }

    /**
     * A protocol error: ends this connection with its reason (MQTT-4.13.1-1).
     *
     * @param violation what was wrong.
     * @return the action for the reader.
     */
    Action violation(final Violation violation)
    {
        context.onViolation(this, violation);
        if (state == State.OPENING || state == State.AUTHENTICATING)
        {
            context.dispatcher().refuseConnect(this, violation.connackReasonCode(), ReasonText.of(violation));
        }
        else
        {
            disconnect(violation.reasonCode(), ReasonText.of(violation));
        }
        return Action.CLOSE;
    }

    /** Begins the end; idempotent. */
    public void close()
    {
        if (!isClosing())
        {
            if (state != State.CONNECTED)
            {
                end.takeReason();
            }
            state = State.CLOSING;
            input.updateReadInterest();
            context.closing().add(this);
        }
    }

    boolean isClosing()
    {
        return state == State.CLOSING || state == State.CLOSED;
    }

    void closed()
    {
        state = State.CLOSED;
        input.release();
        output.discard();
        publisher.closed();
    }

    void closeChannel()
    {
        if (channel != null)
        {
            channel.close();
        }
    }

    /**
     * @return what is known of how it ends.
     */
    ConnectionEnd end()
    {
        return end;
    }

    /** The client has gone, or leaves no room for what it has to get. */
    void lost(final boolean peerEnded, final int reasonCode, final String reason)
    {
        if (peerEnded)
        {
            end.peerEnded();
        }
        end.onlyReason(reasonCode, reason);
        close();
    }

    void counted(final boolean isCounted)
    {
        counted = isCounted;
    }

    /**
     * @return whether the connection counts against the limits.
     */
    boolean isCounted()
    {
        return counted;
    }

    // ---- what CONNECT said

    /** The client has been authenticated under this name. */
    void username(final String newUsername)
    {
        if (!Objects.equals(client.username(), newUsername))
        {
            client = client.withUsername(newUsername);
        }
    }

    void negotiated(final ClientInfo newClient, final ConnectTerms newTerms)
    {
        client = newClient;
        version = newClient.protocolVersion();
        terms = newTerms;
    }

    /**
     * @return what CONNECT has settled.
     */
    ConnectTerms terms()
    {
        return terms;
    }

    ConnectionOutput output()
    {
        return output;
    }

    /** Little is left in the write buffer: the client is read again, and what waits for it is sent. */
    void drained()
    {
        input.unpause(ConnectionInput.PAUSE_WRITE);
        if (session != null && session.wantsPump())
        {
            requestPump();
        }
    }

    void version(final int newVersion)
    {
        version = newVersion;
    }

    public int version()
    {
        return version;
    }

    /**
     * @return who is connected; null before CONNECT has been read.
     */
    public ClientInfo client()
    {
        return client;
    }

    public int tenant()
    {
        return client == null ? 0 : client.tenant();
    }

    public Session session()
    {
        return session;
    }

    void session(final Session newSession)
    {
        session = newSession;
    }

    Channel channel()
    {
        return channel;
    }

    @Override
    public int receiveMaximum()
    {
        return terms.receiveMaximum();
    }

    /**
     * @return what is remembered of what its client publishes.
     */
    PublisherState publisher()
    {
        return publisher;
    }

    AccessCache access()
    {
        if (access == null)
        {
            access = new AccessCache();
        }
        return access;
    }

    Handshake handshake()
    {
        return handshake;
    }

    void handshake(final Handshake newHandshake)
    {
        handshake = newHandshake;
    }

    @Override
    public String toString()
    {
        return client == null ? "connection " + id : client.clientId() + " (connection " + id + ')';
    }
}
