package io.maxmq.core.worker;

import io.maxmq.core.MqttLimits;
import io.maxmq.core.connection.Quotas;
import io.maxmq.core.event.AppliedPositions;
import io.maxmq.core.partition.Partitioning;
import io.maxmq.core.session.SessionLimits;
import io.maxmq.core.state.WorkerState;
import io.maxmq.journal.log.LogState;
import io.maxmq.journal.log.LogTail;
import io.maxmq.spi.Authenticator;
import io.maxmq.spi.Authoriser;
import io.maxmq.transport.bus.AeronBus;
import io.maxmq.transport.bus.BusConfig;
import io.maxmq.transport.tcp.HandOverQueue;
import org.agrona.CloseHelper;
import org.agrona.LangUtil;

/**
 * A worker that only folds: it applies the log as the worker of a broker does, by the same code, and neither serves
 * anybody nor decides anything. For tools and tests that want the state at some place of a log. One that folds alone
 * (worker 0 of 1) gets the state of the whole broker, however many workers wrote the log.
 * <p>
 * Used by one thread at a time. What it applies it may want to read again, so the tail must find every event.
 */
public final class StateFold implements AutoCloseable
{
    private static final int SMALL = 4 * 1024;
    private static final MqttLimits NO_CLIENTS = new MqttLimits(
        SMALL, 1, 1, 0, 0, 2, true, true, true, true, 1, 1, 1, 1, 0, -1, 0, false, false, SMALL);
    /** Until the log says otherwise, which it does before the first message. */
    private static final SessionLimits UNLIMITED =
        new SessionLimits(Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, SessionLimits.Overflow.DROP_NEWEST);
    private static final WorkerConfig CONFIG = new WorkerConfig(
        NO_CLIENTS, UNLIMITED, UNLIMITED, WorkerConfig.Idle.BLOCK, 0, 0, SMALL, SMALL, SMALL, 16, Integer.MAX_VALUE,
        Long.MAX_VALUE, Integer.MAX_VALUE);

    private final Worker worker;

    private StateFold(final Worker worker)
    {
        this.worker = worker;
    }

    /**
     * Makes a fold that has applied nothing.
     *
     * @param index        of the worker whose part of the state it gets.
     * @param partitioning of the broker that wrote the log (its hash), with as many workers as there are folds.
     * @param tail         of the log, at its begin.
     * @return the fold.
     */
    public static StateFold create(final int index, final Partitioning partitioning, final LogTail tail)
    {
        return new StateFold(WorkerAssembly.assemble(new WorkerAssembly.Environment(
            index, CONFIG, partitioning, AeronBus.create(new BusConfig().workers(1))[0], tail, new LogState(),
            Integer.MAX_VALUE, null, null, new AppliedPositions(partitioning.workerCount()),
            new Quotas(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE), new HandOverQueue(1),
            Authenticator.ALLOW_ALL, Authoriser.ALLOW_ALL, 0, () -> 0, () -> 0, LangUtil::rethrowUnchecked)));
    }

    /**
     * Applies the log up to an event.
     *
     * @param sequence of the event, which is in the log.
     * @return this.
     */
    public StateFold foldTo(final long sequence)
    {
        worker.foldTo(sequence);
        return this;
    }

    /**
     * @return the state as it is now.
     */
    public WorkerState state()
    {
        return worker.state();
    }

    @Override
    public void close()
    {
        CloseHelper.quietClose(worker::onClose);
    }
}
