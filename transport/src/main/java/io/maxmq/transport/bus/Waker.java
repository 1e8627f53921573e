package io.maxmq.transport.bus;

/**
 * Ends the sleep of one thread, or its next sleep if it is awake. The effect must be sticky as that of
 * {@link java.nio.channels.Selector#wakeup()} and {@link java.util.concurrent.locks.LockSupport#unpark(Thread)} is.
 * Called by any thread.
 */
@FunctionalInterface
public interface Waker
{
    /**
     * Wake the thread.
     */
    void wake();
}
