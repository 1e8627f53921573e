/**
 * What the broker does when clients or machines misbehave: real sockets, real workers, floods, silence, storms and
 * limits. Everything is bounded in number; nothing is timed. The storm of clients that connect again is larger on
 * request: see {@link io.maxmq.server.robustness.ReconnectStormTest}.
 */
package io.maxmq.server.robustness;
