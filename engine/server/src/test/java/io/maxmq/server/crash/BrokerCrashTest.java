package io.maxmq.server.crash;

import io.maxmq.journal.chronicle.FaultPoint;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

@Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BrokerCrashTest
{
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldLoseNothing(final int workers) throws Exception
    {
        final long startNs = System.nanoTime();
        int failed = 0;
        int reached = 1;
        for (int n = 1; reached > 0; n += Integer.getInteger("step", 1))
        {
            final Path runFolder = java.nio.file.Files.createDirectory(folder.resolve("run-" + n));
            try (MortalBroker broker = new InProcessMortalBroker(
                    runFolder, List.of(Death.at(FaultPoint.valueOf(System.getProperty("point", "APPENDED")), n)), "workers=" + workers);
                CrashWorkload workload = new CrashWorkload(broker, n))
            {
                workload.run();
                reached = broker.deathCount() - 1;
            }
            catch (final AssertionError e)
            {
                failed++;
                System.out.println("FAILED workers " + workers + " n " + n);
                e.printStackTrace(System.out);
            }
            org.agrona.IoUtil.delete(runFolder.toFile(), true);
            System.out.println(n + " ms " + (System.nanoTime() - startNs) / 1_000_000);
        }
        org.junit.jupiter.api.Assertions.assertEquals(0, failed);
    }
}
