package io.maxmq.server.config;

/**
 * What gives way when a queue is full.
 */
public enum Overflow
{
    DROP_NEWEST,
    DROP_OLDEST,
    DISCONNECT
}
