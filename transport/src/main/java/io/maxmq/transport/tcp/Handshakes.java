package io.maxmq.transport.tcp;

import java.util.ArrayDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;

/**
 * Handshakes that calculate: bounded in number, since each holds much memory, and calculated on a few threads of their
 * own, so that neither the acceptor nor a worker waits for them. Connections above the bound wait in the order in which
 * they came, before anything of their handshake has been looked at.
 * <p>
 * Lifecycle: its threads start with the first handshake and end with {@link #close()}. Threading: the acceptor's thread.
 */
final class Handshakes
{
    private final int maximum;
    private final int threads;
    private final Runnable wakeAcceptor;
    private final ArrayDeque<PendingConnection> queue = new ArrayDeque<>();
    private final ArrayDeque<PendingConnection> admitted = new ArrayDeque<>();
    private final ManyToOneConcurrentLinkedQueue<PendingConnection> calculated = new ManyToOneConcurrentLinkedQueue<>();
    private ExecutorService pool;
    private int count;

    Handshakes(final int maximum, final int threads, final Runnable wakeAcceptor)
    {
        this.maximum = maximum;
        this.threads = threads;
        this.wakeAcceptor = wakeAcceptor;
    }

    /**
     * @param connection that wants to begin.
     * @return false when it has to wait; it comes with {@link #next()}.
     */
    boolean admit(final PendingConnection connection)
    {
        if (count < maximum)
        {
            count++;
            connection.admitted = true;
            admitted.add(connection);
            return true;
        }
        if (!connection.queued)
        {
            connection.queued = true;
            queue.add(connection);
        }
        return false;
    }

    /**
     * The connection's handshake has ended, one way or the other. May be called again.
     */
    void ended(final PendingConnection connection)
    {
        if (connection.admitted)
        {
            connection.admitted = false;
            count--;
        }
    }

    /**
     * @return a connection that waited and may begin, or null.
     */
    PendingConnection next()
    {
        while (count < maximum && !queue.isEmpty())
        {
            final PendingConnection connection = queue.poll();
            connection.queued = false;
            if (!connection.ended)
            {
                return connection;
            }
        }
        return null;
    }

    /**
     * @param silentSinceNs bound of time.
     * @return a connection that others wait for and from which nothing has come since, or null.
     */
    PendingConnection stalled(final long silentSinceNs)
    {
        while (!admitted.isEmpty() && !admitted.peek().admitted)
        {
            admitted.poll();
        }
        for (int i = admitted.size(); i > 0 && !queue.isEmpty(); i--)
        {
            // Those that are not stalled go to the end, so that one busy connection hides no other for long.
            final PendingConnection oldest = admitted.poll();
            if (oldest.admitted)
            {
                if (!oldest.busy && oldest.servedAtNs - silentSinceNs <= 0)
                {
                    return oldest;
                }
                admitted.add(oldest);
            }
        }
        return null;
    }

    /**
     * @param connection whose layer is not touched until it comes with {@link #calculated()}.
     * @param task       to run.
     */
    void run(final PendingConnection connection, final Runnable task)
    {
        connection.busy = true;
        if (pool == null)
        {
            pool = newPool();
        }
        pool.execute(() ->
        {
            try
            {
                task.run();
            }
            finally
            {
                calculated.add(connection);
                wakeAcceptor.run();
            }
        });
    }

    /**
     * @return a connection whose task has been done, or null.
     */
    PendingConnection calculated()
    {
        final PendingConnection connection = calculated.poll();
        if (connection != null)
        {
            connection.busy = false;
        }
        return connection;
    }

    /**
     * @return handshakes that go on at present.
     */
    int count()
    {
        return count;
    }

    void close()
    {
        if (pool != null)
        {
            pool.shutdownNow();
        }
    }

    private ExecutorService newPool()
    {
        final AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(threads, work ->
        {
            final Thread thread = new Thread(work, "maxmq-handshake-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
    }
}
