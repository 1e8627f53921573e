package io.maxmq.core.clock;

import org.agrona.DeadlineTimerWheel;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.concurrent.TimeUnit;

/**
 * The timers of one worker. A timer may fire some milliseconds late, never early. Owned by the worker's thread.
 * <p>
 * An id is never given again, unlike those of the wheel: who cancels a timer that has fired long ago does not cancel
 * somebody else's.
 */
public final class Timers
{
    /** Stands for "no timer". */
    public static final long NONE = 0;

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

    private record Timer(long id, long wheelId, Task task)
    {
    }

    private final DeadlineTimerWheel wheel;
    private final Long2ObjectHashMap<Timer> byId = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<Timer> byWheelId = new Long2ObjectHashMap<>();
    private final DeadlineTimerWheel.TimerHandler handler = this::onExpiry;
    private long lastId = NONE;

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
        final Timer timer = new Timer(++lastId, wheel.scheduleTimer(deadlineMs), task);
        byId.put(timer.id, timer);
        byWheelId.put(timer.wheelId, timer);
        return timer.id;
    }

    /**
     * Forgets a timer.
     *
     * @param timerId of a timer; one that has fired, was cancelled, or {@link #NONE}, changes nothing.
     */
    public void cancel(final long timerId)
    {
        final Timer timer = byId.remove(timerId);
        if (timer != null)
        {
            byWheelId.remove(timer.wheelId);
            wheel.cancelTimer(timer.wheelId);
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
        if (byId.isEmpty())
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
        return byId.isEmpty();
    }

    private boolean onExpiry(final TimeUnit unit, final long nowMs, final long timerId)
    {
        final Timer timer = byWheelId.remove(timerId);
        if (timer != null)
        {
            byId.remove(timer.id);
            timer.task.onTimer(nowMs);
        }
        return true;
    }
}
