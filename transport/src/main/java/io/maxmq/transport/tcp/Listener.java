package io.maxmq.transport.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * One bound server socket. Belongs to the acceptor's thread.
 */
final class Listener
{
    private final ListenerConfig config;
    private final ServerSocketChannel server;
    private final SelectionKey key;

    private Listener(final ListenerConfig config, final ServerSocketChannel server, final SelectionKey key)
    {
        this.config = config;
        this.server = server;
        this.key = key;
    }

    static Listener bind(final ListenerConfig config, final Selector selector)
    {
        ServerSocketChannel server = null;
        try
        {
            server = config.isLocal() ? UnixSockets.bind(config) : bind(config);
            server.configureBlocking(false);
            final SelectionKey key = server.register(selector, SelectionKey.OP_ACCEPT);
            final Listener listener = new Listener(config, server, key);
            key.attach(listener);
            return listener;
        }
        catch (final IOException ex)
        {
            Sockets.closeQuietly(server);
            throw new UncheckedIOException("cannot listen on " + config + ": " + ex.getMessage(), ex);
        }
    }

    private static ServerSocketChannel bind(final ListenerConfig config) throws IOException
    {
        final ServerSocketChannel server = ServerSocketChannel.open();
        try
        {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (config.receiveBufferLength() > 0)
            {
                server.setOption(StandardSocketOptions.SO_RCVBUF, config.receiveBufferLength());
            }
            final InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
            if (address.isUnresolved())
            {
                throw new IOException("unknown host " + config.host());
            }
            return server.bind(address, config.backlog());
        }
        catch (final IOException ex)
        {
            server.close();
            throw ex;
        }
    }

    ListenerConfig config()
    {
        return config;
    }

    int boundPort()
    {
        return config.isLocal() ? 0 : server.socket().getLocalPort();
    }

    void accepting(final boolean on)
    {
        final int wanted = on ? SelectionKey.OP_ACCEPT : 0;
        if (key.interestOps() != wanted)
        {
            key.interestOps(wanted);
        }
    }

    /**
     * @return a new connection, or null when there is none.
     */
    SocketChannel accept() throws IOException
    {
        return server.accept();
    }

    void prepare(final SocketChannel socket) throws IOException
    {
        socket.configureBlocking(false);
        if (!config.isLocal())
        {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        if (config.sendBufferLength() > 0)
        {
            socket.setOption(StandardSocketOptions.SO_SNDBUF, config.sendBufferLength());
        }
    }

    void close()
    {
        Sockets.closeQuietly(server);
        if (config.isLocal())
        {
            UnixSockets.remove(config);
        }
    }
}
