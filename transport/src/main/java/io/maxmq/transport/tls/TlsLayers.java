package io.maxmq.transport.tls;

import io.maxmq.transport.tcp.Layer;
import io.maxmq.transport.tcp.LayerFactory;

/**
 * Encrypts the connections of a listener, with the certificates that are current when each begins.
 */
public final class TlsLayers implements LayerFactory
{
    private final TlsContext context;

    /**
     * @param context that gives the engines.
     */
    public TlsLayers(final TlsContext context)
    {
        this.context = context;
    }

    public Layer open(final Layer socket)
    {
        return new TlsLayer(socket, context.newEngine());
    }

    public boolean isSecure()
    {
        return true;
    }
}
