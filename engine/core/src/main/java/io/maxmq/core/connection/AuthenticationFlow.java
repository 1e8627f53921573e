package io.maxmq.core.connection;

import io.maxmq.spi.Authenticator;
import io.maxmq.transport.buffer.FrameHandler.Action;
import io.maxmq.transport.buffer.WriteQueue;
import io.maxmq.transport.codec.AuthDecoder;
import io.maxmq.transport.codec.AuthEncoder;
import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.codec.Violation;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Objects;

/**
 * Who a client is: asks the authenticator at CONNECT, carries AUTH packets between it and the client, and lets clients
 * authenticate again while they are connected (MQTT-3.15, 4.12). The authenticator may answer at once or later; until
 * then the connection is not read. One per worker, used by its thread alone.
 */
public final class AuthenticationFlow
{
    /** Goes on with a CONNECT whose client is who it says it is. */
    @FunctionalInterface
    interface Accepted
    {
        /**
         * @param connection of the client.
         * @param handshake  of its CONNECT.
         * @return the action for the reader.
         */
        Action onAccepted(Connection connection, Handshake handshake);
    }

    /** Refuses a CONNECT whose client is not let in. */
    @FunctionalInterface
    interface Rejected
    {
        /**
         * @param connection of the client.
         * @param reasonCode why.
         * @param reason     for the client to read, or null.
         * @return the action for the reader.
         */
        Action onRejected(Connection connection, int reasonCode, String reason);
    }

    private final Authenticator authenticator;
    private final WorkerCommands commands;
    private final AuthDecoder decoder = new AuthDecoder();
    private final AuthEncoder encoder = new AuthEncoder();
    private Accepted accepted;
    private Rejected rejected;

    /**
     * @param authenticator to ask.
     * @param commands      by which late answers come back to the worker.
     */
    public AuthenticationFlow(final Authenticator authenticator, final WorkerCommands commands)
    {
        this.authenticator = authenticator;
        this.commands = commands;
    }

    void handlers(final Accepted onAccepted, final Rejected onRejected)
    {
        accepted = onAccepted;
        rejected = onRejected;
    }

    /**
     * A CONNECT has come.
     *
     * @param connection it came by.
     * @param packet     body of the CONNECT, which the connection keeps.
     * @param flags      of its fixed header.
     * @param method     of authentication, or null.
     * @return the handshake, for {@link #begin}.
     */
    Handshake handshake(final Connection connection, final byte[] packet, final int flags, final String method)
    {
        final Handshake handshake = new Handshake(connection, this, commands, packet, flags, method);
        connection.handshake(handshake);
        return handshake;
    }

    /**
     * Asks whether a client may connect.
     *
     * @param connection of the client.
     * @param handshake  of its CONNECT.
     * @param password   or null.
     * @param data       of the authentication, or null.
     * @return the action for the reader.
     */
    Action begin(final Connection connection, final Handshake handshake, final byte[] password, final byte[] data)
    {
        handshake.exchange(authenticator.begin(connection.client(), password, handshake.method()));
        connection.state(Connection.State.AUTHENTICATING);
        return ask(connection, handshake, data);
    }

    Action onAuth(
        final Connection connection, final DirectBuffer buffer, final int offset, final int length, final int flags)
    {
        final Violation violation = decoder.wrap(buffer, offset, length, flags, connection.version());
        if (violation != Violation.NONE)
        {
            return connection.violation(violation);
        }
        final Handshake handshake = connection.handshake();
        final String method =
            Fields.string(buffer, decoder.authenticationMethodOffset(), decoder.authenticationMethodLength());
        final boolean begins = decoder.reasonCode() == ReasonCode.RE_AUTHENTICATE;
        if (handshake == null || !handshake.expects(method, begins, connection.state() == Connection.State.CONNECTED))
        {
            return connection.violation(Violation.UNEXPECTED_AUTH);
        }
        if (begins)
        {
            handshake.exchange(authenticator.begin(connection.client(), null, method));
        }
        return ask(connection, handshake,
            Fields.bytes(buffer, decoder.authenticationDataOffset(), decoder.authenticationDataLength()));
    }

    private Action ask(final Connection connection, final Handshake handshake, final byte[] data)
    {
        if (handshake.ask(data) == Handshake.PENDING)
        {
            connection.input().pause(ConnectionInput.PAUSE_DECISION);
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
            connection.input().unpause(ConnectionInput.PAUSE_DECISION);
            onStep(connection, handshake);
        }
    }

    private Action onStep(final Connection connection, final Handshake handshake)
    {
        final boolean isConnected = connection.state() == Connection.State.CONNECTED;
        switch (handshake.answer())
        {
            case Handshake.ACCEPTED:
                return isConnected ? acceptedAgain(connection, handshake) : accept(connection, handshake);

            case Handshake.CHALLENGED:
                send(connection, ReasonCode.CONTINUE_AUTHENTICATION, handshake);
                return Action.CONTINUE;

            default:
                return isConnected ? rejectedAgain(connection, handshake) :
                    rejected.onRejected(connection, handshake.reasonCode(), handshake.reason());
        }
    }

    private Action accept(final Connection connection, final Handshake handshake)
    {
        connection.username(handshake.username());
        return accepted.onAccepted(connection, handshake);
    }

    /** A connection stays that of one user (MQTT-4.12.1-1 binds it to its method only). */
    private static boolean isSameUser(final Connection connection, final Handshake handshake)
    {
        return Objects.equals(connection.client().username(), handshake.username());
    }

    private Action acceptedAgain(final Connection connection, final Handshake handshake)
    {
        if (!isSameUser(connection, handshake))
        {
            connection.disconnect(ReasonCode.NOT_AUTHORIZED, "authenticated as another user");
            return Action.CLOSE;
        }
        send(connection, ReasonCode.SUCCESS, handshake);
        return Action.CONTINUE;
    }

    private static Action rejectedAgain(final Connection connection, final Handshake handshake)
    {
        connection.disconnect(handshake.reasonCode(), handshake.reason());
        return Action.CLOSE;
    }

    private void send(final Connection connection, final int reasonCode, final Handshake handshake)
    {
        encoder.start(reasonCode).authenticationMethod(handshake.method());
        if (handshake.data() != null)
        {
            encoder.authenticationData(new UnsafeBuffer(handshake.data()), 0, handshake.data().length);
        }
        final int offset = connection.output().claim(encoder.length());
        if (offset != WriteQueue.REFUSED)
        {
            connection.output().commit(encoder.encode(connection.output().buffer(), offset));
        }
    }
}
