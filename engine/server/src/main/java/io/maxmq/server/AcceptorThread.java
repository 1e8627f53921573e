package io.maxmq.server;

import io.maxmq.transport.tcp.Acceptor;
import org.agrona.ErrorHandler;

/**
 * Runs the acceptor, which waits by itself while there is nothing to accept.
 */
final class AcceptorThread implements Runnable
{
    private final Acceptor acceptor;
    private final ErrorHandler onFailure;
    private volatile boolean running = true;

    AcceptorThread(final Acceptor acceptor, final ErrorHandler onFailure)
    {
        this.acceptor = acceptor;
        this.onFailure = onFailure;
    }

    @Override
    public void run()
    {
        try
        {
            while (running)
            {
                acceptor.doWork();
            }
        }
        catch (final Throwable error)
        {
            onFailure.onError(error);
        }
        finally
        {
            acceptor.close();
        }
    }

    void stop()
    {
        running = false;
    }
}
