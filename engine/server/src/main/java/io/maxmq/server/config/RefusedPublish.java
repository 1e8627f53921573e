package io.maxmq.server.config;

/**
 * What becomes of a client that publishes what it may not.
 */
public enum RefusedPublish
{
    /** It stays connected; the message is dropped, and an MQTT 5 client is told so. */
    ACKNOWLEDGE,
    /** Its connection ends. */
    DISCONNECT
}
