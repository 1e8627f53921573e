package io.maxmq.server.crash;

import io.maxmq.journal.chronicle.FaultPoint;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Broker processes that die, at fault points or by SIGKILL at any moment, while they start or while they serve: a few in
 * every build, very many with {@code -Dmaxmq.crash=full} (see docs/journal-durability.md).
 */
@Timeout(value = 4, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BrokerCrashTest
{
    private static final int FULL_RUNS = 200;
    private static final int DEATHS = 3;
    private static final int LOOKS = 400;
    private static final int POINTS_IN_LIFE = 60;
    private static final int PADDING = 100 * 1024;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldLoseNothing(final int workers) throws Exception
    {
        final Random random = new Random(CrashRuns.seed() + workers);
        for (int run = 0; run < (CrashRuns.FULL ? FULL_RUNS : 1); run++)
        {
            final List<Death> deaths = new ArrayList<>();
            for (int life = 0; life < DEATHS; life++)
            {
                deaths.add(death(random));
            }
            CrashRuns.run(ForkedMortalBroker::new, folder, workers, 0, random.nextLong(), deaths);
            if (CrashRuns.FULL)
            {
                CrashRuns.say(workers + " workers: run " + (run + 1) + ", " + deaths);
            }
        }
    }

    /** Snapshots are made all the time, and the broker dies at one step of that after the other. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldLoseNothingWhileSnapshotsAreMade(final int workers) throws Exception
    {
        final List<Death> deaths = workers == 1 ?
            List.of(Death.at(FaultPoint.CHECKPOINT, 1), Death.at(FaultPoint.COMPACTED, 1)) :
            List.of(Death.at(FaultPoint.SNAPSHOT_WRITTEN, 1), Death.at(FaultPoint.SNAPSHOT_COUNTS, 1));
        final int died = CrashRuns.run(ForkedMortalBroker::new, folder, workers, PADDING, CrashRuns.seed(), deaths,
            "log.snapshot-size=1MiB");
        assertEquals(deaths.size(), died, "deaths while snapshots were made");
    }

    private static Death death(final Random random)
    {
        if (random.nextInt(3) == 0)
        {
            return Death.byKillAfter(1 + random.nextInt(LOOKS));
        }
        final FaultPoint[] points = FaultPoint.values();
        final FaultPoint point = points[random.nextInt(points.length)];
        return Death.at(point, 1 + random.nextInt(countInLife(point)));
    }

    /** What happens at a start happens once or twice. */
    private static int countInLife(final FaultPoint point)
    {
        return switch (point)
        {
            case PREPARED, RECOVERED -> 1;
            case MANIFEST_WRITTEN, MANIFEST_REPLACED -> 2;
            default -> POINTS_IN_LIFE;
        };
    }
}
