package io.maxmq.server.config;

/**
 * The ways in.
 */
public enum ListenerType
{
    /** MQTT on a bare socket. */
    TCP,
    /** MQTT encrypted. */
    TLS,
    /** MQTT over WebSocket. */
    WS,
    /** MQTT over WebSocket, encrypted. */
    WSS,
    /** MQTT on a Unix socket. */
    UNIX;

    /**
     * @return whether its connections begin with a TLS handshake.
     */
    public boolean isSecure()
    {
        return this == TLS || this == WSS;
    }

    /**
     * @return whether its clients speak WebSocket.
     */
    public boolean isWebSocket()
    {
        return this == WS || this == WSS;
    }
}
