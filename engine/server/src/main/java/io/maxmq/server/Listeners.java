package io.maxmq.server;

import io.maxmq.server.config.BrokerConfig;
import io.maxmq.server.config.ListenerType;
import io.maxmq.transport.tcp.AcceptorCounter;
import io.maxmq.transport.tcp.LayerFactory;
import io.maxmq.transport.tcp.ListenerConfig;
import io.maxmq.transport.tcp.Peer;
import io.maxmq.transport.tls.TlsContext;
import io.maxmq.transport.tls.TlsException;
import io.maxmq.transport.tls.TlsLayers;
import io.maxmq.transport.websocket.WebSocketLayers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The listeners of a broker, made from their configuration, and the certificates of those that encrypt.
 * <p>
 * Lifecycle: made before the broker starts; {@link #watch} begins to look after the files, {@link #close} ends that.
 * Threading: thread-safe.
 */
final class Listeners implements AutoCloseable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(Listeners.class);

    private final List<ListenerConfig> all = new ArrayList<>();
    private final Map<String, TlsContext> contexts = new LinkedHashMap<>();
    private Thread watcher;

    /**
     * @param config of the broker.
     * @throws TlsException when certificates or keys cannot be used.
     */
    Listeners(final BrokerConfig config)
    {
        for (final BrokerConfig.Listener listener : config.listeners())
        {
            all.add(new ListenerConfig(
                all.size(), listener.name(), listener.bind(), listener.port(), listener.backlog())
                .layers(layers(listener))
                .proxied(listener.proxied())
                .local(listener.type() == ListenerType.UNIX));
        }
    }

    private LayerFactory layers(final BrokerConfig.Listener listener)
    {
        final LayerFactory secure = listener.type().isSecure() ? new TlsLayers(context(listener)) : null;
        return listener.type().isWebSocket() ? new WebSocketLayers(listener.webSocket(), secure) : secure;
    }

    private TlsContext context(final BrokerConfig.Listener listener)
    {
        try
        {
            final TlsContext context = new TlsContext(listener.tls());
            contexts.put(listener.name(), context);
            return context;
        }
        catch (final TlsException ex)
        {
            throw new TlsException("listener " + listener.name() + ": " + ex.getMessage(), ex);
        }
    }

    List<ListenerConfig> all()
    {
        return all;
    }

    ListenerConfig get(final String name)
    {
        return all.stream().filter(listener -> listener.name().equals(name)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no such listener: " + name));
    }

    /**
     * Begins to look whether files have changed.
     *
     * @param intervalMs between two looks, 0 for none.
     */
    synchronized void watch(final long intervalMs)
    {
        if (intervalMs > 0 && !contexts.isEmpty() && watcher == null)
        {
            watcher = new Thread(() -> watchEvery(intervalMs), "maxmq-certificates");
            watcher.setDaemon(true);
            watcher.start();
        }
    }

    private void watchEvery(final long intervalMs)
    {
        try
        {
            while (true)
            {
                Thread.sleep(intervalMs);
                reload(false);
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads all files of TLS again; new connections get what they hold. */
    void reload()
    {
        reload(true);
    }

    private synchronized void reload(final boolean always)
    {
        contexts.forEach((name, context) -> reload(name, context, always));
    }

    private static void reload(final String name, final TlsContext context, final boolean always)
    {
        try
        {
            boolean reloaded = true;
            if (always)
            {
                context.reload();
            }
            else
            {
                reloaded = context.reloadIfChanged();
            }
            if (reloaded)
            {
                LOGGER.info("listener {}: certificates have been read again", name);
            }
        }
        catch (final TlsException ex)
        {
            LOGGER.error("listener {}: {}; it goes on with the certificates it has", name, ex.getMessage());
        }
    }

    /** For those who look for the cause of a client's trouble. */
    static void onRefused(final Peer peer, final AcceptorCounter cause, final String reason)
    {
        LOGGER.debug("{} at listener {} {}{}",
            peer.address(), peer.listener(), cause.label(), reason == null ? "" : ": " + reason);
    }

    @Override
    public synchronized void close()
    {
        if (watcher != null)
        {
            watcher.interrupt();
            watcher = null;
        }
    }
}
