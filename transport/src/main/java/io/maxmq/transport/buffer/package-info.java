/**
 * Memory between the sockets and the packets: a pool per worker, the queue of bytes that wait for a connection to take
 * them, and the reader that cuts what arrives into frames.
 * <p>
 * Everything in here belongs to one thread. Pressure is a value: a full pool answers {@code null}, a full queue
 * {@code -1}; nothing in this package waits and nothing throws because memory is short.
 */
package io.maxmq.transport.buffer;
