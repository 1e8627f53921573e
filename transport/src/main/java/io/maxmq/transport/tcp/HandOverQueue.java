package io.maxmq.transport.tcp;

import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * Bounded queue of connections from the acceptor (the one producer) to one worker (the one consumer).
 */
public final class HandOverQueue
{
    private final OneToOneConcurrentArrayQueue<HandOver> queue;

    /**
     * @param capacity of the queue, rounded up to a power of two.
     */
    public HandOverQueue(final int capacity)
    {
        queue = new OneToOneConcurrentArrayQueue<>(capacity);
    }

    /**
     * @param handOver to give to the worker; it belongs to the worker when this returns true.
     * @return false when the queue is full.
     */
    public boolean offer(final HandOver handOver)
    {
        return queue.offer(handOver);
    }

    /**
     * @return the oldest connection, or null when there is none.
     */
    public HandOver poll()
    {
        return queue.poll();
    }

    /**
     * @return true when there is nothing to take. A worker looks here once more before it parks.
     */
    public boolean isEmpty()
    {
        return queue.isEmpty();
    }

    /**
     * Close every connection that is waiting. For the consumer, or for anybody once producer and consumer have ended.
     *
     * @return number of connections closed.
     */
    public int closeAll()
    {
        int closed = 0;
        HandOver handOver;
        while ((handOver = queue.poll()) != null)
        {
            handOver.close();
            closed++;
        }
        return closed;
    }
}
