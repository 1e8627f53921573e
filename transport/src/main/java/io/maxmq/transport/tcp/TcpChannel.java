package io.maxmq.transport.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A {@link Channel} straight on a socket. Made and driven by {@link SocketPoller}.
 * <p>
 * Interest is kept here as a wish; the poller carries it to the selection key before it selects, and only when wish and
 * key differ, so a connection that turns its interest off and on within one cycle costs nothing. {@link LayeredChannel}
 * is for connections with TLS or WebSocket.
 */
class TcpChannel implements Channel
{
    private final SocketPoller poller;
    private final SocketChannel socket;
    private final Peer peer;
    private SelectionKey key;
    private ChannelHandler handler;
    private int wanted = SelectionKey.OP_READ;
    private int applied = SelectionKey.OP_READ;
    private int interestChanges;
    private boolean changed;
    private boolean open = true;

    TcpChannel(
        final SocketPoller poller,
        final SocketChannel socket,
        final Peer peer,
        final ChannelHandler handler)
    {
        this.poller = poller;
        this.socket = socket;
        this.peer = peer;
        this.handler = handler;
    }

    final void register(final Selector selector) throws ClosedChannelException
    {
        key = socket.register(selector, applied, this);
    }

    /**
     * The poller serves the channel from now on.
     */
    void registered()
    {
    }

    final boolean wantsRead()
    {
        return 0 != (wanted & SelectionKey.OP_READ);
    }

    /**
     * @param channel this, which can be read without an event.
     */
    final void buffered(final LayeredChannel channel)
    {
        poller.buffered(channel);
    }

    public int read(final ByteBuffer dst)
    {
        if (!open)
        {
            return CLOSED;
        }
        try
        {
            return socket.read(dst);
        }
        catch (final IOException ex)
        {
            return CLOSED;
        }
    }

    public int write(final ByteBuffer src)
    {
        if (!open)
        {
            return CLOSED;
        }
        try
        {
            return socket.write(src);
        }
        catch (final IOException ex)
        {
            return CLOSED;
        }
    }

    public int write(final ByteBuffer first, final ByteBuffer second)
    {
        if (!open)
        {
            return CLOSED;
        }
        try
        {
            return (int)socket.write(poller.pair(first, second), 0, 2);
        }
        catch (final IOException ex)
        {
            return CLOSED;
        }
    }

    public boolean hasBufferedInput()
    {
        return false;
    }

    public void readInterest(final boolean on)
    {
        interest(SelectionKey.OP_READ, on);
    }

    public void writeInterest(final boolean on)
    {
        interest(SelectionKey.OP_WRITE, on);
    }

    private void interest(final int op, final boolean on)
    {
        final int now = on ? wanted | op : wanted & ~op;
        if (now != wanted && open)
        {
            wanted = now;
            if (!changed)
            {
                changed = true;
                poller.interestChanged(this);
            }
        }
    }

    /**
     * Carry the wish to the selection key.
     */
    void applyInterest()
    {
        changed = false;
        if (open && wanted != applied)
        {
            key.interestOps(wanted);
            applied = wanted;
            interestChanges++;
        }
    }

    /**
     * @return how many times the selection key was changed.
     */
    int interestChanges()
    {
        return interestChanges;
    }

    int onReady(final int readyOps)
    {
        int workCount = 0;
        if (open && 0 != (readyOps & wanted & SelectionKey.OP_WRITE))
        {
            workCount += handler.onWritable(this);
        }
        if (open && 0 != (readyOps & wanted & SelectionKey.OP_READ))
        {
            workCount += handler.onReadable(this);
        }
        return workCount;
    }

    void onFailure(final Throwable error)
    {
        handler.onFailure(this, error);
    }

    public void shutdownOutput()
    {
        if (open)
        {
            try
            {
                socket.shutdownOutput();
            }
            catch (final IOException ex)
            {
                close();
            }
        }
    }

    public void close()
    {
        if (open)
        {
            open = false;
            key.cancel();
            Sockets.closeQuietly(socket);
            poller.channelClosed();
        }
    }

    public boolean isOpen()
    {
        return open;
    }

    public Peer peer()
    {
        return peer;
    }

    public void attach(final ChannelHandler handler)
    {
        this.handler = handler;
    }
}
