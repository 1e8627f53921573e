package io.maxmq.core.clock;

import org.agrona.DeadlineTimerWheel;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.concurrent.TimeUnit;

/**
 * The timers of one worker. A timer may fire some milliseconds late, never early. Owned by the worker's thread.
 */
public final class Timers
{
    /** Stands for "no timer". */
    public static final long NONE = DeadlineTimerWheel.NULL_DEADLINE;

    private static final long TICK_MS = 16;
    private static final int TICKS = 1024;
    private static final int POLL_LIMIT = 256;

    /** What is done when a timer fires. */
    @FunctionalInterface
    public interface Task
    {
        /**
         * @param nowMs time of the cycle.
         */
        void onTimer(long nowMs);
    }

    private final DeadlineTimerWheel wheel;
    private final Long2ObjectHashMap<Task> tasks = new Long2ObjectHashMap<>();
    private final DeadlineTimerWheel.TimerHandler handler = this::onExpiry;

    public Timers(final long startMs)
    {
        wheel = new DeadlineTimerWheel(TimeUnit.MILLISECONDS, startMs, TICK_MS, TICKS);
    }

    /**
     * Sets a timer.
     *
     * @param deadlineMs milliseconds since the epoch.
     * @param task       to run once.
     * @return id, by which it can be cancelled.
     */
    public long schedule(final long deadlineMs, final Task task)
    {
        final long timerId = wheel.scheduleTimer(deadlineMs);
        tasks.put(timerId, task);
        return timerId;
    }

    public void cancel(final long timerId)
    {
        if (tasks.remove(timerId) != null)
        {
            wheel.cancelTimer(timerId);
        }
    }

    /**
     * Runs what is due, a bounded number.
     *
     * @param nowMs time of the cycle.
     * @return timers fired.
     */
    public int poll(final long nowMs)
    {
        if (tasks.isEmpty())
        {
            wheel.currentTickTime(nowMs);
            return 0;
        }
        int fired = 0;
        for (int ticks = 0; ticks < TICKS && fired < POLL_LIMIT && wheel.currentTickTime() <= nowMs; ticks++)
        {
            fired += wheel.poll(nowMs, handler, POLL_LIMIT);
        }
        return fired;
    }

    public boolean isEmpty()
    {
        return tasks.isEmpty();
    }

    private boolean onExpiry(final TimeUnit unit, final long nowMs, final long timerId)
    {
        final Task task = tasks.remove(timerId);
        if (task != null)
        {
            task.onTimer(nowMs);
        }
        return true;
    }
}
