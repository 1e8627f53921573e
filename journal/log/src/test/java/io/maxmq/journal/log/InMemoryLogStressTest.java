package io.maxmq.journal.log;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InMemoryLogStressTest
{
    @ParameterizedTest
    @CsvSource({"1, 4096, 100, 100000", "2, 16384, 400, 50000", "3, 65536, 300, 100000", "3, 8192, 3000, 10000"})
    void shouldKeepItsPromisesUnderLoad(
        final int readers, final int segmentLength, final int maxPayload, final int eventCount)
        throws InterruptedException
    {
        final LogConfig config = LogConfig.forReaders(readers).withSegmentLength(segmentLength)
            .withMaxBytes(8 << 20).withReserves(1 << 19, 1 << 19);
        final InMemoryLog log = new InMemoryLog(config);
        final LogStress stress = new LogStress(log, eventCount, maxPayload);
        stress.run();
        stress.settle();
        assertTrue(readers > 1 || log.compactions() > 0, "nothing was moved");
        assertTrue(log.usedBytes() <= 2L * segmentLength + 4096, () -> "still used: " + log.usedBytes());
    }
}
