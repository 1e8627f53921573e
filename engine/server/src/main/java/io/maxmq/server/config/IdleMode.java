package io.maxmq.server.config;

/**
 * What a worker does when it finds nothing to do.
 */
public enum IdleMode
{
    BLOCK,
    BACKOFF,
    SPIN
}
