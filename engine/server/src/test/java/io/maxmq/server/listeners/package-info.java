/**
 * The ways in: each kind of listener with clients that others wrote, what it tells of a client, and what it refuses.
 */
package io.maxmq.server.listeners;
