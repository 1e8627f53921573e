package io.maxmq.core.lockstep;

import io.maxmq.core.MqttLimits;
import io.maxmq.core.session.SessionLimits;
import io.maxmq.core.worker.WorkerConfig;
import io.maxmq.journal.log.CrashableLog;
import io.maxmq.journal.log.Log;
import io.maxmq.journal.log.Sequencer;
import io.maxmq.spi.Authenticator;
import io.maxmq.spi.Authoriser;

import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * What a {@link Lockstep} broker is made of. With four workers the sequencer is a participant of its own, else it is
 * part of worker 0, unless a test says otherwise.
 */
public final class LockstepSetup
{
    /** Repeats a run: {@code -Dmaxmq.test.seed=…}. */
    public static final String SEED_PROPERTY = "maxmq.test.seed";

    int workers;
    boolean unclean;
    boolean separateSequencer;
    long seed = Long.getLong(SEED_PROPERTY, System.nanoTime());
    int partitionLevels;
    int stepsPerSnapshot = Integer.getInteger("snapshots", 0);
    int busMessages = 1024;
    int busBytes = 1 << 24;
    long maxLagBytes = Sequencer.DEFAULT_MAX_LAG_BYTES;
    MqttLimits limits = new MqttLimits(1 << 20, 100, 100, 10, 10, 2, true, true, true, true, 32, 1024, 256, 100,
        0xFFFF_FFFFL, -1, 0, true, false, 1 << 20);
    SessionLimits persistentQueues = queue(100_000, SessionLimits.Overflow.DROP_OLDEST);
    SessionLimits cleanQueues = queue(100_000, SessionLimits.Overflow.DROP_NEWEST);
    int retainedMessages = 100_000;
    Authenticator authenticator = Authenticator.ALLOW_ALL;
    Authoriser authoriser = Authoriser.ALLOW_ALL;
    IntFunction<Log> log = CrashableLog::new;

    private LockstepSetup(final int workers)
    {
        this.workers = workers;
        separateSequencer = workers == 4;
    }

    public static LockstepSetup workers(final int count)
    {
        return new LockstepSetup(count);
    }

    public LockstepSetup separateSequencer(final boolean separate)
    {
        separateSequencer = separate;
        return this;
    }

    public LockstepSetup seed(final long newSeed)
    {
        seed = newSeed;
        return this;
    }

    public LockstepSetup partitionLevels(final int levels)
    {
        partitionLevels = levels;
        return this;
    }

    /** How much each stream of the bus holds. */
    public LockstepSetup window(final int messages, final int bytes)
    {
        busMessages = messages;
        busBytes = bytes;
        return this;
    }

    public LockstepSetup maxLagBytes(final long bytes)
    {
        maxLagBytes = bytes;
        return this;
    }

    /** Begins a snapshot in one of so many steps, chosen by chance; a broker goes on from it after a crash. */
    public LockstepSetup snapshots(final int steps)
    {
        stepsPerSnapshot = steps;
        return this;
    }

    /** Changes limits that clients meet. */
    public LockstepSetup limits(final UnaryOperator<MqttLimits> change)
    {
        limits = change.apply(limits);
        return this;
    }

    /** How much may wait for one session of either kind. */
    public LockstepSetup queues(final int maxMessages, final SessionLimits.Overflow overflow)
    {
        persistentQueues = queue(maxMessages, overflow);
        cleanQueues = persistentQueues;
        return this;
    }

    private static SessionLimits queue(final int maxMessages, final SessionLimits.Overflow overflow)
    {
        return new SessionLimits(maxMessages, 1L << 40, Long.MAX_VALUE, overflow);
    }

    /** How many retained messages each worker keeps. */
    public LockstepSetup retainedMessages(final int count)
    {
        retainedMessages = count;
        return this;
    }

    public LockstepSetup authenticator(final Authenticator newAuthenticator)
    {
        authenticator = newAuthenticator;
        return this;
    }

    /** Which log, for how many readers. */
    public LockstepSetup log(final IntFunction<Log> newLog)
    {
        log = newLog;
        return this;
    }

    /** The same broker started again. */
    LockstepSetup next(final int workerCount, final boolean isUnclean)
    {
        workers = workerCount;
        separateSequencer = workerCount == 4;
        unclean = isUnclean;
        seed++;
        return this;
    }

    public WorkerConfig config()
    {
        return new WorkerConfig(limits, persistentQueues, cleanQueues, WorkerConfig.Idle.SPIN, 0, 0, 64 * 1024,
            64L << 20, 64L << 20, 1024, retainedMessages, 64L << 20, 1 << 20);
    }

    public Lockstep start()
    {
        return new Lockstep(this, log.apply(workers), Lockstep.START_MS);
    }
}
