package io.maxmq.server.config;

/**
 * When the journal is flushed to the disk.
 */
public enum LogSync
{
    NONE,
    INTERVAL,
    BATCH
}
