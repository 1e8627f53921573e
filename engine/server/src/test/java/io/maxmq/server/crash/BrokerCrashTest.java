package io.maxmq.server.crash;

import io.maxmq.journal.chronicle.FaultPoint;
import io.maxmq.server.crash.MortalBroker.Death;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BrokerCrashTest
{
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldLoseNothing(final int workers) throws Exception
    {
        final long startNs = System.nanoTime();
        try (MortalBroker broker = new MortalBroker(
                folder, List.of(Death.at(FaultPoint.APPENDED, 30), Death.at(FaultPoint.COMMIT, 30)), "workers=" + workers);
            CrashWorkload workload = new CrashWorkload(broker, 1))
        {
            workload.run();
        }
        System.out.println("ms " + (System.nanoTime() - startNs) / 1_000_000);
    }
}
