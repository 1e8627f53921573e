package io.maxmq.server.config;

/**
 * Which thread writes the log.
 */
public enum SequencerMode
{
    AUTO,
    OWN,
    SHARED
}
