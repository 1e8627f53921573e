package io.maxmq.transport.tcp;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A connection on its way from the acceptor to its worker, with what was read of it so far.
 * <p>
 * The socket is in non-blocking mode and registered nowhere. Whoever takes this from the queue owns it: it either
 * registers the socket with its {@link SocketPoller} or calls {@link #close()}.
 */
public final class HandOver
{
    private final SocketChannel socket;
    private final Layer layer;
    private final ByteBuffer unread;
    private final Peer peer;
    private final long acceptedAtMs;

    /**
     * @param socket       non-blocking, registered with no selector.
     * @param layer        between the socket and what is read, or null where there is none.
     * @param unread       from position to limit: CONNECT as a whole and whatever was read behind it.
     * @param peer         who it is.
     * @param acceptedAtMs when, since the epoch.
     */
    public HandOver(
        final SocketChannel socket,
        final Layer layer,
        final ByteBuffer unread,
        final Peer peer,
        final long acceptedAtMs)
    {
        this.socket = socket;
        this.layer = layer;
        this.unread = unread;
        this.peer = peer;
        this.acceptedAtMs = acceptedAtMs;
    }

    /**
     * @return the socket.
     */
    public SocketChannel socket()
    {
        return socket;
    }

    /**
     * @return what lies between the socket and the packets, with everything that it holds; null for a plain connection.
     */
    public Layer layer()
    {
        return layer;
    }

    /**
     * @return from position to limit the bytes that were read and not yet interpreted. A client may send SUBSCRIBE and
     * PUBLISH right behind CONNECT, so these must be parsed before the socket is waited for.
     */
    public ByteBuffer unread()
    {
        return unread;
    }

    /**
     * @return who is at the other end, and which listener accepted the connection.
     */
    public Peer peer()
    {
        return peer;
    }

    /**
     * @return when the connection was accepted, in milliseconds since the epoch.
     */
    public long acceptedAtMs()
    {
        return acceptedAtMs;
    }

    /**
     * Close the socket of a connection that nobody will serve.
     */
    public void close()
    {
        Sockets.closeQuietly(socket);
    }
}
