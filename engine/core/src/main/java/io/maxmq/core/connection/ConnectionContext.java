package io.maxmq.core.connection;

import io.maxmq.core.MqttLimits;
import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.partition.WorkBudget;
import io.maxmq.core.clock.CycleClock;
import io.maxmq.transport.buffer.BufferPool;
import io.maxmq.transport.buffer.FrameReader;
import io.maxmq.transport.codec.FrameDecoder;
import io.maxmq.transport.codec.Violation;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * What the connections of one worker share: buffers, limits, counters, and the lists of those that want a step of the
 * duty cycle. Owned by the worker's thread.
 */
public final class ConnectionContext
{
    private static final int FRAME_BUDGET = 4096;
    private static final Counter[] SENT =
        {Counter.PUBLISH_SENT_QOS0, Counter.PUBLISH_SENT_QOS1, Counter.PUBLISH_SENT_QOS2};

    private final MqttLimits limits;
    private final WorkerCounters counters;
    private final CycleClock clock;
    private final BufferPool buffers;
    private final FrameReader reader;
    private final PublishWriter publishWriter = new PublishWriter();
    private final Long2ObjectHashMap<Connection> connections = new Long2ObjectHashMap<>();
    private final WorkList dirty = new WorkList(1);
    private final WorkList resumable = new WorkList(2);
    private final WorkList pressed = new WorkList(4);
    private final WorkList pumps = new WorkList(8);
    private final WorkList closing = new WorkList(16);
    private final WorkList connecting = new WorkList(32);
    private final AccessControl access;
    private final ViolationLog violations;
    private final WorkBudget work;
    private PacketDispatcher dispatcher;
    private long nextConnectionId = 1;

    public ConnectionContext(
        final MqttLimits limits,
        final WorkerCounters counters,
        final CycleClock clock,
        final BufferPool buffers,
        final int readBufferBytes,
        final AccessControl access,
        final WorkBudget work)
    {
        this.access = access;
        this.work = work;
        this.limits = limits;
        this.counters = counters;
        this.clock = clock;
        this.buffers = buffers;
        violations = new ViolationLog(clock);
        reader = new FrameReader(buffers, FrameDecoder::frameLength, readBufferBytes, FRAME_BUDGET);
    }

    public void dispatcher(final PacketDispatcher newDispatcher)
    {
        dispatcher = newDispatcher;
    }

    WorkBudget work()
    {
        return work;
    }

    /**
     * Makes a connection.
     *
     * @return the connection, listed by its id until it has closed.
     */
    public Connection newConnection()
    {
        final Connection connection = new Connection(this, nextConnectionId++);
        connections.put(connection.id(), connection);
        counters.increment(Counter.CONNECTIONS_OPENED);
        return connection;
    }

    /**
     * Finds a connection.
     *
     * @param id of the connection.
     * @return the connection, or null where it has closed.
     */
    public Connection connection(final long id)
    {
        return connections.get(id);
    }

    void remove(final Connection connection)
    {
        if (connections.remove(connection.id()) != null)
        {
            counters.increment(Counter.CONNECTIONS_CLOSED);
        }
    }

    public Iterable<Connection> connections()
    {
        return connections.values();
    }

    public int connectionCount()
    {
        return connections.size();
    }

    void countSent(final int qos)
    {
        counters.increment(SENT[qos]);
        counters.increment(Counter.PACKETS_SENT);
    }

    void onViolation(final Connection connection, final Violation violation)
    {
        counters.increment(violation);
        violations.onViolation(connection, violation);
    }

    MqttLimits limits()
    {
        return limits;
    }

    WorkerCounters counters()
    {
        return counters;
    }

    AccessControl access()
    {
        return access;
    }

    CycleClock clock()
    {
        return clock;
    }

    BufferPool buffers()
    {
        return buffers;
    }

    /**
     * @return whether less than a quarter of the worker's memory for connections is left.
     */
    boolean isMemoryShort()
    {
        return buffers.bytesAvailable() < buffers.capBytes() / 4;
    }

    FrameReader reader()
    {
        return reader;
    }

    PublishWriter publishWriter()
    {
        return publishWriter;
    }

    PacketDispatcher dispatcher()
    {
        return dispatcher;
    }

    /** @return connections whose write buffer is to be flushed. */
    WorkList dirty()
    {
        return dirty;
    }

    /** @return connections that keep whole frames and may be given them. */
    WorkList resumable()
    {
        return resumable;
    }

    /** @return connections whose frame met a full way. */
    WorkList pressed()
    {
        return pressed;
    }

    /** @return connections whose session has messages to send. */
    WorkList pumps()
    {
        return pumps;
    }

    /** @return connections that end. */
    WorkList closing()
    {
        return closing;
    }

    /** @return connections whose CONNECT waits for something. */
    WorkList connecting()
    {
        return connecting;
    }
}
