package io.maxmq.transport.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.UnsafeBuffer;

import io.maxmq.transport.buffer.BufferPool;
import io.maxmq.transport.buffer.PooledBuffer;
import io.maxmq.transport.bus.Waker;

/**
 * Accepts connections, reads each just far enough to know the worker it belongs to, and hands it over.
 * <p>
 * Lifecycle: binds when it is made, {@link #doWork()} until {@link #close()}, which closes what was not handed over.
 * Threading: one thread, which may block in {@link #doWork()} up to {@link AcceptorConfig#maxParkMs()};
 * {@link #counters()} and {@link #boundPort(ListenerConfig)} are for everybody.
 * <p>
 * Invariants:
 * <ul>
 *   <li>every accepted connection is handed over once, or closed and counted under one cause
 *   (see {@link AcceptorCounter}), never both;</li>
 *   <li>a connection that is handed over is registered with no selector, and every byte read from it goes along;</li>
 *   <li>a waiting connection holds memory for the bytes it has sent, at most doubled, never for a length it declares;
 *   at most {@link AcceptorConfig#maxWaiting()} wait, each at most {@link AcceptorConfig#connectTimeoutMs()};</li>
 *   <li>a worker that does not take its connections stops accepting but loses none until their time is over;
 *   connections for one worker keep their order;</li>
 *   <li>a cycle accepts and reads a bounded amount, whatever the peers do.</li>
 * </ul>
 */
public final class Acceptor implements Agent, AutoCloseable
{
    private static final long RETRY_MS = 1;
    private static final long ACCEPT_FAILURE_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final AcceptorConfig config;
    private final Router router;
    private final HandOverQueue[] queues;
    private final Waker[] wakers;
    private final ErrorHandler errorHandler;
    private final AcceptorCounters counters = new AcceptorCounters();
    private final Selector selector;
    private final List<Listener> listeners = new ArrayList<>();
    private final Consumer<SelectionKey> onReady = this::onReady;
    private final PendingList waiting = new PendingList();
    private final ArrayDeque<PendingConnection>[] forWorker;
    private final BufferPool pool;
    private final ByteBuffer scratchBytes;
    private final UnsafeBuffer scratch;
    private final long connectTimeoutNs;
    private final long evictAfterNs;
    private int heldCount;
    private int completedCount;
    private long nowNs;
    private long pauseUntilNs;
    private boolean paused;
    private boolean failing;
    private boolean closed;
    private int workCount;

    /**
     * Bind all listeners.
     *
     * @param config       limits.
     * @param listeners    to bind.
     * @param router       chooses the worker.
     * @param queues       one per worker.
     * @param wakers       one per worker, called when its queue has something new.
     * @param errorHandler is told of failures that are not a peer's.
     * @throws UncheckedIOException when a listener cannot be bound; none is bound then.
     */
    public Acceptor(
        final AcceptorConfig config,
        final List<ListenerConfig> listeners,
        final Router router,
        final HandOverQueue[] queues,
        final Waker[] wakers,
        final ErrorHandler errorHandler)
    {
        this.config = config;
        this.router = router;
        this.queues = queues.clone();
        this.wakers = wakers.clone();
        this.errorHandler = errorHandler;
        this.connectTimeoutNs = TimeUnit.MILLISECONDS.toNanos(config.connectTimeoutMs());
        this.evictAfterNs = TimeUnit.MILLISECONDS.toNanos(config.evictAfterMs());
        this.forWorker = newDeques(queues.length);
        this.pool = new BufferPool(config.preConnectMemoryBytes());
        this.scratchBytes = ByteBuffer.allocateDirect(config.preConnectMaxBytes());
        this.scratch = new UnsafeBuffer(scratchBytes);
        this.nowNs = config.nanoClock().nanoTime();
        this.pauseUntilNs = nowNs;
        this.selector = openSelector();
        try
        {
            for (final ListenerConfig listener : listeners)
            {
                this.listeners.add(Listener.bind(listener, selector));
            }
        }
        catch (final RuntimeException ex)
        {
            close();
            throw ex;
        }
    }

    public String roleName()
    {
        return "acceptor";
    }

    /**
     * @return counts of what happened to connections.
     */
    public AcceptorCounters counters()
    {
        return counters;
    }

    /**
     * @param config of a listener of this acceptor.
     * @return port that it is bound to.
     */
    public int boundPort(final ListenerConfig config)
    {
        for (final Listener listener : listeners)
        {
            if (listener.config() == config)
            {
                return listener.boundPort();
            }
        }
        throw new IllegalArgumentException("no such listener: " + config);
    }

    public int doWork()
    {
        if (closed)
        {
            return 0;
        }
        workCount = 0;
        deliver();
        applyAccepting();
        select(parkMs());
        nowNs = config.nanoClock().nanoTime();
        if (completedCount > 0)
        {
            // A cancelled key stays registered until the next select: the worker could not register the socket.
            completedCount = 0;
            select(0);
            deliver();
        }
        expire();
        return workCount;
    }

    public void onClose()
    {
        close();
    }

    /**
     * Stop accepting and close what was not handed over. By the acceptor's thread, or when that has ended.
     */
    public void close()
    {
        if (!closed)
        {
            closed = true;
            listeners.forEach(Listener::close);
            PendingConnection connection;
            while ((connection = waiting.first()) != null)
            {
                end(connection, AcceptorCounter.ABANDONED);
            }
            pool.close();
            Sockets.closeQuietly(selector);
        }
    }

    private long parkMs()
    {
        if (completedCount > 0)
        {
            return 0;
        }
        long parkMs = config.maxParkMs();
        if (heldCount > 0)
        {
            parkMs = Math.min(parkMs, RETRY_MS);
        }
        final PendingConnection first = waiting.first();
        if (first != null)
        {
            final long limitNs = paused && heldCount == 0 ? Math.min(evictAfterNs, connectTimeoutNs) : connectTimeoutNs;
            final long leftNs = first.acceptedAtNs + limitNs - nowNs;
            parkMs = Math.min(parkMs, Math.max(RETRY_MS, TimeUnit.NANOSECONDS.toMillis(leftNs)));
        }
        return parkMs;
    }

    private void select(final long parkMs)
    {
        try
        {
            if (parkMs > 0)
            {
                selector.select(onReady, parkMs);
            }
            else
            {
                selector.selectNow(onReady);
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private void onReady(final SelectionKey key)
    {
        final Object attachment = key.attachment();
        if (attachment instanceof Listener)
        {
            accept((Listener)attachment);
        }
        else
        {
            serve((PendingConnection)attachment);
        }
    }

    private void applyAccepting()
    {
        final boolean accepting = mayAccept();
        if (accepting == paused)
        {
            paused = !accepting;
            if (paused)
            {
                counters.increment(AcceptorCounter.ACCEPT_PAUSED);
            }
            for (final Listener listener : listeners)
            {
                listener.accepting(accepting);
            }
        }
    }

    private boolean mayAccept()
    {
        return heldCount == 0 && nowNs - pauseUntilNs >= 0 && (waiting.size() < config.maxWaiting() || mayEvict());
    }

    private boolean mayEvict()
    {
        final PendingConnection first = waiting.first();
        return first != null && nowNs - first.acceptedAtNs >= evictAfterNs;
    }

    private void accept(final Listener listener)
    {
        for (int i = 0; i < config.acceptsPerCycle() && mayAccept(); i++)
        {
            try
            {
                final SocketChannel socket = listener.accept();
                if (socket == null)
                {
                    return;
                }
                failing = false;
                onAccepted(listener, socket);
            }
            catch (final IOException ex)
            {
                onAcceptFailed(ex);
            }
        }
    }

    private void onAccepted(final Listener listener, final SocketChannel socket) throws IOException
    {
        if (waiting.size() >= config.maxWaiting())
        {
            end(waiting.first(), AcceptorCounter.EVICTED);
        }
        final PendingConnection connection = new PendingConnection(
            socket,
            listener.config().id(),
            config.epochClock().time(),
            config.nanoClock().nanoTime(),
            Sockets.remoteAddressOf(socket));
        counters.increment(AcceptorCounter.ACCEPTED);
        waiting.add(connection);
        counters.set(AcceptorCounter.WAITING, waiting.size());
        connection.key = socket.register(selector, SelectionKey.OP_READ, connection);
        workCount++;
    }

    /**
     * Most likely the process is out of descriptors: trying again at once would only burn the processor.
     */
    private void onAcceptFailed(final IOException error)
    {
        counters.increment(AcceptorCounter.ACCEPT_FAILED);
        pauseUntilNs = nowNs + ACCEPT_FAILURE_PAUSE_NS;
        if (!failing)
        {
            failing = true;
            errorHandler.onError(error);
        }
    }

    private void serve(final PendingConnection connection)
    {
        if (connection.ended || connection.handOver != null)
        {
            return;
        }
        workCount++;
        try
        {
            read(connection);
        }
        catch (final RuntimeException ex)
        {
            errorHandler.onError(ex);
            end(connection, AcceptorCounter.ABANDONED);
        }
    }

    private void read(final PendingConnection connection)
    {
        if (!makeRoom(connection))
        {
            end(connection, AcceptorCounter.OUT_OF_MEMORY);
            return;
        }
        final PooledBuffer own = connection.buffer;
        final ByteBuffer bytes = own == null ? scratchBytes : own.byteBuffer();
        final int limit = Math.min(bytes.capacity(), config.preConnectMaxBytes());
        final int read = read(connection.socket, bytes.limit(limit).position(connection.length));
        if (read < 0)
        {
            end(connection, AcceptorCounter.ENDED_BY_PEER);
        }
        else if (read > 0)
        {
            connection.length += read;
            judge(connection, own == null ? scratch : own.buffer());
        }
    }

    private static int read(final SocketChannel socket, final ByteBuffer bytes)
    {
        try
        {
            return socket.read(bytes);
        }
        catch (final IOException ex)
        {
            return -1;
        }
    }

    private void judge(final PendingConnection connection, final DirectBuffer buffer)
    {
        switch (ConnectProbe.probe(buffer, connection.length, config.preConnectMaxBytes()))
        {
            case ConnectProbe.NEED_MORE:
                keep(connection);
                break;
            case ConnectProbe.NOT_CONNECT:
                end(connection, AcceptorCounter.NOT_CONNECT);
                break;
            case ConnectProbe.MALFORMED:
                end(connection, AcceptorCounter.MALFORMED);
                break;
            case ConnectProbe.TOO_LARGE:
                end(connection, AcceptorCounter.TOO_LARGE);
                break;
            default:
                complete(connection, buffer);
                break;
        }
    }

    /**
     * What came into the scratch buffer moves to memory of the connection's own.
     */
    private void keep(final PendingConnection connection)
    {
        if (connection.buffer == null)
        {
            final PooledBuffer buffer = pool.acquire(connection.length);
            if (buffer == null)
            {
                end(connection, AcceptorCounter.OUT_OF_MEMORY);
                return;
            }
            buffer.buffer().putBytes(0, scratch, 0, connection.length);
            connection.buffer = buffer;
        }
    }

    private boolean makeRoom(final PendingConnection connection)
    {
        final PooledBuffer old = connection.buffer;
        if (old == null || connection.length < old.capacity())
        {
            return true;
        }
        final PooledBuffer buffer = pool.acquire(2 * connection.length);
        if (buffer == null)
        {
            return false;
        }
        buffer.buffer().putBytes(0, old.buffer(), 0, connection.length);
        connection.buffer = buffer;
        pool.release(old);
        return true;
    }

    private void complete(final PendingConnection connection, final DirectBuffer buffer)
    {
        final int frameLength = ConnectProbe.probe(buffer, connection.length, config.preConnectMaxBytes());
        final int bodyOffset = ConnectProbe.bodyOffset(buffer);
        final int worker = router.workerFor(connection.listenerId, buffer, bodyOffset, frameLength - bodyOffset);
        if (worker < 0)
        {
            end(connection, AcceptorCounter.MALFORMED);
            return;
        }
        final ByteBuffer unread = ByteBuffer.allocate(connection.length);
        buffer.getBytes(0, unread, 0, connection.length);
        connection.worker = worker;
        forWorker[worker].add(connection);
        connection.handOver = new HandOver(
            connection.socket, unread, connection.listenerId, connection.acceptedAtMs, connection.remoteAddress);
        releaseBuffer(connection);
        connection.key.interestOps(0);
        connection.key.cancel();
        heldCount++;
        completedCount++;
    }

    /**
     * Give the workers what is ready for them, as far as they take it, and wake those that got something.
     */
    private void deliver()
    {
        for (int i = 0; heldCount > 0 && i < queues.length; i++)
        {
            if (deliver(forWorker[i], queues[i]) > 0)
            {
                wakers[i].wake();
            }
        }
    }

    private int deliver(final ArrayDeque<PendingConnection> held, final HandOverQueue queue)
    {
        int delivered = 0;
        PendingConnection connection;
        while ((connection = held.peek()) != null)
        {
            if (!connection.ended)
            {
                if (connection.socket.isRegistered() || !queue.offer(connection.handOver))
                {
                    break;
                }
                forget(connection, AcceptorCounter.HANDED_OVER);
                delivered++;
            }
            held.poll();
            heldCount--;
        }
        workCount += delivered;
        return delivered;
    }

    private void expire()
    {
        PendingConnection first;
        while ((first = waiting.first()) != null && nowNs - first.acceptedAtNs >= connectTimeoutNs)
        {
            end(first, first.handOver == null ? AcceptorCounter.TIMED_OUT : AcceptorCounter.WORKER_BUSY);
            workCount++;
        }
    }

    private void end(final PendingConnection connection, final AcceptorCounter cause)
    {
        Sockets.closeQuietly(connection.socket);
        forget(connection, cause);
    }

    private void forget(final PendingConnection connection, final AcceptorCounter cause)
    {
        connection.ended = true;
        releaseBuffer(connection);
        waiting.remove(connection);
        counters.increment(cause);
        counters.set(AcceptorCounter.WAITING, waiting.size());
    }

    private void releaseBuffer(final PendingConnection connection)
    {
        if (connection.buffer != null)
        {
            pool.release(connection.buffer);
            connection.buffer = null;
        }
    }

    private Selector openSelector()
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

    @SuppressWarnings("unchecked")
    private static ArrayDeque<PendingConnection>[] newDeques(final int count)
    {
        final ArrayDeque<PendingConnection>[] deques = new ArrayDeque[count];
        for (int i = 0; i < count; i++)
        {
            deques[i] = new ArrayDeque<>();
        }
        return deques;
    }
}
