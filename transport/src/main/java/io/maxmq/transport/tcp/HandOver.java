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
    private final ByteBuffer unread;
    private final int listenerId;
    private final long acceptedAtMs;
    private final String remoteAddress;

    /**
     * @param socket        non-blocking, registered with no selector.
     * @param unread        from position to limit: CONNECT as a whole and whatever was read behind it.
     * @param listenerId    of the listener that accepted it.
     * @param acceptedAtMs  when, since the epoch.
     * @param remoteAddress of the peer, as {@link Channel#remoteAddress()} gives it.
     */
    public HandOver(
        final SocketChannel socket,
        final ByteBuffer unread,
        final int listenerId,
        final long acceptedAtMs,
        final String remoteAddress)
    {
        this.socket = socket;
        this.unread = unread;
        this.listenerId = listenerId;
        this.acceptedAtMs = acceptedAtMs;
        this.remoteAddress = remoteAddress;
    }

    /**
     * @return the socket.
     */
    public SocketChannel socket()
    {
        return socket;
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
     * @return id of the listener that accepted the connection.
     */
    public int listenerId()
    {
        return listenerId;
    }

    /**
     * @return when the connection was accepted, in milliseconds since the epoch.
     */
    public long acceptedAtMs()
    {
        return acceptedAtMs;
    }

    /**
     * @return the peer's address and port.
     */
    public String remoteAddress()
    {
        return remoteAddress;
    }

    /**
     * Close the socket of a connection that nobody will serve.
     */
    public void close()
    {
        Sockets.closeQuietly(socket);
    }
}
