package io.maxmq.transport.bus;

import org.agrona.concurrent.AgentInvoker;

/**
 * Remembers the first error that an Aeron client or driver reported to its error handler, so that the thread that runs
 * it fails instead of going on with dead streams. Used by that thread only.
 */
final class AeronFailure
{
    private Throwable first;

    void onError(final Throwable throwable)
    {
        if (first == null)
        {
            first = throwable;
        }
    }

    /**
     * @param invoker that should be running.
     * @throws IllegalStateException if it does not or an error was reported.
     */
    void rethrow(final AgentInvoker invoker)
    {
        if (first != null || !invoker.isRunning())
        {
            throw new IllegalStateException("the bus has failed", first);
        }
    }
}
