package io.maxmq.transport.bus;

import org.agrona.DirectBuffer;

import java.util.concurrent.locks.LockSupport;

/**
 * Runs one participant as a worker does: drive, poll the stages in their order, do own work, flush wakes, and sleep
 * when there is nothing to do. It sleeps without a time-out, so a wake that is lost hangs the test.
 */
abstract class BusThread extends Thread
{
    final Bus bus;
    volatile Throwable failure;
    volatile boolean isStopping;
    private final boolean isParking;
    private final int pollLimit;

    BusThread(final Bus bus, final boolean isParking, final int pollLimit)
    {
        super("participant-" + bus.participant());
        this.bus = bus;
        this.isParking = isParking;
        this.pollLimit = pollLimit;
    }

    /**
     * Own work of a cycle.
     *
     * @return work count.
     */
    abstract int work();

    abstract boolean onMessage(
        int source, Stage stage, DirectBuffer buffer, int offset, int length);

    /** Ask the thread to close its bus and end. */
    void shutdown()
    {
        isStopping = true;
        bus.parkFlag().wake();
    }

    @Override
    public void run()
    {
        bus.parkFlag().waker(() -> LockSupport.unpark(this));
        try
        {
            while (!isStopping)
            {
                if (cycle() == 0)
                {
                    idle();
                }
            }
        }
        catch (final Throwable throwable)
        {
            failure = throwable;
        }
        finally
        {
            bus.close();
        }
    }

    private int cycle()
    {
        int work = bus.drive();
        for (int i = 0; i < Stage.COUNT; i++)
        {
            work += bus.poll(Stage.get(i), this::onMessage, pollLimit);
        }
        work += work();
        bus.flushWakes();
        return work;
    }

    private void idle()
    {
        if (!isParking)
        {
            Thread.yield();
            return;
        }

        final ParkFlag flag = bus.parkFlag();
        flag.prepare();
        if (!bus.hasInput() && !isStopping)
        {
            LockSupport.park();
        }
        flag.clear();
    }
}
