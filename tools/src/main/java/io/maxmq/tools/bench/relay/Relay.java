package io.maxmq.tools.bench.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Forwards MQTT messages from publishers to subscribers on a thread of its own, with as little work as possible.
 * Listens on a free port of the loopback address from construction to {@link #close()}.
 */
public final class Relay implements AutoCloseable
{
    private static final int BUFFER_BYTES = 1024 * 1024;
    private static final int MAX_ACCEPT_QUEUE = 1024;

    private final ServerSocketChannel server;
    private final Selector selector;
    private final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final UnsafeBuffer inputBuffer = new UnsafeBuffer(input);
    private final Routes routes = new Routes();
    private final List<RelayConnection> dirty = new ArrayList<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Fault fault;
    private final boolean isSpinning;
    private final Thread thread;
    private volatile boolean isRunning = true;
    private long messages;

    /**
     * Start.
     *
     * @param fault      what it does wrong.
     * @param isSpinning whether it looks for work without ever waiting.
     * @throws IOException if it cannot listen.
     */
    public Relay(final Fault fault, final boolean isSpinning) throws IOException
    {
        this.fault = fault;
        this.isSpinning = isSpinning;
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), MAX_ACCEPT_QUEUE);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        thread = new Thread(this::run, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * @return the address to connect to.
     * @throws IOException if it is closed.
     */
    public InetSocketAddress address() throws IOException
    {
        return (InetSocketAddress)server.getLocalAddress();
    }

    @Override
    public void close() throws IOException
    {
        isRunning = false;
        selector.wakeup();
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
        if (failure.get() != null)
        {
            throw new IOException("the relay failed", failure.get());
        }
    }

    Routes routes()
    {
        return routes;
    }

    int nextFault()
    {
        return fault.of(++messages);
    }

    void onDirty(final RelayConnection connection)
    {
        dirty.add(connection);
    }

    private void run()
    {
        try
        {
            while (isRunning)
            {
                if (isSpinning)
                {
                    selector.selectNow(this::onKey);
                }
                else
                {
                    selector.select(this::onKey);
                }
                flush();
            }
        }
        catch (final IOException | RuntimeException ex)
        {
            failure.set(ex);
        }
        finally
        {
            closeAll();
        }
    }

    private void onKey(final SelectionKey key)
    {
        try
        {
            if (key.isAcceptable())
            {
                accept();
                return;
            }
            final RelayConnection connection = (RelayConnection)key.attachment();
            if (key.isReadable())
            {
                connection.onReadable(input, inputBuffer);
            }
            if (key.isValid() && key.isWritable())
            {
                onDirty(connection);
            }
        }
        catch (final IOException ex)
        {
            closeQuietly((RelayConnection)key.attachment());
        }
    }

    private void accept() throws IOException
    {
        final SocketChannel channel = server.accept();
        if (channel != null)
        {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            final SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            key.attach(new RelayConnection(this, channel, key));
        }
    }

    private void flush()
    {
        for (int i = 0; i < dirty.size(); i++)
        {
            final RelayConnection connection = dirty.get(i);
            try
            {
                connection.flush();
            }
            catch (final IOException ex)
            {
                closeQuietly(connection);
            }
        }
        dirty.clear();
    }

    private void closeAll()
    {
        try
        {
            for (final SelectionKey key : selector.keys())
            {
                key.channel().close();
            }
            selector.close();
        }
        catch (final IOException ex)
        {
            failure.compareAndSet(null, ex);
        }
    }

    private static void closeQuietly(final RelayConnection connection)
    {
        try
        {
            connection.close();
        }
        catch (final IOException ignore)
        {
            // It is gone either way.
        }
    }
}
