package io.maxmq.transport.tcp;

import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.agrona.ErrorHandler;

/**
 * The bound listeners of an acceptor: all accept, or none does for a while.
 * <p>
 * Threading: the acceptor's thread, but for {@link #boundPort(ListenerConfig)}.
 */
final class Doors
{
    private static final long ACCEPT_FAILURE_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final AcceptorCounters counters;
    private final ErrorHandler errorHandler;
    private final List<Listener> listeners = new ArrayList<>();
    private long restUntilNs;
    private boolean paused;
    private boolean failing;

    Doors(final AcceptorCounters counters, final ErrorHandler errorHandler, final long nowNs)
    {
        this.counters = counters;
        this.errorHandler = errorHandler;
        this.restUntilNs = nowNs;
    }

    void bind(final List<ListenerConfig> configs, final Selector selector)
    {
        configs.forEach(config -> listeners.add(Listener.bind(config, selector)));
    }

    int boundPort(final ListenerConfig config)
    {
        for (final Listener listener : listeners)
        {
            if (listener.config() == config)
            {
                return listener.boundPort();
            }
        }
        throw new IllegalArgumentException("no such listener: " + config);
    }

    /**
     * @return true while accepting would only fail again.
     */
    boolean isResting(final long nowNs)
    {
        return nowNs - restUntilNs < 0;
    }

    boolean isPaused()
    {
        return paused;
    }

    void pause(final boolean on)
    {
        if (on != paused)
        {
            paused = on;
            listeners.forEach(listener -> listener.accepting(!on));
            if (on)
            {
                counters.increment(AcceptorCounter.ACCEPT_PAUSED);
            }
        }
    }

    /**
     * When the system refuses, most likely the process is out of descriptors: trying again at once would only burn the
     * processor.
     *
     * @return a new connection, or null when there is none.
     */
    SocketChannel accept(final Listener listener, final long nowNs)
    {
        try
        {
            final SocketChannel socket = listener.accept();
            failing = false;
            return socket;
        }
        catch (final IOException ex)
        {
            counters.increment(AcceptorCounter.ACCEPT_FAILED);
            restUntilNs = nowNs + ACCEPT_FAILURE_PAUSE_NS;
            if (!failing)
            {
                failing = true;
                errorHandler.onError(new IOException("connections cannot be accepted for the moment: " +
                    ex.getMessage() + "; if too many files are open, allow the process more of them (ulimit -n)", ex));
            }
            return null;
        }
    }

    void close()
    {
        listeners.forEach(Listener::close);
    }
}
