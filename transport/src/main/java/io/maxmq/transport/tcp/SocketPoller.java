package io.maxmq.transport.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.function.Consumer;

import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentTerminationException;

/**
 * Serves the sockets of one worker: asks the kernel once per poll which of them are ready and calls their handlers.
 * <p>
 * Lifecycle: made by the worker, closed by the worker, which closes all channels. Threading: everything belongs to the
 * worker's thread except {@link #wakeup()}, which any thread may call.
 * <p>
 * Invariants:
 * <ul>
 *   <li>one poll is one select, and no select happens inside a handler: handlers change interest, register and close
 *   freely, all of which takes effect with the next poll;</li>
 *   <li>an event causes no allocation. The JDK boxes a descriptor for every event; with
 *   {@code -XX:AutoBoxCacheMax=131072} (set by the launcher) that stays without allocation for descriptors below that
 *   number;</li>
 *   <li>what a handler throws ends with its connection: it is counted, reported, given to
 *   {@link ChannelHandler#onFailure(Channel, Throwable)}, and the other connections are served as if nothing was;</li>
 *   <li>a change of interest costs a system call only when it is still a change at the next poll.</li>
 * </ul>
 */
public final class SocketPoller implements AutoCloseable
{
    private static final Consumer<SelectionKey> IGNORE = key -> {};

    private final Selector selector;
    private final ErrorHandler errorHandler;
    private final Consumer<SelectionKey> onReady = this::onReady;
    private final ArrayList<TcpChannel> changed = new ArrayList<>();
    private final ArrayList<LayeredChannel> buffered = new ArrayList<>();
    private final LayerScratch scratch = new LayerScratch();
    private final ByteBuffer[] pair = new ByteBuffer[2];
    private int workCount;
    private int channelCount;
    private long failures;
    private boolean polling;

    /**
     * @param errorHandler is told what handlers throw.
     */
    public SocketPoller(final ErrorHandler errorHandler)
    {
        this.errorHandler = errorHandler;
        selector = Sockets.openSelector();
    }

    /**
     * Take a connection from the acceptor. Its unread bytes are the caller's business.
     *
     * @param handOver whose socket is registered.
     * @param handler  of its events.
     * @return the channel with read interest on, or null when the connection has ended already.
     */
    public Channel register(final HandOver handOver, final ChannelHandler handler)
    {
        final SocketChannel socket = handOver.socket();
        final Layer layer = handOver.layer();
        return register(socket, layer == null ?
            new TcpChannel(this, socket, handOver.peer(), handler) :
            LayeredChannel.of(this, socket, layer, handOver.peer(), handler));
    }

    /**
     * @param socket  in non-blocking mode, registered nowhere.
     * @param peer    who it is.
     * @param handler of its events.
     * @return the channel with read interest on, or null when the connection has ended already.
     */
    public Channel register(final SocketChannel socket, final Peer peer, final ChannelHandler handler)
    {
        return register(socket, new TcpChannel(this, socket, peer, handler));
    }

    private Channel register(final SocketChannel socket, final TcpChannel channel)
    {
        try
        {
            channel.register(selector);
        }
        catch (final IOException ex)
        {
            Sockets.closeQuietly(socket);
            return null;
        }
        channelCount++;
        channel.registered();
        return channel;
    }

    /**
     * Serve what is ready now, without waiting.
     *
     * @return work done by the handlers.
     */
    public int poll()
    {
        return select(0);
    }

    /**
     * Serve what is ready, and wait for something to become ready if nothing is.
     *
     * @param timeoutMs longest time to wait; 0 or less does not wait. {@link #wakeup()} ends the wait.
     * @return work done by the handlers.
     */
    public int select(final long timeoutMs)
    {
        workCount = 0;
        select(onReady, timeoutMs);
        if (!buffered.isEmpty())
        {
            serveBuffered();
        }
        return workCount;
    }

    /**
     * Wait for something to become ready without serving it: the next {@link #poll()} does. For a worker that parks, so
     * that its handlers run in a duty cycle that has read the clock after the wait.
     *
     * @param timeoutMs longest time to wait; 0 or less does not wait. {@link #wakeup()} ends the wait.
     * @return number of channels that are ready.
     */
    public int await(final long timeoutMs)
    {
        return select(IGNORE, timeoutMs);
    }

    /**
     * End the wait of {@link #select(long)}, or of the next one if there is none at present. From any thread.
     */
    public void wakeup()
    {
        selector.wakeup();
    }

    /**
     * @return number of open channels.
     */
    public int channelCount()
    {
        return channelCount;
    }

    /**
     * @return how many times a handler threw.
     */
    public long failures()
    {
        return failures;
    }

    /**
     * Close every channel without calling its handler, then the selector. Not inside a handler.
     */
    public void close()
    {
        if (!selector.isOpen())
        {
            return;
        }
        for (final SelectionKey key : new ArrayList<>(selector.keys()))
        {
            ((TcpChannel)key.attachment()).close();
        }
        Sockets.closeQuietly(selector);
    }

    /**
     * @return an array for one gathering write.
     */
    ByteBuffer[] pair(final ByteBuffer first, final ByteBuffer second)
    {
        pair[0] = first;
        pair[1] = second;
        return pair;
    }

    void interestChanged(final TcpChannel channel)
    {
        changed.add(channel);
    }

    LayerScratch scratch()
    {
        return scratch;
    }

    /**
     * @param channel to be read with the next poll, whatever its socket says.
     */
    void buffered(final LayeredChannel channel)
    {
        buffered.add(channel);
    }

    void channelClosed()
    {
        channelCount--;
    }

    private int select(final Consumer<SelectionKey> consumer, final long timeoutMs)
    {
        if (polling)
        {
            throw new IllegalStateException("poll inside a handler");
        }
        applyInterest();
        polling = true;
        try
        {
            return timeoutMs > 0 && buffered.isEmpty() ? selector.select(consumer, timeoutMs) : selector.selectNow(consumer);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        finally
        {
            polling = false;
        }
    }

    private void applyInterest()
    {
        final ArrayList<TcpChannel> changed = this.changed;
        final int size = changed.size();
        for (int i = 0; i < size; i++)
        {
            changed.get(i).applyInterest();
        }
        if (size > 0)
        {
            changed.clear();
        }
    }

    private void onReady(final SelectionKey key)
    {
        final TcpChannel channel = (TcpChannel)key.attachment();
        if (!channel.isOpen())
        {
            return;
        }
        try
        {
            workCount += channel.onReady(key.readyOps());
        }
        catch (final AgentTerminationException ex)
        {
            throw ex;
        }
        catch (final Exception ex)
        {
            onFailure(channel, ex);
        }
    }

    /**
     * Those that list themselves again while they are served have their turn with the next poll.
     */
    private void serveBuffered()
    {
        final int size = buffered.size();
        for (int i = 0; i < size; i++)
        {
            final LayeredChannel channel = buffered.get(i);
            try
            {
                workCount += channel.onBuffered();
            }
            catch (final AgentTerminationException ex)
            {
                throw ex;
            }
            catch (final Exception ex)
            {
                onFailure(channel, ex);
            }
        }
        buffered.subList(0, size).clear();
    }

    private void onFailure(final TcpChannel channel, final Exception error)
    {
        failures++;
        errorHandler.onError(error);
        try
        {
            channel.onFailure(error);
        }
        catch (final Exception ex)
        {
            errorHandler.onError(ex);
        }
        finally
        {
            channel.close();
        }
    }
}
