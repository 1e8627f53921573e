package io.maxmq.transport.websocket;

import io.maxmq.transport.tcp.Layer;
import io.maxmq.transport.tcp.LayerFactory;

/**
 * Has the connections of a listener speak WebSocket, on the bare socket or above TLS.
 */
public final class WebSocketLayers implements LayerFactory
{
    private final WebSocketSettings settings;
    private final LayerFactory below;

    /**
     * @param settings of the listener.
     * @param below    that encrypts, or null.
     */
    public WebSocketLayers(final WebSocketSettings settings, final LayerFactory below)
    {
        this.settings = settings;
        this.below = below;
    }

    public Layer open(final Layer socket)
    {
        return new WebSocketLayer(below == null ? socket : below.open(socket), settings);
    }

    public boolean isSecure()
    {
        return below != null && below.isSecure();
    }
}
