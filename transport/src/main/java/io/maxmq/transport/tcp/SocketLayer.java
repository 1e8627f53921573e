package io.maxmq.transport.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The lowest layer: the socket itself. Holds nothing.
 */
final class SocketLayer implements Layer
{
    private final SocketChannel socket;
    private final ByteBuffer[] pair = new ByteBuffer[2];

    SocketLayer(final SocketChannel socket)
    {
        this.socket = socket;
    }

    public void use(final LayerScratch scratch)
    {
    }

    public int read(final ByteBuffer dst)
    {
        try
        {
            return socket.read(dst);
        }
        catch (final IOException ex)
        {
            return Channel.CLOSED;
        }
    }

    public int write(final ByteBuffer src)
    {
        try
        {
            return socket.write(src);
        }
        catch (final IOException ex)
        {
            return Channel.CLOSED;
        }
    }

    public int write(final ByteBuffer first, final ByteBuffer second)
    {
        pair[0] = first;
        pair[1] = second;
        try
        {
            return (int)socket.write(pair, 0, 2);
        }
        catch (final IOException ex)
        {
            return Channel.CLOSED;
        }
    }

    public boolean hasBufferedInput()
    {
        return false;
    }

    public boolean hasPendingOutput()
    {
        return false;
    }

    public int flush()
    {
        return 0;
    }

    public void shutdownOutput()
    {
        try
        {
            socket.shutdownOutput();
        }
        catch (final IOException ex)
        {
            Sockets.closeQuietly(socket);
        }
    }

    public boolean isHandshaking()
    {
        return false;
    }

    public Runnable task()
    {
        return null;
    }

    public TlsPeer tls()
    {
        return null;
    }

    public AcceptorCounter refusal()
    {
        return null;
    }

    public String reason()
    {
        return null;
    }
}
