package io.maxmq.core.connection;

import io.maxmq.core.session.SessionMemory;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections and sessions the whole broker may have, and how much memory for these. Shared by all workers,
 * thread-safe; asked when clients connect, never for a message.
 */
public final class Quotas
{
    private final int maximumConnections;
    private final int maximumSessions;
    private final int[] maximumByListener;
    private final SessionMemory memory;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger[] byListener;

    /**
     * @param maximumConnections of the broker.
     * @param maximumSessions    of the broker, connected or not.
     * @param maximumMemory      bytes of heap for sessions.
     * @param maximumByListener  connections through each listener, by its id.
     */
    public Quotas(final int maximumConnections, final int maximumSessions, final long maximumMemory,
        final int... maximumByListener)
    {
        memory = new SessionMemory(maximumMemory);
        this.maximumConnections = maximumConnections;
        this.maximumSessions = maximumSessions;
        this.maximumByListener = maximumByListener.clone();
        byListener = new AtomicInteger[maximumByListener.length];
        Arrays.setAll(byListener, i -> new AtomicInteger());
    }

    /**
     * Counts a connection in.
     *
     * @param listenerId through which it came.
     * @return false where there are too many: it has not been counted.
     */
    boolean addConnection(final int listenerId)
    {
        if (connections.incrementAndGet() > maximumConnections)
        {
            connections.decrementAndGet();
            return false;
        }
        if (listenerId < byListener.length && byListener[listenerId].incrementAndGet() > maximumByListener[listenerId])
        {
            removeConnection(listenerId);
            return false;
        }
        return true;
    }

    void removeConnection(final int listenerId)
    {
        connections.decrementAndGet();
        if (listenerId < byListener.length)
        {
            byListener[listenerId].decrementAndGet();
        }
    }

    /**
     * Whether a client that has no session may get one. Clients that connect at the same time may exceed the limit by
     * their number.
     *
     * @return false where there are too many.
     */
    boolean hasRoomForSession()
    {
        return sessions.get() < maximumSessions;
    }

    /**
     * @return what accounts for the heap that sessions take.
     */
    public SessionMemory memory()
    {
        return memory;
    }

    /**
     * A session has begun or ended.
     *
     * @param change 1 or -1.
     */
    public void sessions(final int change)
    {
        sessions.addAndGet(change);
    }

    /**
     * @return connections at present.
     */
    public int connections()
    {
        return connections.get();
    }
}
