/**
 * Sockets: the acceptor that reads just enough of a new connection to know which worker it belongs to, the queue on
 * which it hands the connection over, and the poller with which a worker serves the connections it owns.
 * <p>
 * This is the only place that sees {@code java.nio.channels}. Everything above talks to a
 * {@link io.maxmq.transport.tcp.Channel}, which a test can fake and which TLS and WebSocket can wrap.
 */
package io.maxmq.transport.tcp;
