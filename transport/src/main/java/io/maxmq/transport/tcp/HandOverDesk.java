package io.maxmq.transport.tcp;

import java.util.ArrayDeque;
import java.util.function.Consumer;

import io.maxmq.transport.bus.Waker;

/**
 * Connections whose worker is known, from that moment until the worker's queue has taken them: at the least until the
 * selector has forgotten the socket, longer when the queue is full. Connections for one worker keep their order.
 * <p>
 * Threading: the acceptor's thread.
 */
final class HandOverDesk
{
    private final HandOverQueue[] queues;
    private final Waker[] wakers;
    private final ArrayDeque<PendingConnection>[] forWorker;
    private final Consumer<PendingConnection> onHandedOver;
    private int size;
    private boolean blocked;

    HandOverDesk(
        final HandOverQueue[] queues, final Waker[] wakers, final Consumer<PendingConnection> onHandedOver)
    {
        if (queues.length != wakers.length)
        {
            throw new IllegalArgumentException("as many wakers as queues are needed");
        }
        this.queues = queues.clone();
        this.wakers = wakers.clone();
        this.onHandedOver = onHandedOver;
        this.forWorker = newDeques(queues.length);
    }

    int workers()
    {
        return queues.length;
    }

    /**
     * @return true when some worker's queue was full when it was last tried.
     */
    boolean isBlocked()
    {
        return blocked;
    }

    void add(final PendingConnection connection, final int worker)
    {
        forWorker[worker].add(connection);
        size++;
    }

    /**
     * Give the workers what they take, and wake those that got something.
     *
     * @return number of connections handed over.
     */
    int deliver()
    {
        blocked = false;
        int delivered = 0;
        for (int i = 0; size > 0 && i < queues.length; i++)
        {
            final int count = deliver(forWorker[i], queues[i]);
            if (count > 0)
            {
                wakers[i].wake();
                delivered += count;
            }
        }
        return delivered;
    }

    private int deliver(final ArrayDeque<PendingConnection> held, final HandOverQueue queue)
    {
        int delivered = 0;
        PendingConnection connection;
        while ((connection = held.peek()) != null)
        {
            if (!connection.ended)
            {
                if (connection.socket.isRegistered())
                {
                    break;
                }
                if (!queue.offer(connection.handOver))
                {
                    blocked = true;
                    break;
                }
                onHandedOver.accept(connection);
                delivered++;
            }
            held.poll();
            size--;
        }
        return delivered;
    }

    @SuppressWarnings("unchecked")
    private static ArrayDeque<PendingConnection>[] newDeques(final int count)
    {
        final ArrayDeque<PendingConnection>[] deques = new ArrayDeque[count];
        for (int i = 0; i < count; i++)
        {
            deques[i] = new ArrayDeque<>();
        }
        return deques;
    }
}
