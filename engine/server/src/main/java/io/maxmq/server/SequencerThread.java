package io.maxmq.server;

import io.maxmq.journal.log.Sequencer;
import io.maxmq.transport.bus.Bus;
import org.agrona.ErrorHandler;

import java.util.concurrent.locks.LockSupport;

/**
 * Runs a sequencer that has a thread of its own; it sleeps while there is nothing to log.
 */
final class SequencerThread implements Runnable
{
    private static final long MAXIMUM_PARK_NS = 100_000_000;

    private final Sequencer sequencer;
    private final Bus bus;
    private final ErrorHandler onFailure;
    private volatile boolean running = true;

    SequencerThread(final Sequencer sequencer, final Bus bus, final ErrorHandler onFailure)
    {
        this.sequencer = sequencer;
        this.bus = bus;
        this.onFailure = onFailure;
    }

    @Override
    public void run()
    {
        final Thread self = Thread.currentThread();
        bus.parkFlag().waker(() -> LockSupport.unpark(self));
        try
        {
            while (running)
            {
                final int workCount = sequencer.doWork() + bus.drive();
                bus.flushWakes();
                if (workCount == 0)
                {
                    park();
                }
            }
        }
        catch (final Throwable error)
        {
            onFailure.onError(error);
        }
        finally
        {
            bus.close();
        }
    }

    private void park()
    {
        bus.parkFlag().prepare();
        if (!bus.hasInput() && running)
        {
            LockSupport.parkNanos(MAXIMUM_PARK_NS);
        }
        bus.parkFlag().clear();
    }

    void stop()
    {
        running = false;
        bus.parkFlag().wake();
    }
}
