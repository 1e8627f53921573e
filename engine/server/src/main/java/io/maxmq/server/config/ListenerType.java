package io.maxmq.server.config;

/**
 * The ways in.
 */
public enum ListenerType
{
    /** MQTT on a bare socket. */
    TCP,
    /** MQTT encrypted. */
    TLS;

    /**
     * @return whether its connections begin with a TLS handshake.
     */
    public boolean isSecure()
    {
        return this == TLS;
    }
}
