package io.maxmq.transport.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;

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

    private final AcceptorConfig config;
    private final Router router;
    private final ErrorHandler errorHandler;
    private final AcceptorCounters counters = new AcceptorCounters();
    private final Selector selector;
    private final Doors doors;
    private final Consumer<SelectionKey> onReady = this::onReady;
    private final PendingList waiting = new PendingList();
    private final ConnectReader reader;
    private final Handshakes handshakes;
    private final Entrance entrance;
    private final HandOverDesk desk;
    private final long connectTimeoutNs;
    private final long evictAfterNs;
    private final long stalledAfterNs;
    private long nowNs;
    private boolean unregistered = true;
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
        this.errorHandler = errorHandler;
        this.connectTimeoutNs = TimeUnit.MILLISECONDS.toNanos(config.connectTimeoutMs());
        this.evictAfterNs = TimeUnit.MILLISECONDS.toNanos(config.evictAfterMs());
        this.stalledAfterNs = Math.max(evictAfterNs, connectTimeoutNs / 4);
        this.nowNs = config.nanoClock().nanoTime();
        this.doors = new Doors(counters, errorHandler, nowNs);
        this.desk = new HandOverDesk(
            queues, wakers, connection -> forget(connection, AcceptorCounter.HANDED_OVER));
        this.reader = new ConnectReader(config.preConnectMaxBytes(), config.preConnectMemoryBytes());
        this.selector = Sockets.openSelector();
        this.handshakes = new Handshakes(config.maxHandshakes(), config.handshakeThreads(), selector::wakeup);
        this.entrance = new Entrance(reader, handshakes);
        try
        {
            doors.bind(listeners, selector);
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
        return doors.boundPort(config);
    }

    public int doWork()
    {
        if (closed)
        {
            return 0;
        }
        workCount = desk.deliver();
        doors.pause(!mayAccept());
        select(parkMs());
        nowNs = config.nanoClock().nanoTime();
        if (!unregistered)
        {
            // A cancelled key stays registered until the next select: the worker could not register the socket.
            unregistered = true;
            select(0);
            workCount += desk.deliver();
        }
        goOnWithHandshakes();
        expire();
        return workCount;
    }

    /**
     * Connections whose calculation is done go on, and those that waited for a handshake to end begin theirs.
     */
    private void goOnWithHandshakes()
    {
        PendingConnection connection;
        while ((connection = handshakes.calculated()) != null)
        {
            serve(connection);
        }
        while ((connection = handshakes.stalled(nowNs - stalledAfterNs)) != null)
        {
            end(connection, AcceptorCounter.EVICTED);
        }
        while ((connection = handshakes.next()) != null)
        {
            serve(connection);
        }
        counters.set(AcceptorCounter.HANDSHAKES, handshakes.count());
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
            doors.close();
            PendingConnection connection;
            while ((connection = waiting.first()) != null)
            {
                end(connection, AcceptorCounter.ABANDONED);
            }
            handshakes.close();
            reader.close();
            Sockets.closeQuietly(selector);
        }
    }

    /**
     * @return memory of the connections that wait, in bytes.
     */
    long waitingBytes()
    {
        return reader.bytesInUse();
    }

    private long parkMs()
    {
        if (!unregistered)
        {
            return 0;
        }
        long parkMs = config.maxParkMs();
        if (desk.isBlocked())
        {
            parkMs = Math.min(parkMs, RETRY_MS);
        }
        final PendingConnection first = waiting.first();
        if (first != null)
        {
            final long limitNs = doors.isPaused() ? Math.min(evictAfterNs, connectTimeoutNs) : connectTimeoutNs;
            final long leftMs = TimeUnit.NANOSECONDS.toMillis(first.acceptedAtNs + limitNs - nowNs);
            parkMs = Math.min(parkMs, Math.max(RETRY_MS, leftMs));
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

    private boolean mayAccept()
    {
        return !desk.isBlocked() && !doors.isResting(nowNs) &&
            (waiting.size() < config.maxWaiting() || mayEvict());
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
            final SocketChannel socket = doors.accept(listener, nowNs);
            if (socket == null)
            {
                return;
            }
            onAccepted(listener, socket);
        }
    }

    private void onAccepted(final Listener listener, final SocketChannel socket)
    {
        if (waiting.size() >= config.maxWaiting())
        {
            end(waiting.first(), AcceptorCounter.EVICTED);
        }
        final ListenerConfig origin = listener.config();
        final PendingConnection connection = new PendingConnection(
            socket,
            origin,
            config.epochClock().time(),
            config.nanoClock().nanoTime(),
            new Peer(origin.id(), origin.name(), Sockets.remoteAddressOf(socket), null));
        counters.increment(AcceptorCounter.ACCEPTED);
        waiting.add(connection);
        counters.set(AcceptorCounter.WAITING, waiting.size());
        workCount++;
        try
        {
            listener.prepare(socket);
            connection.key = socket.register(selector, SelectionKey.OP_READ, connection);
        }
        catch (final IOException ex)
        {
            end(connection, AcceptorCounter.ENDED_BY_PEER);
        }
    }

    private void serve(final PendingConnection connection)
    {
        if (connection.ended || connection.handOver != null || connection.busy)
        {
            return;
        }
        workCount++;
        connection.servedAtNs = nowNs;
        try
        {
            judge(connection, entrance.advance(connection));
        }
        catch (final RuntimeException ex)
        {
            errorHandler.onError(ex);
            end(connection, AcceptorCounter.ABANDONED);
        }
    }

    private void judge(final PendingConnection connection, final int result)
    {
        switch (result)
        {
            case ConnectReader.NEED_MORE:
                break;
            case ConnectReader.NOT_CONNECT:
                end(connection, AcceptorCounter.NOT_CONNECT);
                break;
            case ConnectReader.MALFORMED:
                end(connection, AcceptorCounter.MALFORMED);
                break;
            case ConnectReader.TOO_LARGE:
                end(connection, AcceptorCounter.TOO_LARGE);
                break;
            case ConnectReader.ENDED:
                end(connection, causeOfEnd(connection));
                break;
            case Entrance.PROXY_REFUSED:
                end(connection, AcceptorCounter.PROXY_REFUSED);
                break;
            case ConnectReader.OUT_OF_MEMORY:
                end(connection, AcceptorCounter.OUT_OF_MEMORY);
                break;
            default:
                route(connection, result);
                break;
        }
    }

    private static AcceptorCounter causeOfEnd(final PendingConnection connection)
    {
        final AcceptorCounter refusal = connection.layer == null ? null : connection.layer.refusal();
        return refusal == null ? AcceptorCounter.ENDED_BY_PEER : refusal;
    }

    private void route(final PendingConnection connection, final int frameLength)
    {
        final DirectBuffer buffer = reader.bufferOf(connection);
        final int bodyOffset = ConnectProbe.bodyOffset(buffer);
        final int worker = router.workerFor(connection.listener.id(), buffer, bodyOffset, frameLength - bodyOffset);
        if (worker < 0)
        {
            end(connection, AcceptorCounter.MALFORMED);
            return;
        }
        if (worker >= desk.workers())
        {
            throw new IllegalStateException("no such worker: " + worker);
        }
        final ByteBuffer unread = ByteBuffer.allocate(connection.length);
        buffer.getBytes(0, unread, 0, connection.length);
        reader.release(connection);
        connection.handOver =
            new HandOver(connection.socket, connection.layer, unread, connection.peer, connection.acceptedAtMs);
        connection.key.interestOps(0);
        connection.key.cancel();
        unregistered = false;
        desk.add(connection, worker);
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
        if (cause != AcceptorCounter.ENDED_BY_PEER && cause != AcceptorCounter.ABANDONED)
        {
            config.refusals().onRefused(
                connection.peer, cause, connection.reason());
        }
        forget(connection, cause);
    }

    private void forget(final PendingConnection connection, final AcceptorCounter cause)
    {
        connection.ended = true;
        handshakes.ended(connection);
        reader.release(connection);
        waiting.remove(connection);
        counters.increment(cause);
        counters.set(AcceptorCounter.WAITING, waiting.size());
    }
}
