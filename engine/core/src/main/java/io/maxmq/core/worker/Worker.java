package io.maxmq.core.worker;

import io.maxmq.core.clock.CycleClock;
import io.maxmq.core.clock.Timers;
import io.maxmq.core.connection.AccessRevocation;
import io.maxmq.core.connection.CloseFlow;
import io.maxmq.core.connection.Connection;
import io.maxmq.core.connection.ConnectionContext;
import io.maxmq.core.connection.ConnectionSteps;
import io.maxmq.core.connection.SharedMembers;
import io.maxmq.core.connection.SubscriptionRequests;
import io.maxmq.core.connection.WillFlow;
import io.maxmq.core.connection.WorkerCommands;
import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.event.AckBatch;
import io.maxmq.core.fold.EventFold;
import io.maxmq.core.fold.SessionExpiry;
import io.maxmq.core.partition.BusInbox;
import io.maxmq.core.partition.RetainedScans;
import io.maxmq.core.partition.SharedLeftovers;
import io.maxmq.core.retained.RetainedSweep;
import io.maxmq.core.snapshot.StateReader;
import io.maxmq.core.snapshot.StateWriter;
import io.maxmq.core.state.WorkerState;
import io.maxmq.journal.log.LogTail;
import io.maxmq.journal.log.Sequencer;
import io.maxmq.journal.log.SnapshotSource;
import io.maxmq.transport.buffer.BufferPool;
import io.maxmq.transport.bus.Bus;
import io.maxmq.transport.tcp.Channel;
import io.maxmq.transport.tcp.HandOver;
import io.maxmq.transport.tcp.HandOverQueue;
import io.maxmq.transport.tcp.SocketPoller;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;

import java.nio.ByteBuffer;

/**
 * One worker: one thread that owns its sockets, sessions and topics, and shares nothing that changes with any other.
 * {@link #doWork()} is its duty cycle: what has come in is taken in an order in which that which leads out of the
 * broker goes first, every step is bounded, and what was written for the same connection leaves in one call.
 * <p>
 * Lifecycle: made by {@link WorkerAssembly}, run by {@link WorkerThread}. Threading: everything but
 * {@link #execute(Runnable)} and the counters belongs to the worker's thread.
 */
public final class Worker implements Agent, WorkerCommands
{
    private static final int HAND_OVERS_PER_CYCLE = 64;
    private static final int COMMANDS_PER_CYCLE = 64;
    private static final int EVENTS_PER_CYCLE = 512;
    private static final long MAXIMUM_PARK_MS = 100;
    private static final long PENDING_PARK_MS = 1;

    private final int index;
    private final CycleClock clock;
    private final BufferPool connectionMemory;
    private final BufferPool queueMemory;
    private final SocketPoller poller;
    private final HandOverQueue handOvers;
    private final Bus bus;
    private final BusInbox inbox;
    private final Sequencer sequencer;
    private final LogTail tail;
    private final EventFold fold;
    private final AckBatch acks;
    private final Timers timers;
    private final ConnectionContext connections;
    private final ConnectionSteps steps;
    private final CloseFlow closes;
    private final SubscriptionRequests requests;
    private final AccessRevocation revocation;
    private final SharedMembers sharedMembers;
    private final SharedLeftovers leftovers;
    private final RetainedScans scans;
    private final RetainedSweep sweep;
    private final WillFlow wills;
    private final SessionExpiry expiry;
    private final WorkerState state;
    private final StateWriter images;
    private final StateReader reader;
    private final WorkerCounters counters;
    private final ManyToOneConcurrentLinkedQueue<Runnable> commands;
    private boolean begun;

    Worker(final WorkerAssembly parts)
    {
        index = parts.index;
        clock = parts.clock;
        connectionMemory = parts.connectionMemory;
        queueMemory = parts.queueMemory;
        poller = parts.poller;
        handOvers = parts.handOvers;
        bus = parts.bus;
        inbox = parts.inbox;
        sequencer = parts.sequencer;
        tail = parts.tail;
        fold = parts.fold;
        acks = parts.acks;
        timers = parts.timers;
        connections = parts.home.connections;
        steps = parts.home.steps;
        closes = parts.home.closes;
        requests = parts.home.requests;
        revocation = parts.home.revocation;
        sharedMembers = parts.home.sharedMembers;
        leftovers = parts.owner.leftovers;
        scans = parts.owner.scans;
        sweep = parts.owner.sweep;
        wills = parts.home.wills;
        expiry = parts.home.expiry;
        images = parts.images;
        reader = parts.reader;
        state = parts.state;
        counters = parts.counters;
        commands = parts.commands;
    }

    /**
     * Takes the newest snapshot and applies what the log holds behind it, and does nothing else yet. To be called once,
     * before the first duty cycle, on the worker's thread.
     *
     * @param sequence of the last event that was in the log when the broker started.
     */
    public void recover(final long sequence)
    {
        foldTo(sequence);
        fold.recovered();
    }

    private void begin(final SnapshotSource snapshot)
    {
        if (snapshot != null)
        {
            reader.read(snapshot);
        }
    }

    /**
     * Applies the log and decides nothing: for whoever wants the state at some place of it. To be called by the thread
     * that has the worker, instead of {@link #recover}, as often as wanted.
     *
     * @param sequence of the last event to apply; the tail hands out no later one.
     */
    public void foldTo(final long sequence)
    {
        if (!begun)
        {
            begun = true;
            begin(tail.snapshot());
        }
        while (tail.position() < sequence)
        {
            if (tail.poll(fold, (int)Math.min(EVENTS_PER_CYCLE, sequence - tail.position())) == 0)
            {
                Thread.onSpinWait();
            }
        }
    }

    /**
     * What lasts of this worker's state, for the worker's thread between two duty cycles.
     *
     * @return a view that changes with it.
     */
    public WorkerState state()
    {
        return state;
    }

    /**
     * How far the worker has applied the log; for its thread.
     *
     * @return sequence of the last event.
     */
    public long applied()
    {
        return tail.position();
    }

    @Override
    public int doWork()
    {
        clock.update();
        int workCount = poller.poll();
        workCount += takeConnections();
        workCount += inbox.poll();
        workCount += steps.goOn();
        workCount += workOnLog();
        workCount += runCommands();
        workCount += timers.poll(clock.nowMs());
        workCount += workOnPending();
        workCount += steps.pump();
        workCount += steps.flush();
        workCount += bus.drive();
        bus.flushWakes();
        counters.increment(workCount == 0 ? Counter.CYCLES_IDLE : Counter.CYCLES);
        return workCount;
    }

    private int workOnLog()
    {
        int workCount = acks.flush();
        if (sequencer != null)
        {
            workCount += sequencer.doWork();
        }
        return workCount + tail.poll(fold, EVENTS_PER_CYCLE);
    }

    private int workOnPending()
    {
        return scans.step() + inbox.answerCredits() + wills.step() + leftovers.step() + expiry.step() +
            requests.step() + revocation.step() + sharedMembers.step() + sweep.step() +
            images.step();
    }

    private int takeConnections()
    {
        int count = 0;
        HandOver handOver;
        while (count < HAND_OVERS_PER_CYCLE && (handOver = handOvers.poll()) != null)
        {
            count++;
            final Connection connection = connections.newConnection();
            final Channel channel = poller.register(handOver, connection);
            if (channel == null)
            {
                connection.close();
            }
            else
            {
                connection.opened(channel, handOver.unread());
            }
        }
        return count;
    }

    /**
     * Serves a connection that does not come from the acceptor. To be called on the worker's thread, between two duty
     * cycles; the caller sees to it that the channel's events reach its handler.
     *
     * @param channel of the connection, open.
     * @param unread  bytes that have been read of it already.
     */
    public void serve(final Channel channel, final ByteBuffer unread)
    {
        final Connection connection = connections.newConnection();
        channel.attach(connection);
        connection.opened(channel, unread);
    }

    private int runCommands()
    {
        int count = 0;
        Runnable command;
        while (count < COMMANDS_PER_CYCLE && (command = commands.poll()) != null)
        {
            command.run();
            count++;
        }
        return count;
    }

    @Override
    public void execute(final Runnable command)
    {
        commands.add(command);
        bus.parkFlag().wake();
    }

    /** Ends the worker's sleep. Any thread. */
    void wake()
    {
        bus.parkFlag().wake();
    }

    /** Sleeps until there is something to do, or a timer may be due. Called after a cycle that found nothing. */
    void park()
    {
        bus.parkFlag().prepare();
        if (!hasInput())
        {
            poller.await(hasPending() ? PENDING_PARK_MS : MAXIMUM_PARK_MS);
        }
        bus.parkFlag().clear();
    }

    private boolean hasInput()
    {
        return tail.committed() > tail.position() || !commands.isEmpty() || !handOvers.isEmpty() || bus.hasInput();
    }

    private boolean hasPending()
    {
        return steps.hasPending() || !acks.isEmpty() || !scans.isEmpty() || inbox.hasPending() || !wills.isEmpty() ||
            !leftovers.isEmpty() || !expiry.isEmpty() || requests.hasPending() || !revocation.isEmpty() ||
            images.isRunning();
    }

    /**
     * Begins to close every connection; to be called on the worker's thread.
     *
     * @param reasonCode that MQTT 5 clients are told.
     */
    public void disconnectAll(final int reasonCode)
    {
        closes.disconnectAll(reasonCode);
    }

    /**
     * What clients may do has changed: everything is asked again, and subscriptions that are no longer allowed end. To
     * be called on the worker's thread.
     */
    public void accessChanged()
    {
        revocation.rulesChanged(connections.connections());
    }

    /**
     * @return open connections, for the worker's thread.
     */
    public int connectionCount()
    {
        return connections.connectionCount();
    }

    /**
     * Memory held for what connections have sent and are to be sent, and for what waits for clean sessions; for the
     * worker's thread.
     *
     * @return bytes, 0 where nothing waits.
     */
    public long bytesInUse()
    {
        return connectionMemory.bytesInUse() + queueMemory.bytesInUse();
    }

    public int index()
    {
        return index;
    }

    public WorkerCounters counters()
    {
        return counters;
    }

    @Override
    public String roleName()
    {
        return "worker-" + index;
    }

    @Override
    public void onClose()
    {
        poller.close();
        bus.close();
    }
}
