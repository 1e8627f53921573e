package io.maxmq.core.state;

import io.maxmq.core.lockstep.Lockstep;
import io.maxmq.core.lockstep.LockstepSetup;
import io.maxmq.core.partition.Partitioning;
import io.maxmq.core.session.SessionLimits;
import io.maxmq.core.worker.StateFold;
import io.maxmq.core.worker.Worker;
import io.maxmq.journal.log.CrashableLog;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * The state of a running broker is the fold of its log: at random moments of a random load, through crashes, for each
 * worker as far as it has come; and folds by one worker, by as many as there are, and a second time, all agree.
 */
class StateDumpTest
{
    private static final int ACTIONS = 200;

    @Property(tries = 10)
    void shouldFindTheStateOfARunningBrokerInItsLog(
        @ForAll final long seed, @ForAll @IntRange(max = 2) final int workerBits)
    {
        final SessionLimits.Overflow[] policies = SessionLimits.Overflow.values();
        Lockstep broker = LockstepSetup.workers(1 << workerBits).seed(seed).snapshots(20)
            .queues(8, policies[(int)Math.floorMod(seed, (long)policies.length)]).start();
        final RandomLoad load = new RandomLoad(broker, seed);
        for (int i = 1; i <= ACTIONS; i++)
        {
            load.act();
            if (broker.random().nextInt(50) == 0)
            {
                compare(broker);
            }
            if (i % (ACTIONS / 3) == 0)
            {
                broker = broker.crash(broker.log().committed(), 1 << broker.random().nextInt(3), i % 2 == 0);
                load.moveTo(broker);
            }
        }
        broker.run();
        compare(broker);
        broker.close();
    }

    private static void compare(final Lockstep broker)
    {
        for (int i = 0; i < broker.workerCount(); i++)
        {
            final Worker worker = broker.worker(i);
            final String live = StateDump.ofLive(worker.state()).text();
            try (StateFold fold = fold(broker, i, broker.partitioning(), worker.applied()))
            {
                assertEquals(StateDump.ofLive(fold.state()).text(), live);
            }
            if (worker.applied() >= snapshotSequence(broker))
            {
                try (StateFold fold = foldSnapshot(broker, i, broker.partitioning(), worker.applied()))
                {
                    assertEquals(StateDump.ofLive(fold.state()).text(), live);
                }
            }
        }
        compareWithOtherNumberOfWorkers(broker);
        final String together = foldTogether(broker);
        assertEquals(together, foldTogether(broker));
        final Partitioning alone = new Partitioning(broker.partitioning().hash(), 1, 0);
        try (StateFold fold = fold(broker, 0, alone, broker.log().committed()))
        {
            assertEquals(withoutScans(together), withoutScans(StateDump.of(List.of(fold.state())).text()));
        }
    }

    /** A snapshot of some workers and the log behind it give the same state to another number of workers. */
    private static void compareWithOtherNumberOfWorkers(final Lockstep broker)
    {
        final Partitioning three = new Partitioning(broker.partitioning().hash(), 3, 0);
        final long applied = broker.log().committed();
        for (int i = 0; i < three.workerCount() && applied >= snapshotSequence(broker); i++)
        {
            try (StateFold whole = fold(broker, i, three, applied);
                StateFold fold = foldSnapshot(broker, i, three, applied))
            {
                assertEquals(StateDump.ofLive(whole.state()).text(), StateDump.ofLive(fold.state()).text());
            }
        }
    }

    private static long snapshotSequence(final Lockstep broker)
    {
        return ((CrashableLog)broker.log()).snapshotSequence();
    }

    /** Where the number of workers has changed, a scan may count as pending that another number of them has concluded. */
    private static String withoutScans(final String text)
    {
        return text.replaceAll("(?m)^scan .*\n", "");
    }

    private static String foldTogether(final Lockstep broker)
    {
        final List<StateFold> folds = new ArrayList<>();
        for (int i = 0; i < broker.workerCount(); i++)
        {
            folds.add(fold(broker, i, broker.partitioning(), broker.log().committed()));
        }
        final String text = StateDump.of(folds.stream().map(StateFold::state).toList()).text();
        folds.forEach(StateFold::close);
        return text;
    }

    private static StateFold fold(
        final Lockstep broker, final int index, final Partitioning partitioning, final long sequence)
    {
        final CopiedTail tail = new CopiedTail((CrashableLog)broker.log(), false);
        return StateFold.create(index, partitioning, tail).foldTo(sequence);
    }

    private static StateFold foldSnapshot(
        final Lockstep broker, final int index, final Partitioning partitioning, final long sequence)
    {
        final CopiedTail tail = new CopiedTail((CrashableLog)broker.log(), true);
        return StateFold.create(index, partitioning, tail).foldTo(sequence);
    }
}
