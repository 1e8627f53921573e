package io.maxmq.server.config;

/**
 * How much is logged.
 */
public enum LogLevel
{
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
}
