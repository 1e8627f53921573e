package io.maxmq.core.connection;

import io.maxmq.core.MqttLimits;
import io.maxmq.core.clock.Timers;
import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.session.ClientKey;
import io.maxmq.core.session.Session;
import io.maxmq.spi.Authoriser;
import io.maxmq.spi.ClientInfo;
import io.maxmq.spi.TlsInfo;
import io.maxmq.transport.buffer.FrameHandler.Action;
import io.maxmq.transport.codec.ConnectDecoder;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.codec.TopicName;
import io.maxmq.transport.codec.Utf8;
import io.maxmq.transport.codec.Violation;
import io.maxmq.transport.tcp.Peer;
import io.maxmq.transport.tcp.TlsPeer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;

/**
 * From CONNECT to CONNACK (MQTT-3.1, 3.2). One per worker, used by its thread alone. CONNECT is checked, its client
 * authenticated by {@link AuthenticationFlow}, the session opened by {@link SessionOpening}; at each of these the
 * connection may have to wait, and then goes on where it was.
 */
public final class ConnectFlow
{
    private static final int RETRIES_PER_CYCLE = 256;

    private final ConnectionContext context;
    private final MqttLimits limits;
    private final WorkerCounters counters;
    private final AuthenticationFlow authentication;
    private final SessionOpening opening;
    private final AssignedIds assignedIds;
    private final AccessControl access;
    private final AccessRevocation revocation;
    private final Quotas quotas;

    private final ConnackWriter connack;
    private final KeepAlive keepAlive;
    private final ConnectDecoder connect = new ConnectDecoder();

    public ConnectFlow(
        final ConnectionContext context,
        final Timers timers,
        final AuthenticationFlow authentication,
        final SessionOpening opening,
        final AssignedIds assignedIds,
        final AccessControl access,
        final AccessRevocation revocation,
        final Quotas quotas)
    {
        this.context = context;
        this.limits = context.limits();
        this.counters = context.counters();
        this.authentication = authentication;
        this.opening = opening;
        this.assignedIds = assignedIds;
        this.access = access;
        this.revocation = revocation;
        this.quotas = quotas;
        connack = new ConnackWriter(limits);
        keepAlive = new KeepAlive(timers, counters);
        authentication.handlers(this::open, this::refuse);
        opening.handler(this::accepted);
    }

    Action onConnect(
        final Connection connection, final DirectBuffer buffer, final int offset, final int length, final int flags)
    {
        final Violation violation = connect.wrap(buffer, offset, length, flags);
        connection.version(connect.protocolVersion() >= MqttVersion.V5 ? MqttVersion.V5 : connect.protocolVersion());
        if (violation != Violation.NONE)
        {
            return connection.violation(violation);
        }
        final int refusal = check(buffer);
        if (refusal != ReasonCode.SUCCESS)
        {
            return refuse(connection, refusal, null);
        }
        if (!quotas.addConnection(connection.channel().peer().listenerId()))
        {
            counters.increment(Counter.CONNECTS_OVER_LIMIT);
            return refuse(connection, ReasonCode.QUOTA_EXCEEDED, ReasonText.TOO_MANY_CONNECTIONS);
        }
        connection.counted(true);
        final Handshake handshake = authentication.handshake(connection, Fields.bytes(buffer, offset, length), flags,
            Fields.string(buffer, connect.authenticationMethodOffset(), connect.authenticationMethodLength()));
        identify(connection, handshake, buffer);
        return authentication.begin(connection, handshake,
            connect.hasPassword() ? Fields.bytes(buffer, connect.passwordOffset(), connect.passwordLength()) : null,
            Fields.bytes(buffer, connect.authenticationDataOffset(), connect.authenticationDataLength()));
    }

    /** What CONNECT may not ask of this broker. */
    private int check(final DirectBuffer buffer)
    {
        if (connect.clientIdLength() > limits.maximumClientIdLength() ||
            connect.clientIdLength() == 0 && !limits.allowEmptyClientId())
        {
            return ReasonCode.CLIENT_IDENTIFIER_NOT_VALID;
        }
        return connect.hasWill() ? checkWill(buffer) : ReasonCode.SUCCESS;
    }

    private int checkWill(final DirectBuffer buffer)
    {
        if (connect.willQos() > limits.maximumQos())
        {
            return ReasonCode.QOS_NOT_SUPPORTED;
        }
        if (connect.willRetain() && !limits.retainAvailable())
        {
            return ReasonCode.RETAIN_NOT_SUPPORTED;
        }
        if (limits.checkPayloadFormat() && connect.willPayloadFormatIndicator() == 1 &&
            !Utf8.isValid(buffer, connect.willPayloadOffset(), connect.willPayloadLength()))
        {
            return ReasonCode.PAYLOAD_FORMAT_INVALID;
        }
        return TopicName.check(buffer, connect.willTopicOffset(), connect.willTopicLength(),
            limits.maximumTopicLevels(), limits.maximumTopicLength()).reasonCode();
    }

    private void identify(final Connection connection, final Handshake handshake, final DirectBuffer buffer)
    {
        final boolean assigned = connect.clientIdLength() == 0;
        final byte[] clientId;
        if (assigned)
        {
            clientId = assignedIds.next().getBytes(StandardCharsets.US_ASCII);
        }
        else
        {
            clientId = Fields.bytes(buffer, connect.clientIdOffset(), connect.clientIdLength());
        }
        handshake.identify(new ClientKey(0, clientId), assigned);
        final Peer peer = connection.channel().peer();
        final ClientInfo client = new ClientInfo(
            0,
            new String(clientId, StandardCharsets.UTF_8),
            connect.hasUsername() ? Fields.string(buffer, connect.usernameOffset(), connect.usernameLength()) : null,
            connection.version(),
            peer.address(),
            peer.listenerId(),
            peer.listener(),
            tls(peer.tls()));
        connection.negotiated(client, ConnectTerms.of(connect, limits, keepAlive(connect.keepAliveSeconds())));
    }

    private static TlsInfo tls(final TlsPeer peer)
    {
        return peer == null ? null : new TlsInfo(
            peer.protocol(), peer.cipherSuite(), peer.serverName(), peer.commonName(), peer.certificates());
    }

    private int keepAlive(final int asked)
    {
        final int maximum = limits.maximumKeepAliveSeconds();
        return maximum > 0 && (asked == 0 || asked > maximum) ? maximum : asked;
    }

    private Action open(final Connection connection, final Handshake handshake)
    {
        connection.state(Connection.State.OPENING_SESSION);
        if (!tryOpen(connection, handshake))
        {
            context.connecting().add(connection);
        }
        return connection.isClosing() ? Action.CLOSE :
            connection.state() == Connection.State.CONNECTED ? Action.CONTINUE : Action.STOP;
    }

    private boolean tryOpen(final Connection connection, final Handshake handshake)
    {
        final UnsafeBuffer packet = handshake.packet();
        connect.wrap(packet, 0, packet.capacity(), handshake.flags());
        final int mayLeaveWill = mayLeaveWill(connection, handshake, packet);
        connection.input().pause(ConnectionInput.PAUSE_DECISION);
        if (mayLeaveWill == AccessControl.DENIED)
        {
            refuse(connection, ReasonCode.NOT_AUTHORIZED, null);
            return true;
        }
        return mayLeaveWill == AccessControl.ALLOWED && opening.open(connection, handshake, connect, packet);
    }

    /** A will is a message that its client publishes; the authoriser is asked once, before the session is opened. */
    private int mayLeaveWill(final Connection connection, final Handshake handshake, final UnsafeBuffer packet)
    {
        if (access.isOpen() || !connect.hasWill())
        {
            return AccessControl.ALLOWED;
        }
        return handshake.asksForWill() ?
            access.decide(connection, Authoriser.Action.PUBLISH, packet,
                connect.willTopicOffset(), connect.willTopicLength()) :
            access.known(connection, Authoriser.Action.PUBLISH, packet,
                connect.willTopicOffset(), connect.willTopicLength());
    }

    /**
     * Goes on with connections that had to wait before their session could be opened.
     *
     * @return how many have gone on.
     */
    public int retry()
    {
        int workCount = 0;
        for (int i = Math.min(context.connecting().size(), RETRIES_PER_CYCLE); i > 0; i--)
        {
            final Connection connection = context.connecting().poll();
            if (!connection.isClosing() && !tryOpen(connection, connection.handshake()))
            {
                context.connecting().add(connection);
            }
            else
            {
                workCount++;
            }
        }
        return workCount;
    }

    /** The session is there: CONNACK, and the connection begins to work, unless CONNACK is more than the client takes. */
    private void accepted(final Connection connection, final Session session, final boolean sessionPresent)
    {
        final Handshake handshake = connection.handshake();
        connection.session(session);
        session.attach(connection);
        final UnsafeBuffer packet = handshake.packet();
        connect.wrap(packet, 0, packet.capacity(), handshake.flags());
        connack.accept(connection, session, sessionPresent, connect);
        if (connection.isClosing())
        {
            connection.end().discardWill();
            return;
        }
        connection.state(Connection.State.CONNECTED);
        connection.handshake(handshake.method() == null ? null : handshake);
        counters.increment(Counter.CONNECTS_ACCEPTED);
        keepAlive.watch(connection);
        if (session.wantsPump())
        {
            connection.requestPump();
        }
        connection.input().unpause(ConnectionInput.PAUSE_DECISION);
        revocation.review(connection);
    }

    /**
     * Refuses a CONNECT.
     *
     * @param connection to close.
     * @param reasonCode of MQTT 5.
     * @param reason     for the client to read, or null.
     * @return the action for the reader.
     */
    Action refuse(final Connection connection, final int reasonCode, final String reason)
    {
        counters.increment(Counter.CONNECTS_REFUSED);
        connack.refuse(connection, reasonCode, reason);
        return Action.CLOSE;
    }
}
