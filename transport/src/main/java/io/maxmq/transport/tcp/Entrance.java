package io.maxmq.transport.tcp;

import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.List;

import io.maxmq.transport.proxy.ProxiedPeer;
import io.maxmq.transport.proxy.ProxyHeader;

/**
 * The stages of a connection between accept and CONNECT, each as far as the bytes that have come allow: the header of a
 * proxy is read, the layers of its listener are put upon it, their handshake is gone through, and CONNECT is read from
 * what they give.
 * <p>
 * Threading: the acceptor's thread.
 */
final class Entrance
{
    /** Result: what comes first is not the header of a proxy. */
    static final int PROXY_REFUSED = -6;

    private static final int MAX_READS = 64;

    private final ConnectReader reader;
    private final Handshakes handshakes;
    private final LayerScratch scratch = new LayerScratch();

    Entrance(final ConnectReader reader, final Handshakes handshakes)
    {
        this.reader = reader;
        this.handshakes = handshakes;
    }

    /**
     * Go on with a connection that is ready, or whose calculation is done.
     *
     * @param connection to go on with, not busy.
     * @return as {@link ConnectReader#read(PendingConnection)}, or {@link #PROXY_REFUSED}.
     */
    int advance(final PendingConnection connection)
    {
        if (connection.proxy != null)
        {
            final int result = readProxyHeader(connection);
            if (result != 0 || connection.proxy != null)
            {
                return result;
            }
        }
        final LayerFactory layers = connection.listener.layers();
        if (layers == null)
        {
            return reader.read(connection);
        }
        if (connection.layer == null)
        {
            if (layers.isSecure() && !handshakes.admit(connection))
            {
                connection.key.interestOps(0);
                return ConnectReader.NEED_MORE;
            }
            connection.layer = layers.open(new SocketLayer(connection.socket));
            connection.layer.use(scratch);
        }
        return advanceLayers(connection);
    }

    /** Zero when it is whole, and then it is gone from the connection, or when more is needed. */
    private static int readProxyHeader(final PendingConnection connection)
    {
        final ProxyHeader header = connection.proxy;
        int needed;
        while ((needed = header.needed()) > 0)
        {
            final ByteBuffer part = ByteBuffer.allocate(needed);
            final int read = Sockets.read(connection.socket, part);
            if (read <= 0)
            {
                return read < 0 ? ConnectReader.ENDED : ConnectReader.NEED_MORE;
            }
            header.take(part.flip());
        }
        if (header.failure() != null)
        {
            return PROXY_REFUSED;
        }
        connection.peer = proxied(connection.peer, header.peer());
        connection.proxy = null;
        return 0;
    }

    private static Peer proxied(final Peer proxy, final ProxiedPeer client)
    {
        final TlsPeer tls = client.protocol() == null ? null : new TlsPeer(
            client.protocol(), client.cipher(), client.serverName(), client.commonName(), List.of());
        return new Peer(
            proxy.listenerId(), proxy.listener(), client.address() == null ? proxy.address() : client.address(), tls);
    }

    private int advanceLayers(final PendingConnection connection)
    {
        final Layer layer = connection.layer;
        if (layer.hasPendingOutput() && layer.flush() < 0)
        {
            return ConnectReader.ENDED;
        }
        int result = ConnectReader.NEED_MORE;
        for (int i = 0; i < MAX_READS && result == ConnectReader.NEED_MORE && (i == 0 || layer.hasBufferedInput()); i++)
        {
            result = reader.read(connection);
        }
        if (result == ConnectReader.NEED_MORE)
        {
            await(connection);
        }
        if (!layer.isHandshaking())
        {
            handshaken(connection);
        }
        return result;
    }

    private void await(final PendingConnection connection)
    {
        final Layer layer = connection.layer;
        final Runnable task = layer.task();
        if (task != null)
        {
            connection.key.interestOps(0);
            handshakes.run(connection, task);
        }
        else
        {
            connection.key.interestOps(
                SelectionKey.OP_READ | (layer.hasPendingOutput() ? SelectionKey.OP_WRITE : 0));
        }
    }

    private void handshaken(final PendingConnection connection)
    {
        handshakes.ended(connection);
        final TlsPeer tls = connection.layer.tls();
        final Peer peer = connection.peer;
        if (tls != null && peer.tls() == null)
        {
            connection.peer = new Peer(peer.listenerId(), peer.listener(), peer.address(), tls);
        }
    }
}
