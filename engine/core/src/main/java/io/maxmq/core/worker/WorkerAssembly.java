package io.maxmq.core.worker;

import io.maxmq.core.clock.CycleClock;
import io.maxmq.core.clock.Timers;
import io.maxmq.core.connection.AccessControl;
import io.maxmq.core.connection.AssignedIds;
import io.maxmq.core.connection.CloseFlow;
import io.maxmq.core.connection.ConnectFlow;
import io.maxmq.core.connection.Connection;
import io.maxmq.core.connection.ConnectionContext;
import io.maxmq.core.connection.ConnectionSteps;
import io.maxmq.core.connection.PacketDispatcher;
import io.maxmq.core.connection.PublishFlow;
import io.maxmq.core.connection.Quotas;
import io.maxmq.core.connection.SessionOpening;
import io.maxmq.core.connection.SharedMembers;
import io.maxmq.core.connection.SubscribeFlow;
import io.maxmq.core.connection.WillFlow;
import io.maxmq.core.connection.WorkerCommands;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.event.AckBatch;
import io.maxmq.core.event.AppliedPositions;
import io.maxmq.core.event.EventPublisher;
import io.maxmq.core.event.LoggedMessages;
import io.maxmq.core.fold.EventFold;
import io.maxmq.core.fold.SessionExpiry;
import io.maxmq.core.message.MessagePool;
import io.maxmq.core.partition.BusInbox;
import io.maxmq.core.partition.Deliverer;
import io.maxmq.core.partition.Partition;
import io.maxmq.core.partition.Partitioning;
import io.maxmq.core.partition.PendingChanges;
import io.maxmq.core.partition.RetainedScans;
import io.maxmq.core.partition.Routing;
import io.maxmq.core.partition.SharedLedger;
import io.maxmq.core.partition.SharedLeftovers;
import io.maxmq.core.partition.SubscriptionHops;
import io.maxmq.core.partition.TopicSubscriptions;
import io.maxmq.core.retained.RetainedStore;
import io.maxmq.core.session.OutboundFlow;
import io.maxmq.core.session.Session;
import io.maxmq.core.session.Sessions;
import io.maxmq.core.topic.MatchCache;
import io.maxmq.core.topic.SubscriptionStore;
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
 * Puts the parts of a worker together, in the order of their dependencies: this page is the map of the core.
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

    final int index;
    final CycleClock clock;
    final Timers timers;
    final WorkerCounters counters = new WorkerCounters();
    final ManyToOneConcurrentLinkedQueue<Runnable> commands = new ManyToOneConcurrentLinkedQueue<>();
    final BufferPool connectionMemory;
    final BufferPool queueMemory;
    final SocketPoller poller;
    final HandOverQueue handOvers;
    final Bus bus;
    final Sequencer sequencer;
    final LogTail tail;
    final BusInbox inbox;
    final EventFold fold;
    final AckBatch acks;
    final ConnectionContext connections;
    final ConnectionSteps steps;
    final CloseFlow closes;
    final SubscribeFlow subscribes;
    final SharedMembers sharedMembers;
    final SharedLeftovers leftovers;
    final RetainedScans scans;
    final WillFlow wills;
    final SessionExpiry expiry;

    private WorkerAssembly(final Environment env)
    {
        final WorkerConfig config = env.config();
        final Partitioning partitioning = env.partitioning();
        final int workers = partitioning.workerCount();
        index = env.index();
        clock = new CycleClock(env.epochClock(), env.nanoClock());
        timers = new Timers(clock.nowMs());
        handOvers = env.handOvers();
        bus = env.bus();
        sequencer = env.sequencer();
        tail = env.tail();
        poller = new SocketPoller(env.errorHandler());
        bus.parkFlag().waker(poller::wakeup);
        final WorkerCommands toWorker = this::execute;

        final EventPublisher events = new EventPublisher(bus, env.localSink(), env.logState(), env.maximumEventLength());
        final LoggedMessages stored = new LoggedMessages(tail);
        connectionMemory = new BufferPool(config.bufferBytes());
        queueMemory = new BufferPool(config.queueBytes());
        final MessagePool pool = new MessagePool(queueMemory);
        acks = new AckBatch(index, workers, events, counters);

        final Sessions sessions = new Sessions(index);
        final OutboundFlow outbound = new OutboundFlow(
            pool, stored, acks, config.persistentQueues(), config.cleanQueues(), counters);
        final Deliverer deliverer = new Deliverer(sessions, outbound, counters);

        final SubscriptionStore subscriptions = new SubscriptionStore(partitioning.hash());
        final MatchCache cache = new MatchCache(subscriptions, config.matchCacheTopics());
        final RetainedStore retained =
            new RetainedStore(config.retainedMessages(), config.retainedBytes(), stored::release);
        final PendingChanges pending = new PendingChanges(partitioning.hash());
        final Partition partition =
            new Partition(index, workers, bus, events, cache, retained, deliverer, counters,
                config.retainedMessageBytes(), pending);
        final RetainedScans.SessionRoom room = WorkerAssembly::hasRoom;
        scans = new RetainedScans(
            index, workers, bus, events, retained, stored, deliverer, clock, room, pending);
        scans.partition(partition);
        final TopicSubscriptions owned = new TopicSubscriptions(index, bus, subscriptions, scans, counters);
        final SubscriptionHops hops = new SubscriptionHops(index, workers, bus, owned);
        final Routing routing = new Routing(index, partitioning, cache, partition,
            config.mqtt().maximumTopicLevels(), config.mqtt().maximumTopicLength());
        final SharedLedger ledger = new SharedLedger(stored);
        leftovers = new SharedLeftovers(
            index, bus, partitioning, pool, ledger, stored, subscriptions, partition, events, counters);

        connections = new ConnectionContext(
            config.mqtt(), counters, clock, connectionMemory, config.readBufferBytes());
        final AccessControl access = new AccessControl(env.authoriser(), toWorker, workers);
        sharedMembers = new SharedMembers(hops, sessions);
        final PublishFlow publishes = new PublishFlow(
            index, config.mqtt(), counters, clock, routing, sessions, outbound, acks, events, access);
        partition.replies(publishes);
        subscribes = new SubscribeFlow(
            config.mqtt(), counters, partitioning, access, hops, events, env.positions(), sharedMembers);
        wills = new WillFlow(index, clock, timers, routing, events, counters);
        closes = new CloseFlow(
            index, workers, connections, timers, sessions, outbound, leftovers, hops, wills, events,
            env.quotas());
        final SessionOpening opening =
            new SessionOpening(index, config.mqtt(), counters, partitioning, sessions, events, closes,
                env.quotas());
        final ConnectFlow connects = new ConnectFlow(connections, timers, env.authenticator(), toWorker, opening,
            new AssignedIds(index, partitioning, env.run()), access, env.quotas());
        connections.dispatcher(new PacketDispatcher(connects, publishes, subscribes, closes));
        steps = new ConnectionSteps(connections, outbound, connects, closes, env.errorHandler());

        expiry = new SessionExpiry(partitioning, sessions, clock, timers, events, closes, opening, counters);
        fold = EventFold.create(
            index, tail, partitioning, sessions, outbound, leftovers, owned, connections, opening, subscribes, publishes,
            wills, expiry, retained, scans, stored, ledger, env.quotas(), env.positions(), counters);
        inbox = new BusInbox(
            bus, workers, routing, deliverer, owned, scans, room, publishes, subscribes, leftovers);
    }

    private void execute(final Runnable command)
    {
        commands.add(command);
        bus.parkFlag().wake();
    }

    private static boolean hasRoom(final Session session)
    {
        return session.outlet() instanceof Connection connection && connection.hasRoom();
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
