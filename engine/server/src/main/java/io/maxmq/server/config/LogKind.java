package io.maxmq.server.config;

/**
 * Implementation of the log.
 */
public enum LogKind
{
    MEMORY,
    JOURNAL
}
