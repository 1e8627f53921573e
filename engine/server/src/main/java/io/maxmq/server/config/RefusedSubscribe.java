package io.maxmq.server.config;

/**
 * What an MQTT 5 client is told that subscribes to what it may not.
 */
public enum RefusedSubscribe
{
    /** That it is not authorised, 0x87. */
    NOT_AUTHORIZED,
    /** That the subscription was refused, 0x80. */
    UNSPECIFIED
}
