package io.maxmq.core.lockstep;

import io.maxmq.core.connection.Quotas;
import io.maxmq.core.counter.Counter;
import io.maxmq.core.event.AppliedPositions;
import io.maxmq.core.partition.Partitioning;
import io.maxmq.core.worker.Worker;
import io.maxmq.core.worker.WorkerAssembly;
import io.maxmq.core.session.SessionLimits;
import io.maxmq.journal.event.BrokerStartEvent;
import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.KeyHash;
import io.maxmq.journal.event.LimitsEvent;
import io.maxmq.journal.log.CrashableLog;
import io.maxmq.journal.log.EventSink;
import io.maxmq.journal.log.Log;
import io.maxmq.journal.log.LogAppender;
import io.maxmq.journal.log.Sequencer;
import io.maxmq.journal.log.Wakeups;
import io.maxmq.transport.bus.QueueBus;
import io.maxmq.transport.bus.Stage;
import io.maxmq.transport.tcp.FakeChannel;
import io.maxmq.transport.tcp.HandOverQueue;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

/**
 * A broker of several workers in one thread, step by step in a random order that its seed repeats, under a clock that
 * stands until it is moved, with a bus in plain memory and connections without sockets.
 * <pre>
 *   try (Lockstep broker = LockstepSetup.workers(2).start())
 *   {
 *       final TestClient client = broker.client("a").connectClean();
 *       client.publish("t", "hello", 1);
 *       broker.run();
 *       client.expect(PacketType.PUBACK);
 *   }
 * </pre>
 */
public final class Lockstep implements AutoCloseable
{
    /** When the clock starts. */
    public static final long START_MS = 1_800_000_000_000L;

    private static final int MAXIMUM_ROUNDS = 20_000;
    private static final int QUIET_ROUNDS = 3;
    private static final ThreadLocal<Long> LAST_SEED = new ThreadLocal<>();

    /** A connection at its worker. */
    private record Served(int worker, FakeChannel channel)
    {
    }

    private final LockstepSetup setup;
    private final Log log;
    private final Random random;
    private final Partitioning partitioning;
    private final QueueBus[] buses;
    private final Sequencer sequencer;
    private final Worker[] workers;
    private final boolean[] stalled;
    private final List<TestClient> clients = new ArrayList<>();
    private final List<Served> connections = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();
    private final List<Integer> order = new ArrayList<>();
    private EventSink eventSink;
    private long nowMs;
    private long firstSequence;

    Lockstep(final LockstepSetup setup, final Log log, final long nowMs)
    {
        this.setup = setup;
        this.log = log;
        this.nowMs = nowMs;
        LAST_SEED.set(setup.seed);
        random = new Random(setup.seed);
        partitioning = new Partitioning(new KeyHash(11, 47), setup.workers, setup.partitionLevels);
        buses = QueueBus.create(setup.workers, setup.separateSequencer);
        for (final QueueBus bus : buses)
        {
            bus.windows(setup.busMessages, setup.busBytes);
        }
        final QueueBus sequencerBus = buses[buses[0].sequencer()];
        sequencer = new Sequencer(log, () -> this.nowMs, Wakeups.NONE, errors::add, setup.maxLagBytes,
            Sequencer.DEFAULT_BATCH_LIMIT, (sink, limit) ->
            {
                eventSink = sink;
                return sequencerBus.poll(Stage.EVENT, (source, stage, buffer, offset, length) ->
                    eventSink.offer(buffer, offset, length), limit);
            });
        workers = new Worker[setup.workers];
        stalled = new boolean[buses.length];
        final Quotas quotas = new Quotas(1_000_000, 1_000_000, Long.MAX_VALUE);
        final AppliedPositions positions = new AppliedPositions(setup.workers);
        for (int i = 0; i < setup.workers; i++)
        {
            final boolean sequences = i == 0 && !setup.separateSequencer;
            workers[i] = WorkerAssembly.assemble(new WorkerAssembly.Environment(
                i, setup.config(), partitioning, buses[i], log.tail(i, log.firstSequence()), log.state(),
                log.maxEventLength(), sequences ? sequencer : null, sequences ? sequencer.localSink() : null, positions, quotas,
                new HandOverQueue(16), setup.authenticator, setup.authoriser, nowMs, () -> this.nowMs,
                () -> this.nowMs * 1_000_000, errors::add));
        }
        for (int i = 0; i < buses.length; i++)
        {
            order.add(i);
        }
        recover();
    }

    /** What a broker does before anything else. */
    private void recover()
    {
        final LogAppender appender = log.appender();
        final MutableDirectBuffer buffer = new ExpandableArrayBuffer(256);
        appender.timestampMs(nowMs);
        final BrokerStartEvent start = new BrokerStartEvent().wrapForWrite(buffer, 0)
            .workers(EventHeader.ALL_WORKERS, workers.length)
            .unclean(setup.unclean);
        appender.append(buffer, 0, start.length());
        final LimitsEvent limits = new LimitsEvent().wrapForWrite(buffer, 0)
            .workers(EventHeader.ALL_WORKERS, workers.length)
            .queueMaxMessages(setup.persistentQueues.maxQueued())
            .queueMaxBytes(setup.persistentQueues.maxBytes())
            .queueMaxAgeMs(setup.persistentQueues.maxAgeMs())
            .overflowPolicy(overflow(setup.persistentQueues.overflow()))
            .receiveMaximumCap(setup.limits.maximumInFlight());
        final long last = appender.append(buffer, 0, limits.length());
        appender.commit();
        if (log instanceof CrashableLog crashable)
        {
            crashable.sync();
        }
        for (final Worker worker : workers)
        {
            worker.recover(last);
        }
        firstSequence = last + 1;
    }

    private static int overflow(final SessionLimits.Overflow policy)
    {
        switch (policy)
        {
            case DROP_OLDEST:
                return LimitsEvent.DROP_OLDEST;

            case DISCONNECT:
                return LimitsEvent.DISCONNECT;

            default:
                return LimitsEvent.DROP_NEWEST;
        }
    }

    /**
     * The process dies and another one takes its place; all connections are gone. What is not synced may be lost.
     *
     * @param kept        last event that survives, at least what is synced.
     * @param workerCount of the new broker.
     * @param unclean     whether the new broker reckons with lost events.
     * @return the new broker.
     */
    public Lockstep crash(final long kept, final int workerCount, final boolean unclean)
    {
        final CrashableLog crashed = (CrashableLog)log;
        crashed.crashKeeping(kept);
        for (final Worker worker : workers)
        {
            worker.onClose();
        }
        final Lockstep next = new Lockstep(setup.next(workerCount, unclean),
            crashed.restart(workerCount), nowMs + 1);
        for (final TestClient client : clients)
        {
            client.moveTo(next);
        }
        next.clients.addAll(clients);
        return next;
    }

    /** The first event that this run of the broker may have decided. */
    public long firstSequence()
    {
        return firstSequence;
    }

    /** The seed of the broker that this thread made last. */
    static Long lastSeed()
    {
        return LAST_SEED.get();
    }

    // ---- clients

    /** A client of MQTT 5. */
    public TestClient client(final String id)
    {
        return client(id, 5);
    }

    public TestClient client(final String id, final int version)
    {
        final TestClient client = new TestClient(this, id, version);
        clients.add(client);
        return client;
    }

    /** An id whose sessions are at home at a worker. */
    public String idAt(final int worker, final String prefix)
    {
        for (int i = 0; ; i++)
        {
            if (homeOf(prefix + i) == worker)
            {
                return prefix + i;
            }
        }
    }

    /** A topic that a worker owns. */
    public String topicAt(final int worker, final String prefix)
    {
        for (int i = 0; ; i++)
        {
            final String topic = prefix + i;
            final UnsafeBuffer bytes = new UnsafeBuffer(topic.getBytes());
            if (partitioning.ownerOfTopic(0, bytes, 0, bytes.capacity()) == worker)
            {
                return topic;
            }
        }
    }

    public int homeOf(final String clientId)
    {
        final UnsafeBuffer bytes = new UnsafeBuffer(clientId.getBytes());
        return partitioning.homeOfClient(0, bytes, 0, bytes.capacity());
    }

    void open(final TestClient client, final FakeChannel channel, final byte[] connect)
    {
        final int worker = homeOf(client.id());
        connections.add(new Served(worker, channel));
        workers[worker].serve(channel, ByteBuffer.wrap(connect));
    }

    /** A connection that a test drives byte by byte. */
    public FakeChannel open(final int worker)
    {
        final FakeChannel channel = new FakeChannel();
        connections.add(new Served(worker, channel));
        workers[worker].serve(channel, ByteBuffer.allocate(0));
        return channel;
    }

    // ---- time and steps

    public long nowMs()
    {
        return nowMs;
    }

    public void advanceMs(final long ms)
    {
        nowMs += ms;
        run();
    }

    /** The clock alone; nobody takes a step. */
    public void clockMs(final long ms)
    {
        nowMs += ms;
    }

    /** A worker (or the sequencer, if it is separate) that is stalled takes no steps. */
    public void stall(final int participant, final boolean on)
    {
        stalled[participant] = on;
    }

    /** One cycle of one participant. */
    public int step(final int participant)
    {
        if (participant == workers.length)
        {
            return sequencer.doWork();
        }
        pollConnections(participant);
        return workers[participant].doWork();
    }

    private void pollConnections(final int worker)
    {
        for (int i = 0; i < connections.size(); i++)
        {
            final Served served = connections.get(i);
            if (served.worker == worker)
            {
                served.channel.poll();
            }
        }
    }

    /** One cycle of everybody, in random order. */
    public int step()
    {
        java.util.Collections.shuffle(order, random);
        int workCount = 0;
        if (setup.stepsPerSnapshot > 0 && random.nextInt(setup.stepsPerSnapshot) == 0 &&
            log instanceof CrashableLog crashable)
        {
            crashable.checkpoint();
        }
        for (final int participant : order)
        {
            if (!stalled[participant])
            {
                workCount += step(participant);
            }
        }
        for (final TestClient client : clients)
        {
            client.pull();
        }
        connections.removeIf(served -> !served.channel.isOpen());
        return workCount;
    }

    /** Steps until nothing moves any more. */
    public Lockstep run()
    {
        int quiet = 0;
        for (int round = 0; round < MAXIMUM_ROUNDS; round++)
        {
            quiet = step() == 0 ? quiet + 1 : 0;
            if (quiet == QUIET_ROUNDS)
            {
                assertNoErrors();
                return this;
            }
        }
        return fail("the broker does not come to rest");
    }

    public Lockstep steps(final int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            step();
        }
        assertNoErrors();
        return this;
    }

    public void assertNoErrors()
    {
        assertTrue(errors.isEmpty(), () -> errors.get(0).toString() + " at " +
            java.util.Arrays.toString(errors.get(0).getStackTrace()));
    }

    public List<Throwable> errors()
    {
        return errors;
    }

    // ---- looking inside

    public Random random()
    {
        return random;
    }

    public int workerCount()
    {
        return workers.length;
    }

    public Worker worker(final int index)
    {
        return workers[index];
    }

    public QueueBus bus(final int participant)
    {
        return buses[participant];
    }

    public Sequencer sequencer()
    {
        return sequencer;
    }

    public Log log()
    {
        return log;
    }

    public Partitioning partitioning()
    {
        return partitioning;
    }

    /** A counter over all workers. */
    public long count(final Counter counter)
    {
        long sum = 0;
        for (final Worker worker : workers)
        {
            sum += worker.counters().get(counter);
        }
        return sum;
    }

    public int connectionCount()
    {
        int sum = 0;
        for (final Worker worker : workers)
        {
            sum += worker.connectionCount();
        }
        return sum;
    }

    @Override
    public void close()
    {
        for (final Worker worker : workers)
        {
            worker.onClose();
        }
        log.close();
    }
}
