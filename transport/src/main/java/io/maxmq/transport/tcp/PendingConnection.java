package io.maxmq.transport.tcp;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

import io.maxmq.transport.buffer.PooledBuffer;
import io.maxmq.transport.proxy.ProxyHeader;

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
     * Between the socket and CONNECT; null for a plain connection, and until the first bytes have come.
     */
    Layer layer;
    /**
     * What a proxy tells of it; null where none does, and once that is known.
     */
    ProxyHeader proxy;
    /**
     * Its handshake counts among those that go on at the same time.
     */
    boolean admitted;
    /**
     * It waits for one of them to end.
     */
    boolean queued;
    /**
     * Another thread calculates for it: nobody else touches the layer.
     */
    boolean busy;
    /**
     * When it was served last.
     */
    long servedAtNs;
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
        this.proxy = listener.isProxied() ? new ProxyHeader() : null;
    }

    /**
     * @return why it is not let in, for people; null where nobody can tell.
     */
    String reason()
    {
        return proxy != null ? proxy.failure() : layer != null ? layer.reason() : null;
    }
}
