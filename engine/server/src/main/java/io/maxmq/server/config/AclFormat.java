package io.maxmq.server.config;

/**
 * How a file of access rules is written.
 */
public enum AclFormat
{
    /** MaxMQ's own format. */
    MAXMQ,
    /** That of Mosquitto's {@code acl_file}. */
    MOSQUITTO
}
