package io.maxmq.core.connection;

import io.maxmq.core.clock.Timers;
import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.transport.codec.ReasonCode;

/**
 * Watches that clients keep their keep alive: half as long again and their connection is closed (MQTT-3.1.2-22).
 * While the broker itself keeps a connection from being read, silence is not held against the client. One per worker,
 * used by its thread alone.
 */
final class KeepAlive
{
    private final Timers timers;
    private final WorkerCounters counters;

    KeepAlive(final Timers timers, final WorkerCounters counters)
    {
        this.timers = timers;
        this.counters = counters;
    }

    /**
     * Watches a connection until it closes.
     *
     * @param connection that has been accepted; one without keep alive is not watched.
     */
    void watch(final Connection connection)
    {
        final long allowedMs = connection.terms().keepAliveMs() * 3L / 2;
        if (allowedMs > 0)
        {
            watch(connection, allowedMs, connection.input().lastReceivedMs() + allowedMs);
        }
    }

    private void watch(final Connection connection, final long allowedMs, final long deadlineMs)
    {
        connection.input().timerId(timers.schedule(deadlineMs, nowMs -> look(connection, allowedMs, nowMs)));
    }

    private void look(final Connection connection, final long allowedMs, final long nowMs)
    {
        if (connection.isClosing())
        {
            return;
        }
        final long lastReceivedMs = connection.input().lastReceivedMs();
        if (connection.input().isHeldUp())
        {
            watch(connection, allowedMs, nowMs + allowedMs);
        }
        else if (nowMs - lastReceivedMs >= allowedMs)
        {
            counters.increment(Counter.KEEP_ALIVE_TIMEOUTS);
            connection.disconnect(ReasonCode.KEEP_ALIVE_TIMEOUT, null);
        }
        else
        {
            watch(connection, allowedMs, lastReceivedMs + allowedMs);
        }
    }
}
