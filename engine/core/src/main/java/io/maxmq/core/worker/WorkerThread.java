package io.maxmq.core.worker;


import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/**
 * Runs a worker: one duty cycle after the other, idle as configured, until it is told to stop or fails. A failure is
 * final, and reported: half a broker is worse than none.
 */
public final class WorkerThread implements Runnable
{
    private final Worker worker;
    private final WorkerConfig.Idle idle;
    private final long spinNs;
    private final long pauseNs;
    private final long recoverTo;
    private final Runnable onRecovered;
    private final BiConsumer<Worker, Throwable> onFailure;
    private volatile boolean running = true;

    /**
     * @param worker      to run.
     * @param config      how to idle.
     * @param recoverTo   last event that is in the log already.
     * @param onRecovered is told when that has been applied, on the worker's thread.
     * @param onFailure   is told what ended the worker, on its thread.
     */
    public WorkerThread(
        final Worker worker,
        final WorkerConfig config,
        final long recoverTo,
        final Runnable onRecovered,
        final BiConsumer<Worker, Throwable> onFailure)
    {
        this.worker = worker;
        this.idle = config.idle();
        this.spinNs = config.spinNs();
        this.pauseNs = config.pauseNs();
        this.recoverTo = recoverTo;
        this.onRecovered = onRecovered;
        this.onFailure = onFailure;
    }

    @Override
    public void run()
    {
        try
        {
            worker.recover(recoverTo);
            onRecovered.run();
            while (running)
            {
                cycle();
            }
        }
        catch (final Throwable error)
        {
            onFailure.accept(worker, error);
        }
        finally
        {
            worker.onClose();
        }
    }

    private void cycle()
    {
        if (worker.doWork() > 0)
        {
            if (pauseNs > 0)
            {
                LockSupport.parkNanos(pauseNs);
            }
            return;
        }
        switch (idle)
        {
            case BLOCK:
                worker.park();
                break;

            case BACKOFF:
                if (!spin())
                {
                    worker.park();
                }
                break;

            default:
                Thread.onSpinWait();
                break;
        }
    }

    /** Looks again for a while; true if there was something. */
    private boolean spin()
    {
        final long startNs = System.nanoTime();
        do
        {
            Thread.onSpinWait();
            if (worker.doWork() > 0)
            {
                return true;
            }
        }
        while (System.nanoTime() - startNs < spinNs && running);
        return false;
    }

    /** Ends the worker after its present cycle. Any thread. */
    public void stop()
    {
        running = false;
        worker.wake();
    }
}
