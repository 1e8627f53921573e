package io.maxmq.server.config;

/**
 * Whether clients without credentials are let in.
 */
public enum Anonymous
{
    /** While nothing is configured by which clients could be known. */
    AUTO,
    /** They are. */
    ALLOW,
    /** They are not. */
    DENY
}
