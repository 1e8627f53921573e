package io.maxmq.core.worker;

import io.maxmq.core.clock.CycleClock;
import io.maxmq.core.clock.Timers;
import io.maxmq.core.connection.Quotas;
import io.maxmq.core.connection.WorkerCommands;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.event.AckBatch;
import io.maxmq.core.event.AppliedPositions;
import io.maxmq.core.event.EventPublisher;
import io.maxmq.core.event.LoggedMessages;
import io.maxmq.core.fold.EventFold;
import io.maxmq.core.message.MessagePool;
import io.maxmq.core.partition.BusInbox;
import io.maxmq.core.partition.Deliverer;
import io.maxmq.core.partition.Partitioning;
import io.maxmq.core.session.OutboundFlow;
import io.maxmq.core.session.Sessions;
import io.maxmq.core.snapshot.StateReader;
import io.maxmq.core.snapshot.StateWriter;
import io.maxmq.core.state.WorkerState;
import io.maxmq.journal.log.LocalEventSink;
import io.maxmq.journal.log.LogState;
import io.maxmq.journal.log.LogTail;
import io.maxmq.journal.log.Sequencer;
import io.maxmq.spi.Authenticator;
import io.maxmq.spi.Authoriser;
import io.maxmq.transport.buffer.BufferPool;
import io.maxmq.transport.bus.Bus;
import io.maxmq.transport.tcp.HandOverQueue;
import io.maxmq.transport.tcp.SocketPoller;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;
import org.agrona.concurrent.NanoClock;

/**
 * Puts the parts of a worker together, in the order of their dependencies: this page, with {@link OwnerParts} (the
 * worker as owner of topics) and {@link HomeParts} (as home of clients), is the map of the core.
 */
public final class WorkerAssembly
{
    /**
     * What a worker gets from outside.
     *
     * @param index         of the worker.
     * @param config        settings.
     * @param partitioning  who is responsible for what.
     * @param bus           the worker's end of the bus.
     * @param tail          the worker's tail of the log.
     * @param logState      what the log takes at present.
     * @param maximumEventLength that the log takes.
     * @param sequencer     to be run by this worker, or null.
     * @param localSink     of that sequencer, or null.
     * @param positions     how far all workers have applied the log.
     * @param quotas        of the whole broker.
     * @param handOvers     connections from the acceptor.
     * @param authenticator decides who may connect.
     * @param authoriser    decides who may do what.
     * @param run           number of this run of the broker.
     * @param epochClock    time of day.
     * @param nanoClock     time for durations.
     * @param errorHandler  is told of failures that end a single connection.
     */
    public record Environment(
        int index,
        WorkerConfig config,
        Partitioning partitioning,
        Bus bus,
        LogTail tail,
        LogState logState,
        int maximumEventLength,
        Sequencer sequencer,
        LocalEventSink localSink,
        AppliedPositions positions,
        Quotas quotas,
        HandOverQueue handOvers,
        Authenticator authenticator,
        Authoriser authoriser,
        long run,
        EpochClock epochClock,
        NanoClock nanoClock,
        ErrorHandler errorHandler)
    {
    }

    final Environment env;
    final int index;
    final CycleClock clock;
    final Timers timers;
    final WorkerCounters counters = new WorkerCounters();
    final ManyToOneConcurrentLinkedQueue<Runnable> commands = new ManyToOneConcurrentLinkedQueue<>();
    final WorkerCommands toWorker = this::execute;
    final BufferPool connectionMemory;
    final BufferPool queueMemory;
    final SocketPoller poller;
    final HandOverQueue handOvers;
    final Bus bus;
    final Sequencer sequencer;
    final LogTail tail;
    final EventPublisher events;
    final LoggedMessages stored;
    final AckBatch acks;
    final Sessions sessions;
    final MessagePool pool;
    final OutboundFlow outbound;
    final Deliverer deliverer;
    final OwnerParts owner;
    final HomeParts home;
    final StateWriter images;
    final StateReader reader;
    final EventFold fold;
    final BusInbox inbox;
    final WorkerState state;

    private WorkerAssembly(final Environment env)
    {
        this.env = env;
        final WorkerConfig config = env.config();
        index = env.index();
        clock = new CycleClock(env.epochClock(), env.nanoClock());
        timers = new Timers(clock.nowMs());
        handOvers = env.handOvers();
        bus = env.bus();
        sequencer = env.sequencer();
        tail = env.tail();
        poller = new SocketPoller(env.errorHandler());
        bus.parkFlag().waker(poller::wakeup);

        events = new EventPublisher(bus, env.localSink(), env.logState(), env.maximumEventLength());
        stored = new LoggedMessages(tail);
        acks = new AckBatch(index, env.partitioning().workerCount(), events, counters);

        connectionMemory = new BufferPool(config.bufferBytes());
        queueMemory = new BufferPool(config.queueBytes());
        pool = new MessagePool(queueMemory);
        sessions = new Sessions(index, env.quotas().memory());
        outbound = new OutboundFlow(pool, stored, acks, config.persistentQueues(), config.cleanQueues(), counters);
        deliverer = new Deliverer(sessions, outbound, counters);

        owner = new OwnerParts(this);
        home = new HomeParts(this, owner);
        images = new StateWriter(
            index, env.partitioning(), sessions, owner.retained, owner.ledger, owner.scans, counters);
        reader = new StateReader(index, env.partitioning(), sessions, outbound, owner.retained, owner.subscriptions,
            owner.ledger, owner.scans, stored, env.quotas(), counters, images);
        fold = fold();
        state = new WorkerState(
            sessions, outbound, owner.store, owner.retained, owner.scans, owner.ledger, stored);
        inbox = new BusInbox(bus, env.partitioning().workerCount(), owner.routing, deliverer, owner.subscriptions,
            owner.scans, owner.room, home.publishes, home.requests, owner.leftovers, owner.work);
    }

    private EventFold fold()
    {
        return EventFold.create(index, tail, env.partitioning(), sessions, outbound, owner.leftovers,
            owner.subscriptions, home.connections, home.opening, home.subscribes, home.unsubscribes, home.publishes,
            home.wills, home.expiry, owner.retained, owner.scans, stored, owner.ledger, env.quotas(), env.positions(),
            counters, images);
    }

    private void execute(final Runnable command)
    {
        commands.add(command);
        bus.parkFlag().wake();
    }

    /**
     * Makes a worker.
     *
     * @param environment what it gets from outside.
     * @return the worker, not yet running.
     */
    public static Worker assemble(final Environment environment)
    {
        return new Worker(new WorkerAssembly(environment));
    }
}
