package io.maxmq.journal.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.journal.log.TestEvents;
import io.maxmq.journal.log.Wakeups;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SyncerTest
{
    private static final int PAYLOAD = 100_000;
    private static final int COUNT = 800;

    private final TestEvents events = new TestEvents();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    @TempDir
    private Path folder;

    /** A disk so slow that the appender has gone on to another generation whenever it is done. */
    private static final class SlowDisk implements DiskForce
    {
        private volatile ChronicleLog log;
        private volatile boolean hurry;

        @Override
        public void force(final FileChannel channel, final Path generation) throws IOException
        {
            final GenerationWriter current = log == null ? null : log.writer();
            while (current != null && log.writer() == current && !hurry)
            {
                Thread.yield();
            }
            channel.force(false);
        }
    }

    @Test
    void shouldSyncAllGenerationsThatEndWhileItSyncs() throws IOException
    {
        final SlowDisk disk = new SlowDisk();
        final JournalConfig config = JournalConfig.in(folder, 1).withSync(SyncMode.BATCH).withBlockLength(1 << 20)
            .withReserves(1 << 20, 1 << 20).withGenerationLength(16 << 20);
        try (ChronicleLog log = ChronicleLog.open(config.conclude(), disk, Wakeups.NONE, errors::add, false))
        {
            disk.log = log;
            for (int i = 1; i <= COUNT; i++)
            {
                while (events.message(i, PAYLOAD).appendTo(log.appender()) < 0)
                {
                    assertEquals(List.of(), errors);
                    assertFalse(Thread.interrupted(), "timed out");
                    Thread.yield();
                }
                log.appender().commit();
            }
            disk.hurry = true;
            while (log.synced() < COUNT)
            {
                assertEquals(List.of(), errors);
                assertFalse(Thread.interrupted(), "timed out");
                Thread.yield();
            }
            assertTrue(Files.exists(Generation.folder(folder, 5)), "several generations");
        }
        assertEquals(List.of(), errors);
    }
}
