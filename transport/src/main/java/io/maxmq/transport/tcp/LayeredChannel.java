package io.maxmq.transport.tcp;

import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * A {@link Channel} with a {@link Layer} between it and its socket.
 * <p>
 * The layer may hold what the socket no longer has, in both directions. So this asks the poller to be read again without
 * an event while there is something to give, and waits for room in the socket while the layer has something to write,
 * whatever its handler is interested in. The class is not even loaded while all connections are plain.
 */
final class LayeredChannel extends TcpChannel
{
    private final Layer layer;
    private boolean handlerWrites;
    private boolean shutDown;
    private boolean listed;

    private LayeredChannel(
        final SocketPoller poller,
        final SocketChannel socket,
        final Layer layer,
        final Peer peer,
        final ChannelHandler handler)
    {
        super(poller, socket, peer, handler);
        this.layer = layer;
    }

    /**
     * @return the channel, as what the poller knows.
     */
    static TcpChannel of(
        final SocketPoller poller,
        final SocketChannel socket,
        final Layer layer,
        final Peer peer,
        final ChannelHandler handler)
    {
        layer.use(poller.scratch());
        return new LayeredChannel(poller, socket, layer, peer, handler);
    }

    @Override
    void registered()
    {
        afterRead();
        afterWrite();
    }

    @Override
    public int read(final ByteBuffer dst)
    {
        if (!isOpen())
        {
            return CLOSED;
        }
        final int read = layer.read(dst);
        afterRead();
        afterWrite();
        return read;
    }

    @Override
    public int write(final ByteBuffer src)
    {
        if (!isOpen())
        {
            return CLOSED;
        }
        final int written = layer.write(src);
        afterWrite();
        return written;
    }

    @Override
    public int write(final ByteBuffer first, final ByteBuffer second)
    {
        if (!isOpen())
        {
            return CLOSED;
        }
        final int written = layer.write(first, second);
        afterWrite();
        return written;
    }

    @Override
    public boolean hasBufferedInput()
    {
        return isOpen() && layer.hasBufferedInput();
    }

    @Override
    public void readInterest(final boolean on)
    {
        super.readInterest(on);
        if (on)
        {
            afterRead();
        }
    }

    @Override
    public void writeInterest(final boolean on)
    {
        handlerWrites = on;
        afterWrite();
    }

    @Override
    int onReady(final int readyOps)
    {
        if (0 != (readyOps & SelectionKey.OP_WRITE) && isOpen() && layer.hasPendingOutput())
        {
            layer.flush();
            afterWrite();
        }
        final int served = handlerWrites && !layer.hasPendingOutput() ? readyOps : readyOps & ~SelectionKey.OP_WRITE;
        return super.onReady(served);
    }

    /**
     * The poller's turn for what the layer holds.
     */
    int onBuffered()
    {
        listed = false;
        final int workCount = wantsRead() && hasBufferedInput() ? super.onReady(SelectionKey.OP_READ) : 0;
        afterRead();
        return workCount;
    }

    @Override
    public void shutdownOutput()
    {
        if (isOpen() && !shutDown)
        {
            shutDown = true;
            afterWrite();
        }
    }

    @Override
    public void close()
    {
        if (isOpen())
        {
            layer.shutdownOutput();
        }
        super.close();
    }

    private void afterRead()
    {
        if (!listed && isOpen() && wantsRead() && layer.hasBufferedInput())
        {
            listed = true;
            buffered(this);
        }
    }

    private void afterWrite()
    {
        final boolean pending = layer.hasPendingOutput();
        super.writeInterest(handlerWrites || pending);
        if (shutDown && !pending)
        {
            layer.shutdownOutput();
        }
    }
}
