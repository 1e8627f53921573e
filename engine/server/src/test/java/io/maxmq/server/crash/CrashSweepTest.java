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
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Brokers in this process that die wherever they write: at every point with {@code -Dmaxmq.crash=full} (see
 * docs/journal-durability.md), at some in every build.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrashSweepTest
{
    private static final int SAMPLES = 5;
    private static final int POINTS_IN_WORKLOAD = 160;
    /** So much that the journal begins another file. */
    private static final int PADDING = 600 * 1024;

    private static final List<FaultPoint> POINTS = List.of(FaultPoint.APPENDED, FaultPoint.APPEND,
        FaultPoint.WRITING, FaultPoint.COMMIT, FaultPoint.COMMITTED);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldLoseNothingWhereverItDies(final int workers) throws Exception
    {
        if (CrashRuns.FULL)
        {
            for (final FaultPoint point : POINTS)
            {
                assertTrue(CrashRuns.sweep(InProcessMortalBroker::new, folder, workers, point) > POINTS.size());
            }
            return;
        }
        final Random random = new Random(CrashRuns.seed() + workers);
        for (int i = 0; i < SAMPLES; i++)
        {
            final List<Death> deaths = new ArrayList<>();
            for (int life = 0; life < 2; life++)
            {
                deaths.add(Death.at(
                    POINTS.get(random.nextInt(POINTS.size())), 1 + random.nextInt(POINTS_IN_WORKLOAD / 2)));
            }
            CrashRuns.run(InProcessMortalBroker::new, folder, workers, 0, random.nextLong(), deaths);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldLoseNothingWhereItBeginsAnotherFile(final int workers) throws Exception
    {
        final FaultPoint point = workers == 1 ? FaultPoint.ROLL : FaultPoint.ROLLED;
        assertEquals(1, CrashRuns.run(InProcessMortalBroker::new, folder, workers, PADDING, CrashRuns.seed(),
            List.of(Death.at(point, 1))));
    }
}
