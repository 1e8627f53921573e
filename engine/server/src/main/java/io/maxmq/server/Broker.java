package io.maxmq.server;

import io.maxmq.core.connection.Quotas;
import io.maxmq.core.event.AppliedPositions;
import io.maxmq.core.partition.Partitioning;
import io.maxmq.core.worker.Worker;
import io.maxmq.core.worker.WorkerAssembly;
import io.maxmq.core.worker.WorkerConfig;
import io.maxmq.core.worker.WorkerThread;
import io.maxmq.journal.event.KeyHash;
import io.maxmq.journal.log.Log;
import io.maxmq.journal.log.Sequencer;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.spi.Authenticator;
import io.maxmq.spi.Authoriser;
import io.maxmq.transport.bus.AeronBus;
import io.maxmq.transport.bus.Bus;
import io.maxmq.transport.bus.BusConfig;
import io.maxmq.transport.bus.Waker;
import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.tcp.Acceptor;
import io.maxmq.transport.tcp.AcceptorConfig;
import io.maxmq.transport.tcp.HandOverQueue;
import org.agrona.CloseHelper;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running broker: workers, bus, log and acceptor, each on its thread.
 * <p>
 * Lifecycle: {@link #launch} returns when connections are accepted; {@link #close} tells the clients, waits until they
 * have gone or the time is over, and ends all threads. Thread-safe.
 */
public final class Broker implements AutoCloseable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(Broker.class);
    private static final int HAND_OVER_QUEUE_LENGTH = 1_024;
    private static final long RECOVERY_POLL_MS = 5;
    /** Threads that were told to end do so within a cycle; this is for a machine that has no time for them. */
    private static final long THREAD_END_MS = 2_000;

    private final BrokerConfig config;
    private final Bus[] buses;
    private final Log log;
    private final Worker[] workers;
    private final WorkerThread[] loops;
    private final List<Thread> threads = new ArrayList<>();
    private final SequencerThread sequencerThread;
    private final Acceptor acceptor;
    private final AcceptorThread acceptorThread;
    private final Listeners listeners;
    private final Access access;
    private final CountDownLatch recovered;
    private final CountDownLatch terminated = new CountDownLatch(1);
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile Throwable failure;

    private Broker(
        final BrokerConfig config, final Listeners listeners, final Bus[] buses, final Access access)
    {
        this.config = config;
        this.listeners = listeners;
        this.access = access;
        this.buses = buses;
        final int workerCount = config.workers().count();
        log = LogOpening.open(config, this::wakeReaders, this::fail);
        final KeyHash hash = LogOpening.hash(config, log);
        final Partitioning partitioning =
            new Partitioning(hash, workerCount, config.workers().partitionLevels());
        final Sequencer sequencer = newSequencer();
        final boolean ownThread = config.workers().sequencerHasThread();
        final HandOverQueue[] handOvers = new HandOverQueue[workerCount];
        Arrays.setAll(handOvers, i -> new HandOverQueue(HAND_OVER_QUEUE_LENGTH));
        recovered = new CountDownLatch(workerCount);
        final long started = LogStart.append(log, config, hash);
        final WorkerConfig workerConfig = CoreConfig.of(config);
        final Quotas quotas = new Quotas(config.limits().connections(), config.limits().sessions(),
            config.limits().sessionMemoryBytes(), config.listeners().stream().mapToInt(BrokerConfig.Listener::maxConnections).toArray());
        final AppliedPositions positions = new AppliedPositions(workerCount);
        final long run = System.currentTimeMillis();
        workers = new Worker[workerCount];
        loops = new WorkerThread[workerCount];
        for (int i = 0; i < workerCount; i++)
        {
            final boolean sequences = i == 0 && !ownThread;
            workers[i] = WorkerAssembly.assemble(new WorkerAssembly.Environment(
                i, workerConfig, partitioning, buses[i], log.tail(i, log.firstSequence()), log.state(), log.maxEventLength(),
                sequences ? sequencer : null, sequences ? sequencer.localSink() : null, positions, quotas, handOvers[i],
                access.authenticator(), access.authoriser(), run, SystemEpochClock.INSTANCE, SystemNanoClock.INSTANCE,
                this::onConnectionError));
            loops[i] = new WorkerThread(
                workers[i], workerConfig, started, recovered::countDown, this::onWorkerFailure);
        }
        sequencerThread = ownThread ? new SequencerThread(sequencer, buses[workerCount], this::fail) : null;
        acceptor = newAcceptor(partitioning, handOvers);
        acceptorThread = new AcceptorThread(acceptor, this::fail);
    }

    /**
     * Starts a broker that lets in whom the configuration says.
     *
     * @param config of the broker.
     * @return the broker, which accepts connections.
     */
    public static Broker launch(final BrokerConfig config)
    {
        return launch(config, Access.of(config));
    }

    /**
     * Starts a broker.
     *
     * @param config        of the broker.
     * @param authenticator decides who may connect.
     * @param authoriser    decides who may do what.
     * @return the broker, which accepts connections.
     */
    public static Broker launch(
        final BrokerConfig config, final Authenticator authenticator, final Authoriser authoriser)
    {
        return launch(config, Access.of(authenticator, authoriser));
    }

    private static Broker launch(final BrokerConfig config, final Access access)
    {
        final Bus[] buses = AeronBus.create(busConfig(config));
        try
        {
            final Broker broker = new Broker(config, new Listeners(config), buses, access);
            broker.start();
            return broker;
        }
        catch (final RuntimeException ex)
        {
            access.close();
            CloseHelper.quietCloseAll(buses);
            throw ex;
        }
    }

    private static BusConfig busConfig(final BrokerConfig config)
    {
        final BusConfig bus = new BusConfig()
            .workers(config.workers().count())
            .separateSequencer(config.workers().sequencerHasThread())
            .termLength(config.bus().termLength());
        final Path folder = config.bus().folder();
        return folder.toString().isEmpty() ? bus : bus.directory(folder);
    }

    private Sequencer newSequencer()
    {
        final Bus bus = buses[buses[0].sequencer()];
        final BusEventSource source = new BusEventSource(bus);
        return new Sequencer(log, SystemEpochClock.INSTANCE, this::wakeReaders, this::fail,
            config.log().maxLagBytes(), Sequencer.DEFAULT_BATCH_LIMIT, source);
    }

    /** The log may call it before the workers are there. */
    private void wakeReaders(final long readers)
    {
        for (int i = 0; i < config.workers().count(); i++)
        {
            if ((readers & 1L << i) != 0)
            {
                buses[i].parkFlag().wake();
            }
        }
    }

    private Acceptor newAcceptor(final Partitioning partitioning, final HandOverQueue[] handOvers)
    {
        final BrokerConfig.Connect connect = config.connect();
        final AcceptorConfig acceptorConfig = new AcceptorConfig()
            .connectTimeoutMs(connect.timeoutMs())
            .preConnectMaxBytes(connect.maxBytes())
            .maxWaiting(connect.maxWaiting())
            .acceptsPerCycle(connect.acceptsPerCycle())
            .maxHandshakes(connect.handshakes())
            .handshakeThreads(connect.handshakeThreads())
            .refusals(Listeners::onRefused);
        final Waker[] wakers = new Waker[workers.length];
        Arrays.setAll(wakers, i -> buses[i].parkFlag()::wake);
        try
        {
            return new Acceptor(
                acceptorConfig, listeners.all(), new ClientRouter(partitioning), handOvers, wakers, this::onAcceptorError);
        }
        catch (final RuntimeException ex)
        {
            abandon();
            throw ex;
        }
    }

    /** Nothing runs yet, and nothing will: gives back what has files or memory outside the heap. */
    private void abandon()
    {
        for (final Worker worker : workers)
        {
            worker.onClose();
        }
        CloseHelper.quietClose(log);
    }

    private void start()
    {
        for (int i = 0; i < workers.length; i++)
        {
            startThread(pinned(i), workers[i].roleName());
        }
        if (sequencerThread != null)
        {
            startThread(sequencerThread, "sequencer");
        }
        awaitRecovery();
        startThread(acceptorThread, "acceptor");
        listeners.watch(config.connect().tlsReloadMs());
    }

    /** The worker's loop, on the core that the configuration names for it. */
    private Runnable pinned(final int worker)
    {
        final List<Integer> cores = config.workers().pinnedCores();
        return cores.isEmpty() ? loops[worker] : () ->
        {
            CorePinning.pinCurrentThread(cores.get(worker));
            loops[worker].run();
        };
    }

    private void awaitRecovery()
    {
        try
        {
            while (failure == null && !recovered.await(RECOVERY_POLL_MS, TimeUnit.MILLISECONDS))
            {
                Thread.onSpinWait();
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void startThread(final Runnable loop, final String name)
    {
        final Thread thread = new Thread(loop, "maxmq-" + name);
        threads.add(thread);
        thread.start();
    }

    private void onAcceptorError(final Throwable error)
    {
        if (error instanceof IOException)
        {
            LOGGER.warn(error.getMessage());
        }
        else
        {
            onConnectionError(error);
        }
    }

    private void onConnectionError(final Throwable error)
    {
        LOGGER.warn("a connection was closed because of an unexpected error", error);
    }

    private void onWorkerFailure(final Worker worker, final Throwable error)
    {
        LOGGER.error("{} has failed; the broker stops, since a part of it would not do", worker.roleName(), error);
        fail(error);
    }

    private void fail(final Throwable error)
    {
        if (failure == null)
        {
            failure = error;
            LOGGER.error("the broker stops", error);
        }
        terminated.countDown();
    }

    /**
     * The port on which the first listener accepts connections.
     *
     * @return the port, also where the system chose it.
     */
    public int boundPort()
    {
        return acceptor.boundPort(listeners.all().get(0));
    }

    /**
     * The port on which a listener accepts connections.
     *
     * @param listener name of it.
     * @return the port, also where the system chose it.
     */
    public int boundPort(final String listener)
    {
        return acceptor.boundPort(listeners.get(listener));
    }

    public BrokerConfig config()
    {
        return config;
    }

    public List<Worker> workers()
    {
        return List.of(workers);
    }

    /**
     * Waits until the broker has been closed or has failed.
     *
     * @return what made it fail, or null where it was closed.
     * @throws InterruptedException if the waiting thread is interrupted.
     */
    public Throwable awaitTermination() throws InterruptedException
    {
        terminated.await();
        return failure;
    }

    /**
     * Reads again the files that say who may do what, and has it hold for everybody who is connected; and those of TLS,
     * for new connections. A file with a mistake changes nothing, and the log says what is wrong.
     */
    public void reload()
    {
        listeners.reload();
        access.reload();
        for (final Worker worker : workers)
        {
            worker.execute(worker::accessChanged);
        }
    }

    @Override
    public void close()
    {
        if (!closing.compareAndSet(false, true))
        {
            return;
        }
        listeners.close();
        acceptorThread.stop();
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(config.shutdownTimeoutMs());
        disconnectClients(deadlineNs);
        for (final WorkerThread loop : loops)
        {
            loop.stop();
        }
        if (sequencerThread != null)
        {
            sequencerThread.stop();
        }
        join(deadlineNs);
        CloseHelper.quietCloseAll(access, log);
        terminated.countDown();
    }

    private void disconnectClients(final long deadlineNs)
    {
        final CountDownLatch done = new CountDownLatch(workers.length);
        for (final Worker worker : workers)
        {
            worker.execute(() -> worker.disconnectAll(ReasonCode.SERVER_SHUTTING_DOWN));
            watch(worker, done);
        }
        try
        {
            done.await(Math.max(0, deadlineNs - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private static void watch(final Worker worker, final CountDownLatch done)
    {
        worker.execute(() ->
        {
            if (worker.connectionCount() == 0)
            {
                done.countDown();
            }
            else
            {
                watch(worker, done);
            }
        });
    }

    private void join(final long deadlineNs)
    {
        for (final Thread thread : threads)
        {
            try
            {
                thread.join(Math.max(THREAD_END_MS, TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime())));
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
