package io.maxmq.core.connection;

import io.maxmq.core.MqttLimits;
import io.maxmq.core.clock.CycleClock;
import io.maxmq.core.clock.Timers;
import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.session.ClientKey;
import io.maxmq.core.session.Session;
import io.maxmq.spi.Authenticator;
import io.maxmq.spi.Authoriser;
import io.maxmq.spi.ClientInfo;
import io.maxmq.spi.TlsInfo;
import io.maxmq.transport.buffer.FrameHandler.Action;
import io.maxmq.transport.buffer.WriteQueue;
import io.maxmq.transport.codec.AuthDecoder;
import io.maxmq.transport.codec.AuthEncoder;
import io.maxmq.transport.codec.ConnackEncoder;
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
 * From CONNECT to CONNACK, and authentication again later (MQTT-3.1, 3.2, 3.15, 4.12). One per worker, used by its
 * thread alone. CONNECT is checked, the authenticator asked, the session opened by {@link SessionOpening}; at each of
 * these the connection may have to wait, and then goes on where it was.
 */
public final class ConnectFlow
{
    private static final int RETRIES_PER_CYCLE = 256;

    private final ConnectionContext context;
    private final MqttLimits limits;
    private final WorkerCounters counters;
    private final CycleClock clock;
    private final Timers timers;
    private final Authenticator authenticator;
    private final WorkerCommands commands;
    private final SessionOpening opening;
    private final AssignedIds assignedIds;
    private final AccessControl access;
    private final Quotas quotas;

    private final ConnectDecoder connect = new ConnectDecoder();
    private final AuthDecoder auth = new AuthDecoder();
    private final ConnackEncoder connack = new ConnackEncoder();
    private final AuthEncoder authEncoder = new AuthEncoder();

    public ConnectFlow(
        final ConnectionContext context,
        final Timers timers,
        final Authenticator authenticator,
        final WorkerCommands commands,
        final SessionOpening opening,
        final AssignedIds assignedIds,
        final AccessControl access,
        final Quotas quotas)
    {
        this.context = context;
        this.limits = context.limits();
        this.counters = context.counters();
        this.clock = context.clock();
        this.timers = timers;
        this.authenticator = authenticator;
        this.commands = commands;
        this.opening = opening;
        this.assignedIds = assignedIds;
        this.access = access;
        this.quotas = quotas;
        opening.handlers(this::accepted, (connection, reasonCode) -> refuse(connection, reasonCode, null));
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
            return refuse(connection, ReasonCode.QUOTA_EXCEEDED, null);
        }
        connection.counted(true);
        final byte[] packet = new byte[length];
        buffer.getBytes(offset, packet);
        final Handshake handshake = new Handshake(connection, this, commands, packet, flags,
            string(buffer, connect.authenticationMethodOffset(), connect.authenticationMethodLength()));
        connection.handshake(handshake);
        identify(connection, handshake, buffer);
        return authenticate(connection, handshake, buffer);
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
            clientId = new byte[connect.clientIdLength()];
            buffer.getBytes(connect.clientIdOffset(), clientId);
        }
        handshake.identify(new ClientKey(0, clientId), assigned);
        final Peer peer = connection.channel().peer();
        final ClientInfo client = new ClientInfo(
            0,
            new String(clientId, StandardCharsets.UTF_8),
            connect.hasUsername() ? string(buffer, connect.usernameOffset(), connect.usernameLength()) : null,
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

    private Action authenticate(final Connection connection, final Handshake handshake, final DirectBuffer buffer)
    {
        final byte[] password = connect.hasPassword() ?
            bytes(buffer, connect.passwordOffset(), connect.passwordLength()) : null;
        handshake.exchange(authenticator.begin(connection.client(), password, handshake.method()));
        connection.state(Connection.State.AUTHENTICATING);
        final byte[] data = bytes(buffer, connect.authenticationDataOffset(), connect.authenticationDataLength());
        if (handshake.ask(data) == Handshake.PENDING)
        {
            connection.pause(Connection.PAUSE_DECISION);
            return Action.STOP;
        }
        return onStep(connection, handshake);
    }

    /**
     * The authenticator has answered later.
     *
     * @param connection that waits.
     * @param handshake  with the answer.
     */
    void onAnswer(final Connection connection, final Handshake handshake)
    {
        if (!connection.isClosing() && connection.handshake() == handshake)
        {
            connection.unpause(Connection.PAUSE_DECISION);
            onStep(connection, handshake);
        }
    }

    private Action onStep(final Connection connection, final Handshake handshake)
    {
        switch (handshake.answer())
        {
            case Handshake.ACCEPTED:
                return connection.state() == Connection.State.CONNECTED ?
                    authenticatedAgain(connection, handshake) : open(connection, handshake);

            case Handshake.CHALLENGED:
                sendAuth(connection, ReasonCode.CONTINUE_AUTHENTICATION, handshake);
                return Action.CONTINUE;

            default:
                return reject(connection, handshake);
        }
    }

    private Action reject(final Connection connection, final Handshake handshake)
    {
        if (connection.state() == Connection.State.CONNECTED)
        {
            connection.disconnect(handshake.reasonCode());
            return Action.CLOSE;
        }
        return refuse(connection, handshake.reasonCode(), handshake.reason());
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
        connection.pause(Connection.PAUSE_DECISION);
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

    /** The session is there: CONNACK, and the connection begins to work. */
    private void accepted(final Connection connection, final Session session, final boolean sessionPresent)
    {
        final Handshake handshake = connection.handshake();
        connection.session(session);
        sendConnack(connection, session, handshake, sessionPresent);
        connection.state(Connection.State.CONNECTED);
        session.attach(connection);
        connection.handshake(handshake.method() == null ? null : handshake);
        counters.increment(Counter.CONNECTS_ACCEPTED);
        if (connection.terms().keepAliveMs() > 0)
        {
            watch(connection);
        }
        if (session.wantsPump())
        {
            connection.requestPump();
        }
        connection.unpause(Connection.PAUSE_DECISION);
    }

    private void sendConnack(
        final Connection connection, final Session session, final Handshake handshake, final boolean sessionPresent)
    {
        final UnsafeBuffer packet = handshake.packet();
        connect.wrap(packet, 0, packet.capacity(), handshake.flags());
        connack.start(connection.version(), ReasonCode.SUCCESS, sessionPresent);
        if (connection.version() == MqttVersion.V5)
        {
            connack.receiveMaximum(limits.receiveMaximum())
                .maximumQos(limits.maximumQos())
                .retainAvailable(limits.retainAvailable())
                .maximumPacketSize(limits.maximumPacketSize())
                .topicAliasMaximum(limits.topicAliasMaximum())
                .wildcardSubscriptionAvailable(limits.wildcardAvailable())
                .subscriptionIdentifierAvailable(limits.subscriptionIdsAvailable())
                .sharedSubscriptionAvailable(limits.sharedAvailable());
            if (session.expirySeconds() != connect.sessionExpirySeconds())
            {
                connack.sessionExpirySeconds(session.expirySeconds());
            }
            if (connection.terms().keepAliveMs() / 1000 != connect.keepAliveSeconds())
            {
                connack.serverKeepAliveSeconds(connection.terms().keepAliveMs() / 1000);
            }
            if (handshake.isAssignedId())
            {
                connack.assignedClientId(connection.client().clientId());
            }
            addAuthentication(handshake);
        }
        send(connection);
    }

    private void addAuthentication(final Handshake handshake)
    {
        if (handshake.method() != null)
        {
            connack.authenticationMethod(handshake.method());
            if (handshake.data() != null)
            {
                connack.authenticationData(new UnsafeBuffer(handshake.data()), 0, handshake.data().length);
            }
        }
    }

    private void send(final Connection connection)
    {
        final int offset = connection.output().claim(connack.length());
        if (offset != WriteQueue.REFUSED)
        {
            connection.output().commit(connack.encode(connection.output().buffer(), offset));
        }
    }

    /**
     * Refuses a CONNECT (MQTT-3.2.2.2, 3.2.2-7). A 3.x client gets a CONNACK only where its version has a return code
     * for the reason.
     *
     * @param connection to close.
     * @param reasonCode of MQTT 5.
     * @param reason     for the client to read, or null.
     * @return the action for the reader.
     */
    Action refuse(final Connection connection, final int reasonCode, final String reason)
    {
        counters.increment(Counter.CONNECTS_REFUSED);
        if (connection.version() == MqttVersion.V5 || hasReturnCode(reasonCode))
        {
            connack.start(connection.version(), reasonCode, false);
            if (connection.version() == MqttVersion.V5 && reason != null && connection.terms().problemInformation())
            {
                connack.reasonString(reason);
            }
            connection.close();
            send(connection);
        }
        connection.close();
        return Action.CLOSE;
    }

    private static boolean hasReturnCode(final int reasonCode)
    {
        switch (reasonCode)
        {
            case ReasonCode.UNSUPPORTED_PROTOCOL_VERSION:
            case ReasonCode.CLIENT_IDENTIFIER_NOT_VALID:
            case ReasonCode.BAD_USER_NAME_OR_PASSWORD:
            case ReasonCode.BAD_AUTHENTICATION_METHOD:
            case ReasonCode.NOT_AUTHORIZED:
            case ReasonCode.BANNED:
            case ReasonCode.SERVER_UNAVAILABLE:
            case ReasonCode.SERVER_BUSY:
            case ReasonCode.SERVER_SHUTTING_DOWN:
            case ReasonCode.QUOTA_EXCEEDED:
            case ReasonCode.CONNECTION_RATE_EXCEEDED:
                return true;

            default:
                return false;
        }
    }

    Action onAuth(
        final Connection connection, final DirectBuffer buffer, final int offset, final int length, final int flags)
    {
        final Violation violation = auth.wrap(buffer, offset, length, flags, connection.version());
        if (violation != Violation.NONE)
        {
            return connection.violation(violation);
        }
        final Handshake handshake = connection.handshake();
        final String method =
            string(buffer, auth.authenticationMethodOffset(), auth.authenticationMethodLength());
        final boolean begins = auth.reasonCode() == ReasonCode.RE_AUTHENTICATE;
        if (handshake == null || !handshake.expects(method, begins, connection.state() == Connection.State.CONNECTED))
        {
            return connection.violation(Violation.UNEXPECTED_AUTH);
        }
        if (begins)
        {
            handshake.exchange(authenticator.begin(connection.client(), null, method));
        }
        final byte[] data = bytes(buffer, auth.authenticationDataOffset(), auth.authenticationDataLength());
        if (handshake.ask(data) == Handshake.PENDING)
        {
            connection.pause(Connection.PAUSE_DECISION);
            return Action.STOP;
        }
        return onStep(connection, handshake);
    }

    private Action authenticatedAgain(final Connection connection, final Handshake handshake)
    {
        sendAuth(connection, ReasonCode.SUCCESS, handshake);
        return Action.CONTINUE;
    }

    private void sendAuth(final Connection connection, final int reasonCode, final Handshake handshake)
    {
        authEncoder.start(reasonCode).authenticationMethod(handshake.method());
        if (handshake.data() != null)
        {
            authEncoder.authenticationData(new UnsafeBuffer(handshake.data()), 0, handshake.data().length);
        }
        final int offset = connection.output().claim(authEncoder.length());
        if (offset != WriteQueue.REFUSED)
        {
            connection.output().commit(authEncoder.encode(connection.output().buffer(), offset));
        }
    }

    /** Watches that the client keeps its keep alive (MQTT-3.1.2-22). */
    private void watch(final Connection connection)
    {
        final long allowedMs = connection.terms().keepAliveMs() * 3L / 2;
        watch(connection, allowedMs, connection.lastReceivedMs() + allowedMs);
    }

    private void watch(final Connection connection, final long allowedMs, final long deadlineMs)
    {
        connection.timerId(timers.schedule(deadlineMs, nowMs ->
        {
            if (connection.isClosing())
            {
                return;
            }
            if (connection.isHeldUp())
            {
                watch(connection, allowedMs, nowMs + allowedMs);
            }
            else if (nowMs - connection.lastReceivedMs() >= allowedMs)
            {
                counters.increment(Counter.KEEP_ALIVE_TIMEOUTS);
                connection.disconnect(ReasonCode.KEEP_ALIVE_TIMEOUT);
            }
            else
            {
                watch(connection, allowedMs, connection.lastReceivedMs() + allowedMs);
            }
        }));
    }

    private static String string(final DirectBuffer buffer, final int offset, final int length)
    {
        return offset < 0 || length < 0 ? null : buffer.getStringWithoutLengthUtf8(offset, length);
    }

    private static byte[] bytes(final DirectBuffer buffer, final int offset, final int length)
    {
        if (offset < 0 || length < 0)
        {
            return null;
        }
        final byte[] copy = new byte[length];
        buffer.getBytes(offset, copy);
        return copy;
    }
}
