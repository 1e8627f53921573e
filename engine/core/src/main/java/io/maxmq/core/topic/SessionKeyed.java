package io.maxmq.core.topic;

/**
 * What a {@link SessionTable} may hold: something of which there is at most one per session in that table.
 */
interface SessionKeyed
{
    long sessionId();
}
