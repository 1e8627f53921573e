package io.maxmq.core.connection;

import io.maxmq.core.session.ClientKey;
import io.maxmq.spi.AuthenticationExchange;
import io.maxmq.spi.AuthenticationStep;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A CONNECT on its way: the packet, kept while something is waited for, and what the authenticator has said. After
 * CONNACK it stays only for clients that may authenticate again (MQTT-4.12.1). Owned by the worker's thread, but for
 * the calls of {@link AuthenticationStep}.
 */
final class Handshake implements AuthenticationStep
{
    /** No answer yet. */
    static final int PENDING = 0;
    /** Accepted. */
    static final int ACCEPTED = 1;
    /** More data is wanted from the client. */
    static final int CHALLENGED = 2;
    /** Refused. */
    static final int REJECTED = 3;

    private final Connection connection;
    private final AuthenticationFlow flow;
    private final WorkerCommands commands;
    private final Thread worker = Thread.currentThread();
    private final UnsafeBuffer packet;
    private final int flags;
    private final String method;
    private AuthenticationExchange exchange;
    private ClientKey key;
    private boolean assignedId;
    private boolean askedForWill;
    private boolean asking;
    private int answer;
    private String username;
    private byte[] data;
    private int reasonCode;
    private String reason;

    Handshake(
        final Connection connection,
        final AuthenticationFlow flow,
        final WorkerCommands commands,
        final byte[] packet,
        final int flags,
        final String method)
    {
        this.connection = connection;
        this.flow = flow;
        this.commands = commands;
        this.packet = new UnsafeBuffer(packet);
        this.flags = flags;
        this.method = method;
    }

    void identify(final ClientKey newKey, final boolean assigned)
    {
        key = newKey;
        assignedId = assigned;
    }

    void exchange(final AuthenticationExchange newExchange)
    {
        exchange = newExchange;
    }

    /**
     * Takes one step of the authentication.
     *
     * @param clientData from the client, or null.
     * @return the answer, or {@link #PENDING} where it comes later, through {@link AuthenticationFlow#onAnswer}.
     */
    int ask(final byte[] clientData)
    {
        answer = PENDING;
        asking = true;
        exchange.onData(clientData, this);
        asking = false;
        return answer;
    }

    @Override
    public void accept(final byte[] serverData)
    {
        complete(ACCEPTED, connection.client().username(), serverData, 0, null);
    }

    @Override
    public void acceptAs(final String newUsername, final byte[] serverData)
    {
        complete(ACCEPTED, newUsername, serverData, 0, null);
    }

    @Override
    public void challenge(final byte[] serverData)
    {
        complete(CHALLENGED, null, serverData, 0, null);
    }

    @Override
    public void reject(final int code, final String text)
    {
        complete(REJECTED, null, null, code, text);
    }

    private void complete(
        final int newAnswer, final String newUsername, final byte[] serverData, final int code, final String text)
    {
        if (Thread.currentThread() == worker && asking)
        {
            set(newAnswer, newUsername, serverData, code, text);
        }
        else
        {
            commands.execute(() ->
            {
                set(newAnswer, newUsername, serverData, code, text);
                flow.onAnswer(connection, this);
            });
        }
    }

    private void set(
        final int newAnswer, final String newUsername, final byte[] serverData, final int code, final String text)
    {
        username = newUsername;
        answer = newAnswer;
        data = serverData;
        reasonCode = code;
        reason = text;
    }

    /**
     * Whether an AUTH packet belongs here (MQTT-4.12.0-5, MQTT-4.12.1-1).
     *
     * @param authMethod  of the packet, or null.
     * @param begins      whether it begins an authentication again.
     * @param isConnected whether CONNACK has been sent.
     * @return whether it does.
     */
    boolean expects(final String authMethod, final boolean begins, final boolean isConnected)
    {
        return method != null && method.equals(authMethod) && (begins ? isConnected : answer == CHALLENGED);
    }

    /**
     * @return true at the first call.
     */
    boolean asksForWill()
    {
        final boolean isFirst = !askedForWill;
        askedForWill = true;
        return isFirst;
    }

    int answer()
    {
        return answer;
    }

    /**
     * @return the name of a client that is accepted; null for an anonymous one.
     */
    String username()
    {
        return username;
    }

    byte[] data()
    {
        return data;
    }

    int reasonCode()
    {
        return reasonCode;
    }

    String reason()
    {
        return reason;
    }

    String method()
    {
        return method;
    }

    UnsafeBuffer packet()
    {
        return packet;
    }

    int flags()
    {
        return flags;
    }

    ClientKey key()
    {
        return key;
    }

    boolean isAssignedId()
    {
        return assignedId;
    }
}
