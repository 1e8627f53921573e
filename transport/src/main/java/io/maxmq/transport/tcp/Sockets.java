package io.maxmq.transport.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Small helpers around sockets.
 */
final class Sockets
{
    private Sockets()
    {
    }

    static Selector openSelector()
    {
        try
        {
            return Selector.open();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    static void closeQuietly(final AutoCloseable closeable)
    {
        try
        {
            if (closeable != null)
            {
                closeable.close();
            }
        }
        catch (final Exception ignore)
        {
            // The descriptor is gone either way, and nobody waits for the outcome.
        }
    }

    /**
     * @return bytes read, or -1 at the end and after a failure.
     */
    static int read(final SocketChannel socket, final ByteBuffer dst)
    {
        try
        {
            return socket.read(dst);
        }
        catch (final IOException ex)
        {
            return -1;
        }
    }

    /**
     * @param address of a peer, may be null when the peer has gone already.
     * @return it without a name lookup, IPv6 in brackets.
     */
    static String format(final SocketAddress address)
    {
        if (address instanceof UnixDomainSocketAddress)
        {
            return Peer.LOCAL;
        }
        if (!(address instanceof InetSocketAddress))
        {
            return "unknown";
        }
        final InetSocketAddress inet = (InetSocketAddress)address;
        final String host = inet.getAddress().getHostAddress();
        return inet.getAddress() instanceof Inet6Address ?
            "[" + host + "]:" + inet.getPort() : host + ":" + inet.getPort();
    }

    static String remoteAddressOf(final SocketChannel socket)
    {
        try
        {
            return format(socket.getRemoteAddress());
        }
        catch (final IOException ex)
        {
            return "unknown";
        }
    }
}
