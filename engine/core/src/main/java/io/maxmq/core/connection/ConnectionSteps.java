package io.maxmq.core.connection;

import io.maxmq.core.clock.CycleClock;
import io.maxmq.core.session.OutboundFlow;
import io.maxmq.core.session.Session;
import org.agrona.ErrorHandler;

/**
 * The steps of a duty cycle that serve connections, each bounded. Used by the worker's thread alone.
 */
public final class ConnectionSteps
{
    private static final int PUMPS_PER_CYCLE = 256;
    private static final int MESSAGES_PER_PUMP = 64;
    private static final int RETRIES_PER_CYCLE = 256;
    /** Connections that go on in one cycle though each spends all that it may. */
    private static final int EXPENSIVE_PER_CYCLE = 2;

    private final ConnectionContext context;
    private final OutboundFlow outbound;
    private final ConnectFlow connects;
    private final CloseFlow closes;
    private final CycleClock clock;
    private final ErrorHandler errorHandler;

    public ConnectionSteps(
        final ConnectionContext context,
        final OutboundFlow outbound,
        final ConnectFlow connects,
        final CloseFlow closes,
        final ErrorHandler errorHandler)
    {
        this.context = context;
        this.outbound = outbound;
        this.connects = connects;
        this.closes = closes;
        this.errorHandler = errorHandler;
        clock = context.clock();
    }

    /**
     * Tries frames again that met a full way, goes on with frames that were kept, and with connections that have to
     * wait before their session is opened.
     *
     * @return work done.
     */
    public int goOn()
    {
        final WorkList pressed = context.pressed();
        for (int i = Math.min(pressed.size(), RETRIES_PER_CYCLE); i > 0; i--)
        {
            pressed.poll().input().unpause(ConnectionInput.PAUSE_PRESSURE);
        }
        final WorkList resumable = context.resumable();
        int workCount = 0;
        int expensive = 0;
        for (int i = Math.min(resumable.size(), RETRIES_PER_CYCLE); i > 0 && expensive < EXPENSIVE_PER_CYCLE; i--)
        {
            context.work().begin();
            resume(resumable.poll());
            expensive += context.work().isSpent() ? 1 : 0;
            workCount++;
        }
        return workCount + connects.retry();
    }

    /** What goes wrong with one connection ends that one only. */
    private void resume(final Connection connection)
    {
        try
        {
            connection.input().resume();
        }
        catch (final RuntimeException ex)
        {
            connection.onFailure(connection.channel(), ex);
            errorHandler.onError(ex);
        }
    }

    /**
     * Sends messages that wait in queues.
     *
     * @return messages dealt with.
     */
    public int pump()
    {
        final WorkList pumps = context.pumps();
        int workCount = 0;
        for (int i = Math.min(pumps.size(), PUMPS_PER_CYCLE); i > 0; i--)
        {
            final Connection connection = pumps.poll();
            final Session session = connection.session();
            if (session == null || session.outlet() != connection)
            {
                continue;
            }
            final int sent = outbound.pump(session, MESSAGES_PER_PUMP, clock.nowMs());
            workCount += sent;
            if (sent == MESSAGES_PER_PUMP)
            {
                pumps.add(connection);
            }
        }
        return workCount;
    }

    /**
     * Gives the sockets what has gathered for them, once each, and ends connections that are to end.
     *
     * @return work done.
     */
    public int flush()
    {
        int workCount = closes.step();
        final WorkList dirty = context.dirty();
        for (int i = dirty.size(); i > 0; i--)
        {
            dirty.poll().output().flush();
            workCount++;
        }
        return workCount;
    }

    /**
     * Whether something waits that no event from outside will bring on.
     *
     * @return true if the worker must not sleep long.
     */
    public boolean hasPending()
    {
        return context.pressed().size() + context.resumable().size() + context.connecting().size() +
            context.pumps().size() + context.closing().size() + context.dirty().size() > 0;
    }
}
