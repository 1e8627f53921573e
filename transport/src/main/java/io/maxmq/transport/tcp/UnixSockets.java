package io.maxmq.transport.tcp;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Listening on a file. One that a broker left behind when it was killed is taken over; one on which somebody listens is
 * not, nor is a file of another kind.
 */
final class UnixSockets
{
    private UnixSockets()
    {
    }

    static ServerSocketChannel bind(final ListenerConfig config) throws IOException
    {
        final UnixDomainSocketAddress address = UnixDomainSocketAddress.of(config.host());
        if (Files.exists(address.getPath()))
        {
            takeOver(address);
        }
        final ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try
        {
            return server.bind(address, config.backlog());
        }
        catch (final IOException ex)
        {
            server.close();
            throw ex;
        }
    }

    private static void takeOver(final UnixDomainSocketAddress address) throws IOException
    {
        final Path file = address.getPath();
        if (Files.isRegularFile(file) || Files.isDirectory(file))
        {
            throw new BindException("there is a file that is no socket");
        }
        try (SocketChannel probe = SocketChannel.open(address))
        {
            throw new BindException("somebody listens there already");
        }
        catch (final BindException ex)
        {
            throw ex;
        }
        catch (final IOException ex)
        {
            Files.delete(file);
        }
    }

    static void remove(final ListenerConfig config)
    {
        try
        {
            Files.deleteIfExists(Path.of(config.host()));
        }
        catch (final IOException ignore)
        {
            // The next start takes it over.
        }
    }
}
