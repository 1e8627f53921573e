package io.maxmq.transport.tcp;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

import io.maxmq.transport.buffer.PooledBuffer;

/**
 * A connection between accept and hand-over. Belongs to the acceptor's thread; a link of {@link PendingList}.
 */
final class PendingConnection
{
    final SocketChannel socket;
    final int listenerId;
    final long acceptedAtMs;
    final long acceptedAtNs;
    final String remoteAddress;

    SelectionKey key;
    /**
     * Bytes received so far, null while there are none.
     */
    PooledBuffer buffer;
    int length;
    /**
     * Set once CONNECT is whole; the connection then waits only for room in the worker's queue.
     */
    HandOver handOver;
    /**
     * Handed over or closed: no longer the acceptor's.
     */
    boolean ended;

    PendingConnection previous;
    PendingConnection next;

    PendingConnection(
        final SocketChannel socket,
        final int listenerId,
        final long acceptedAtMs,
        final long acceptedAtNs,
        final String remoteAddress)
    {
        this.socket = socket;
        this.listenerId = listenerId;
        this.acceptedAtMs = acceptedAtMs;
        this.acceptedAtNs = acceptedAtNs;
        this.remoteAddress = remoteAddress;
    }
}
