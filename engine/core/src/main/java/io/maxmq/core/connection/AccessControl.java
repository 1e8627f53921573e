package io.maxmq.core.connection;

import io.maxmq.core.topic.TopicHash;
import io.maxmq.spi.Authoriser;
import io.maxmq.transport.codec.ReasonCode;
import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;

/**
 * Asks the authoriser what clients may do. A decision that is not known yet suspends the connection: its frame stays
 * unread, and is looked at again when the decision is there. One per worker, used by its thread alone.
 */
public final class AccessControl
{
    /** The client may. */
    static final int ALLOWED = 1;
    /** The client may not. */
    static final int DENIED = 0;
    /** The connection has been suspended: the frame has to come again. */
    static final int PENDING = -1;

    private final Authoriser authoriser;
    private final WorkerCommands commands;
    private final int workerCount;
    private final TopicHash topicHash = new TopicHash();
    private final boolean filtersDeliveries;

    /**
     * @param authoriser  to ask.
     * @param commands    by which late decisions come back to the worker.
     * @param workerCount of the broker.
     */
    public AccessControl(final Authoriser authoriser, final WorkerCommands commands, final int workerCount)
    {
        this.authoriser = authoriser;
        this.commands = commands;
        this.workerCount = workerCount;
        filtersDeliveries = authoriser.filtersDeliveries();
    }

    /**
     * @return true where everybody may do everything, so that there is nothing to ask.
     */
    boolean isOpen()
    {
        return authoriser == Authoriser.ALLOW_ALL;
    }

    /**
     * @return whether {@link #mayReceive} has to be asked before a message is sent.
     */
    boolean filtersDeliveries()
    {
        return filtersDeliveries;
    }

    /**
     * @return whether a client that publishes what it may not is disconnected.
     */
    boolean endsConnections()
    {
        return authoriser.endsConnections();
    }

    /**
     * @return reason code for a subscription that is refused.
     */
    int refusedSubscription()
    {
        return authoriser.tellsWhy() ? ReasonCode.NOT_AUTHORIZED : ReasonCode.UNSPECIFIED_ERROR;
    }

    int workerCount()
    {
        return workerCount;
    }

    int decide(
        final Connection connection, final Authoriser.Action action,
        final DirectBuffer topic, final int offset, final int length)
    {
        final int hash = topicHash.hash(action.ordinal(), topic, offset, length);
        final int known = connection.access().get(action, hash, topic, offset, length);
        if (known != PENDING)
        {
            return known;
        }
        final int decision = ask(connection, action, hash, topic, offset, length);
        if (decision == PENDING)
        {
            connection.input().pause(ConnectionInput.PAUSE_DECISION);
        }
        return decision;
    }

    /**
     * Whether a client may be sent messages of a topic. Nothing waits for a decision that is made later.
     *
     * @param connection of the client.
     * @param topic      buffer with the topic.
     * @param offset     of it.
     * @param length     of it.
     * @return true if it may.
     */
    boolean mayReceive(final Connection connection, final DirectBuffer topic, final int offset, final int length)
    {
        final Authoriser.Action action = Authoriser.Action.RECEIVE;
        final int hash = topicHash.hash(action.ordinal(), topic, offset, length);
        final int known = connection.access().get(action, hash, topic, offset, length);
        return (known == PENDING ? ask(connection, action, hash, topic, offset, length) : known) == ALLOWED;
    }

    /** What has been decided; {@link #PENDING} where nothing has. Asks nobody. */
    int known(
        final Connection connection, final Authoriser.Action action,
        final DirectBuffer topic, final int offset, final int length)
    {
        return connection.access().get(
            action, topicHash.hash(action.ordinal(), topic, offset, length), topic, offset, length);
    }

    private int ask(
        final Connection connection, final Authoriser.Action action, final int hash,
        final DirectBuffer topic, final int offset, final int length)
    {
        final byte[] name = new byte[length];
        topic.getBytes(offset, name);
        final Answer answer = new Answer(connection, action, hash, name);
        authoriser.authorise(connection.client(), action, new String(name, StandardCharsets.UTF_8), answer);
        return answer.returned();
    }

    /** A decision that may come during the call, by the worker's own thread, or later by another one. */
    private final class Answer implements Authoriser.Decision
    {
        private final Connection connection;
        private final Authoriser.Action action;
        private final int hash;
        private final byte[] name;
        private final int generation;
        private final Thread worker = Thread.currentThread();
        private boolean asking = true;
        private int result = PENDING;

        Answer(final Connection connection, final Authoriser.Action action, final int hash, final byte[] name)
        {
            this.connection = connection;
            this.action = action;
            this.hash = hash;
            this.name = name;
            generation = connection.access().generation();
        }

        @Override
        public void decide(final boolean allowed)
        {
            if (Thread.currentThread() == worker && asking)
            {
                result = allowed ? ALLOWED : DENIED;
                connection.access().put(action, hash, name, allowed);
            }
            else
            {
                commands.execute(() -> decided(allowed));
            }
        }

        /** Later, on the worker's thread. An answer by rules that have changed since is asked for again. */
        private void decided(final boolean allowed)
        {
            if (connection.access().generation() == generation)
            {
                connection.access().put(action, hash, name, allowed);
            }
            connection.input().unpause(ConnectionInput.PAUSE_DECISION);
        }

        int returned()
        {
            asking = false;
            return result;
        }
    }
}
