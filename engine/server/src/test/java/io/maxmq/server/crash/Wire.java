package io.maxmq.server.crash;

import io.maxmq.server.protocol.Packet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A connection to a broker that may die at any moment: reading never waits, and whatever goes wrong is the end of the
 * connection.
 */
final class Wire implements AutoCloseable
{
    private static final int INITIAL_LENGTH = 16 * 1024;
    private static final int MAX_LENGTH_BYTES = 4;

    private final int version;
    private final SocketChannel channel;
    private ByteBuffer in = ByteBuffer.allocate(INITIAL_LENGTH);
    private boolean ended;

    private Wire(final SocketChannel channel, final int version)
    {
        this.channel = channel;
        this.version = version;
    }

    /** A connection, or null if nobody listens. */
    static Wire open(final int port, final int version)
    {
        try
        {
            final SocketChannel channel = SocketChannel.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            return new Wire(channel, version);
        }
        catch (final IOException ex)
        {
            return null;
        }
    }

    void send(final ByteBuffer bytes)
    {
        try
        {
            while (!ended && bytes.hasRemaining())
            {
                channel.write(bytes);
            }
        }
        catch (final IOException ex)
        {
            ended = true;
        }
    }

    /** Whether nothing more will come; what has come before may still be polled. */
    boolean hasEnded()
    {
        return ended;
    }

    /** The next packet, or null if none is complete. */
    Packet poll()
    {
        final Packet packet = next();
        if (packet == null && !ended)
        {
            read();
            return next();
        }
        return packet;
    }

    private void read()
    {
        if (!in.hasRemaining())
        {
            in = ByteBuffer.allocate(in.capacity() * 2).put(in.flip());
        }
        try
        {
            ended = channel.read(in) < 0;
        }
        catch (final IOException ex)
        {
            ended = true;
        }
    }

    private Packet next()
    {
        int length = 0;
        for (int i = 1; i <= MAX_LENGTH_BYTES && i < in.position(); i++)
        {
            length |= (in.get(i) & 0x7F) << 7 * (i - 1);
            if (in.get(i) >= 0)
            {
                return in.position() > i + length ? take(i + 1, length) : null;
            }
        }
        return null;
    }

    private Packet take(final int from, final int length)
    {
        final byte[] body = new byte[length];
        final int first = in.get(0) & 0xFF;
        in.flip().position(from).get(body);
        in.compact();
        return new Packet(first, body, version);
    }

    @Override
    public void close()
    {
        ended = true;
        try
        {
            channel.close();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
