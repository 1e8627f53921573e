package io.maxmq.core.connection;

import io.maxmq.spi.Authoriser;
import org.agrona.DirectBuffer;

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
    }

    /**
     * @return true where everybody may do everything, so that there is nothing to ask.
     */
    boolean isOpen()
    {
        return authoriser == Authoriser.ALLOW_ALL;
    }

    int workerCount()
    {
        return workerCount;
    }

    int decide(
        final Connection connection, final Authoriser.Action action,
        final DirectBuffer topic, final int offset, final int length)
    {
        final String name = topic.getStringWithoutLengthUtf8(offset, length);
        final Boolean known = connection.access().get(action, name);
        if (known != null)
        {
            return known ? ALLOWED : DENIED;
        }
        final Answer answer = new Answer(connection, action, name);
        authoriser.authorise(connection.client(), action, name, answer);
        return answer.returned();
    }

    /** What has been decided; {@link #PENDING} where nothing has. Asks nobody. */
    int known(
        final Connection connection, final Authoriser.Action action,
        final DirectBuffer topic, final int offset, final int length)
    {
        final Boolean known = connection.access().get(action, topic.getStringWithoutLengthUtf8(offset, length));
        return known == null ? PENDING : known ? ALLOWED : DENIED;
    }

    /** A decision that may come during the call, by the worker's own thread, or later by another one. */
    private final class Answer implements Authoriser.Decision
    {
        private final Connection connection;
        private final Authoriser.Action action;
        private final String name;
        private final Thread worker = Thread.currentThread();
        private boolean asking = true;
        private int result = PENDING;

        Answer(final Connection connection, final Authoriser.Action action, final String name)
        {
            this.connection = connection;
            this.action = action;
            this.name = name;
        }

        @Override
        public void decide(final boolean allowed)
        {
            if (Thread.currentThread() == worker && asking)
            {
                result = allowed ? ALLOWED : DENIED;
                connection.access().put(action, name, allowed);
            }
            else
            {
                commands.execute(() ->
                {
                    connection.access().put(action, name, allowed);
                    connection.input().unpause(ConnectionInput.PAUSE_DECISION);
                });
            }
        }

        int returned()
        {
            asking = false;
            if (result == PENDING)
            {
                connection.input().pause(ConnectionInput.PAUSE_DECISION);
            }
            return result;
        }
    }
}
