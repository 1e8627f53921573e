package io.maxmq.server.config;

/**
 * What holds where no access rule decides.
 */
public enum AclDefault
{
    /** Clients may. */
    ALLOW,
    /** Clients may not. */
    DENY
}
