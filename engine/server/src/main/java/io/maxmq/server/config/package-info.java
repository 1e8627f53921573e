/**
 * Configuration: one table of keys, {@link io.maxmq.server.config.ConfigKeys}, from which everything else follows.
 * <p>
 * Read in this order: {@link io.maxmq.server.config.ConfigKey} (one row), {@link io.maxmq.server.config.ConfigKeys}
 * (the table), {@link io.maxmq.server.config.ConfigLoader} (file, environment, {@code --set} and options become
 * {@link io.maxmq.server.config.ConfigValues}, or a list of errors with file and line), {@link
 * io.maxmq.server.config.BrokerConfig} (the typed result that the broker is assembled from) and {@link
 * io.maxmq.server.config.ConfigReference} (which writes {@code docs/configuration.md}).
 * <p>
 * Nothing here runs after start, so clarity goes before speed. No class here is shared between threads while it is
 * built; the results are immutable.
 */
package io.maxmq.server.config;
