/**
 * A whole broker, put together from its configuration.
 */
package io.maxmq.server;
