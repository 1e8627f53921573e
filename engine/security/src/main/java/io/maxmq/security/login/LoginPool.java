package io.maxmq.security.login;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A few threads for what takes time when clients log in, with a bounded queue before them. Workers hand over without
 * waiting for anybody; what waits too long is not begun any more, since its client will have given up.
 */
public final class LoginPool implements AutoCloseable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(LoginPool.class);

    /** Something to do, and what to do where it cannot be done in time. */
    public interface Task
    {
        /** Called on a thread of the pool. */
        void run();

        /** Called on a thread of the pool: the task has waited too long and is not run. */
        void expired();
    }

    private record Waiting(Task task, long sinceNs)
    {
    }

    private final int limit;
    private final long timeoutNs;
    private final ConcurrentLinkedQueue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Semaphore available = new Semaphore(0);
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong expired = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /**
     * @param name      of the threads.
     * @param count     of them.
     * @param limit     on what waits.
     * @param timeoutMs after which it is not begun any more.
     */
    public LoginPool(final String name, final int count, final int limit, final long timeoutMs)
    {
        this.limit = limit;
        timeoutNs = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        for (int i = 0; i < count; i++)
        {
            final Thread thread = new Thread(this::work, name + "-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /**
     * Hands over a task. Never waits, any thread.
     *
     * @param task to run.
     * @return false where too many wait: it has not been taken.
     */
    public boolean offer(final Task task)
    {
        if (waiting.incrementAndGet() > limit || closed)
        {
            waiting.decrementAndGet();
            refused.incrementAndGet();
            return false;
        }
        queue.add(new Waiting(task, System.nanoTime()));
        available.release();
        return true;
    }

    private void work()
    {
        try
        {
            while (!closed)
            {
                available.acquire();
                final Waiting next = queue.poll();
                if (next != null)
                {
                    waiting.decrementAndGet();
                    run(next);
                }
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void run(final Waiting next)
    {
        try
        {
            if (System.nanoTime() - next.sinceNs > timeoutNs)
            {
                expired.incrementAndGet();
                next.task.expired();
            }
            else
            {
                next.task.run();
            }
        }
        catch (final RuntimeException ex)
        {
            LOGGER.error("a login failed unexpectedly", ex);
        }
    }

    /**
     * @return tasks that wait at present.
     */
    public int waiting()
    {
        return waiting.get();
    }

    /**
     * @return tasks that were not taken.
     */
    public long refused()
    {
        return refused.get();
    }

    /**
     * @return tasks that had waited too long.
     */
    public long expired()
    {
        return expired.get();
    }

    @Override
    public void close()
    {
        closed = true;
        threads.forEach(Thread::interrupt);
    }
}
