package io.maxmq.journal.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.journal.log.Wakeups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Snapshots, what they let go of, and what goes on from them. */
class ChronicleSnapshotTest extends RecoverySetUp
{
    private static final int PAYLOAD = 3_000;

    private ChronicleLog openOnRequest(final SyncMode sync) throws IOException
    {
        return ChronicleLog.open(config().withSync(sync).withSnapshotBytes(0), Wakeups.NONE, errors::add);
    }

    private void run(final ChronicleLog log, final HeldMessages state, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            while (!state.appendNext(log.appender(), PAYLOAD))
            {
                assertFalse(Thread.interrupted(), "timed out");
                log.appender().timestampMs(log.appender().timestampMs() + 1);
                log.appender().doWork();
                Thread.yield();
            }
            state.follow();
        }
    }

    private void snapshot(final ChronicleLog log, final HeldMessages state)
    {
        final long before = log.snapshotSequence();
        log.requestSnapshot();
        while (log.snapshotSequence() == before)
        {
            assertFalse(Thread.interrupted(), "timed out");
            log.appender().timestampMs(log.appender().timestampMs() + 1);
            log.appender().doWork();
            state.follow();
            Thread.yield();
        }
    }

    private static void awaitRemoval(final ChronicleLog log, final HeldMessages state, final Path gone)
    {
        while (Files.exists(gone))
        {
            assertFalse(Thread.interrupted(), "timed out");
            state.follow();
            Thread.yield();
        }
        assertNotNull(log.directory());
    }

    @Test
    void shouldGoOnFromASnapshot() throws IOException
    {
        final TreeSet<Long> before;
        final long last;
        try (ChronicleLog log = openOnRequest(SyncMode.NONE))
        {
            final HeldMessages state = new HeldMessages().recover(log);
            run(log, state, 500);
            snapshot(log, state);
            run(log, state, 300);
            before = new TreeSet<>(state.held);
            last = log.published();
        }
        try (ChronicleLog log = openOnRequest(SyncMode.NONE))
        {
            assertTrue(log.firstSequence() > 500 && log.firstSequence() < last);
            final HeldMessages state = new HeldMessages().recover(log);
            assertEquals(before, state.held);
            state.verifyReadable();
            run(log, state, 100);
        }
        assertEquals(List.of(), errors);
    }

    @Test
    void shouldRemoveAndCompactWhatTheSnapshotDoesNotNeed() throws IOException
    {
        final TreeSet<Long> before;
        try (ChronicleLog log = openOnRequest(SyncMode.INTERVAL))
        {
            final HeldMessages state = new HeldMessages().recover(log);
            run(log, state, 20_000);
            final long used = log.storedBytes();
            snapshot(log, state);
            awaitRemoval(log, state, Generation.folder(folder, 1));
            assertTrue(log.storedBytes() < used / 2, log.storedBytes() + " of " + used);
            state.verifyReadable();
            for (int round = 0; round < 4; round++)
            {
                run(log, state, 6_000);
                snapshot(log, state);
                state.verifyReadable();
            }
            run(log, state, 10);
            before = new TreeSet<>(state.held);
            assertTrue(folders() <= 5, "folders: " + folders());
        }
        try (ChronicleLog log = openOnRequest(SyncMode.INTERVAL))
        {
            final HeldMessages state = new HeldMessages().recover(log);
            assertEquals(before, state.held);
            state.verifyReadable();
            assertTrue(state.held.first() < 1_000, "from the beginning");
        }
        assertEquals(List.of(), errors);
    }

    private long folders() throws IOException
    {
        try (Stream<Path> files = Files.list(folder))
        {
            return files.filter(Files::isDirectory).count();
        }
    }

    @Test
    void shouldRecoverFromACopyTakenBetweenSnapshots() throws IOException
    {
        final Path original = folder;
        try (ChronicleLog log = openOnRequest(SyncMode.NONE))
        {
            final HeldMessages state = new HeldMessages().recover(log);
            for (int round = 0; round < 4; round++)
            {
                run(log, state, 4_000);
                if (round % 2 == 0)
                {
                    snapshot(log, state);
                    run(log, state, 10);
                }
                while (!log.snapshots().isIdle())
                {
                    assertFalse(Thread.interrupted(), "timed out");
                    state.follow();
                }
                copyAsAfterCrash();
                try (ChronicleLog copy = openOnRequest(SyncMode.NONE))
                {
                    final HeldMessages recovered = new HeldMessages().recover(copy);
                    assertEquals(state.held, recovered.held);
                    recovered.verifyReadable();
                }
                folder = original;
            }
        }
        assertEquals(List.of(), errors);
    }

    @Test
    void shouldMakeOneByItselfWhenMuchWasWritten() throws IOException
    {
        final JournalConfig small = config().withSnapshotBytes(2 << 20);
        try (ChronicleLog log = ChronicleLog.open(small, Wakeups.NONE, errors::add))
        {
            final HeldMessages state = new HeldMessages().recover(log);
            while (log.snapshotSequence() == 0)
            {
                run(log, state, 10);
                log.appender().timestampMs(log.appender().timestampMs() + 1);
                log.appender().doWork();
            }
        }
        assertEquals(List.of(), errors);
    }

    @Test
    void shouldMakeOneWhenAFileAsksForIt() throws IOException
    {
        try (ChronicleLog log = openOnRequest(SyncMode.INTERVAL))
        {
            final HeldMessages state = new HeldMessages().recover(log);
            run(log, state, 10);
            Snapshots.request(folder);
            while (log.snapshotSequence() == 0)
            {
                assertFalse(Thread.interrupted(), "timed out");
                log.appender().timestampMs(log.appender().timestampMs() + 1);
                log.appender().doWork();
                state.follow();
            }
            assertFalse(Files.exists(folder.resolve(Snapshots.REQUEST_FILE)));
        }
        assertEquals(List.of(), errors);
    }

    @Test
    void shouldRefuseADamagedSnapshotOrStore() throws IOException
    {
        final Path snapshotFile;
        final Path storeFile;
        try (ChronicleLog log = openOnRequest(SyncMode.INTERVAL))
        {
            final HeldMessages state = new HeldMessages().recover(log);
            run(log, state, 12_000);
            snapshot(log, state);
            final Generation store = log.directory().generations().get(0);
            assertTrue(store.isStore());
            snapshotFile = SnapshotFiles.file(folder, 1, 0);
            storeFile = store.folder().resolve(Generation.STORE_FILE);
        }
        for (final Path file : List.of(snapshotFile, storeFile))
        {
            final byte[] whole = Files.readAllBytes(file);
            for (int i = 0; i < 12; i++)
            {
                final int at = (int)((long)whole.length * i / 12) / 4 * 4 + i % 3;
                overwrite(file, at, (byte)(whole[at] ^ 0x10));
                assertThrows(JournalException.class, () -> openOnRequest(SyncMode.INTERVAL), file + " at " + at);
                overwrite(file, at, whole[at]);
            }
            Files.delete(file);
            assertThrows(JournalException.class, () -> openOnRequest(SyncMode.INTERVAL), "without " + file);
            Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2 & ~3));
            assertThrows(JournalException.class, () -> openOnRequest(SyncMode.INTERVAL), "half of " + file);
            Files.write(file, whole);
        }
        openOnRequest(SyncMode.INTERVAL).close();
    }
}
