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
    final ListenerConfig listener;
    final long acceptedAtMs;
    final long acceptedAtNs;

    /**
     * Who it is, as far as is known yet.
     */
    Peer peer;
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
        final ListenerConfig listener,
        final long acceptedAtMs,
        final long acceptedAtNs,
        final Peer peer)
    {
        this.socket = socket;
        this.listener = listener;
        this.acceptedAtMs = acceptedAtMs;
        this.acceptedAtNs = acceptedAtNs;
        this.peer = peer;
    }
}
