package io.maxmq.journal.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.journal.log.LogStress;
import io.maxmq.journal.log.LogTail;
import io.maxmq.journal.log.TestEvents;
import io.maxmq.journal.log.Wakeups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChronicleStressTest
{
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(SyncMode.class)
    void shouldKeepItsPromisesUnderLoadAndRecoverAll(final SyncMode sync)
        throws IOException, InterruptedException
    {
        final int count = 100_000;
        final List<Throwable> errors = new CopyOnWriteArrayList<>();
        final JournalConfig config = JournalConfig.in(folder, 2).withSync(sync).withBlockLength(1 << 20)
            .withReserves(1 << 20, 1 << 20).withGenerationLength(16 << 20);
        try (ChronicleLog log = ChronicleLog.open(config, Wakeups.NONE, errors::add))
        {
            new LogStress(log, count, 400).run();
            assertTrue(Files.exists(Generation.folder(folder, 2)), "went on in another generation");
        }
        assertEquals(List.of(), errors);
        try (ChronicleLog log = ChronicleLog.open(config, Wakeups.NONE, errors::add))
        {
            final TestEvents events = new TestEvents();
            final LogTail tail = log.tail(0, 1);
            assertEquals(count, tail.poll((sequence, buffer, offset, length) ->
                events.verify(buffer, offset, length) == sequence, count + 1));
        }
        assertEquals(List.of(), errors);
    }
}
