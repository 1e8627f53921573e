package io.maxmq.journal.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What becomes of a journal whose files are torn, changed, cut or gone.
 */
class ChronicleDamageTest extends RecoverySetUp
{
    @Test
    void shouldCutATornTailAndReportIt() throws IOException
    {
        final int count = 60;
        try (ChronicleLog log = open(SyncMode.NONE))
        {
            append(log, count);
            copyAsAfterCrash();
        }
        final List<Long> positions = recordPositions(1);
        assertEquals(count, positions.size());
        final Path crashed = folder;
        for (int torn = 0; torn < count; torn += 9)
        {
            folder = crashed;
            copyAsAfterCrash();
            overwrite(dataFile(1), positions.get(torn), new byte[200]);
            assertThrows(JournalException.class, () -> open(SyncMode.NONE), "no loss of power");
            pretendLossOfPower();
            try (ChronicleLog log = open(SyncMode.NONE))
            {
                assertEquals(torn, log.published());
                assertTrue(log.report().cutEvents() > 0 || torn >= count - 3);
                append(log, 5);
            }
            try (ChronicleLog log = open(SyncMode.NONE))
            {
                verify(log, torn + 5);
                assertEquals(0, log.report().cutEvents());
            }
        }
    }

    @Test
    void shouldRefuseDamageBelowTheSyncedPosition() throws IOException
    {
        try (ChronicleLog log = open(SyncMode.INTERVAL))
        {
            append(log, 50);
            awaitSynced(log);
            append(log, 50);
            awaitSynced(log);
            append(log, 1);
            copyAsAfterCrash();
        }
        pretendLossOfPower();
        final List<Long> positions = recordPositions(1);
        final Path crashed = folder;
        final Random random = new Random(7);
        for (int i = 0; i < 20; i++)
        {
            folder = crashed;
            copyAsAfterCrash();
            final int record = random.nextInt(99);
            final long length = positions.get(record + 1) - positions.get(record) - 3;
            final long at = positions.get(record) + random.nextInt((int)length);
            overwrite(dataFile(1), at, (byte)(byteAt(dataFile(1), at) ^ 1 << random.nextInt(8)));
            final JournalException refused = assertThrows(JournalException.class, () -> open(SyncMode.INTERVAL));
            assertTrue(refused.getMessage().contains("repair"), refused.getMessage());
            try (ChronicleLog log = ChronicleLog.repair(config(), errors::add))
            {
                assertEquals(record, log.published());
                assertTrue(log.report().damage().contains("damaged"));
                append(log, 1);
            }
            try (ChronicleLog log = open(SyncMode.INTERVAL))
            {
                verify(log, record + 1);
            }
        }
    }

    @Test
    void shouldRefuseAClosedGenerationThatIsTruncatedAnywhere() throws IOException
    {
        try (ChronicleLog log = open(SyncMode.INTERVAL))
        {
            append(log, 40);
        }
        final List<Long> positions = recordPositions(1);
        final Path closed = folder;
        for (int i = 0; i < 40; i += 5)
        {
            for (final int into : new int[]{0, 2, 4, 50})
            {
                folder = closed;
                copyAsAfterCrash();
                try (FileChannel channel = FileChannel.open(dataFile(1), StandardOpenOption.WRITE))
                {
                    channel.truncate(positions.get(i) + into);
                }
                assertThrows(JournalException.class, () -> open(SyncMode.INTERVAL));
            }
        }
    }

    @Test
    void shouldNeverStartAsIfEmpty() throws IOException
    {
        try (ChronicleLog log = open(SyncMode.INTERVAL))
        {
            append(log, 10);
        }
        final Path closed = folder;
        copyAsAfterCrash();
        Files.delete(folder.resolve("manifest"));
        assertThrows(JournalException.class, () -> open(SyncMode.INTERVAL));
        folder = closed;
        copyAsAfterCrash();
        Files.delete(dataFile(1));
        assertThrows(JournalException.class, () -> open(SyncMode.INTERVAL));
        final String manifest = Files.readString(closed.resolve("manifest"));
        for (int i = 0; i < manifest.length(); i++)
        {
            folder = closed;
            copyAsAfterCrash();
            final char[] changed = manifest.toCharArray();
            changed[i] ^= 1;
            Files.writeString(folder.resolve("manifest"), new String(changed));
            assertThrows(JournalException.class, () -> open(SyncMode.INTERVAL), "changed at " + i);
        }
        folder = closed;
        try (ChronicleLog log = open(SyncMode.INTERVAL))
        {
            verify(log, 10);
            assertFalse(log.report().damage() != null);
        }
    }

    @Test
    void shouldEndBeforeAnEventThatTheProcessDidNotFinish() throws IOException
    {
        try (ChronicleLog log = open(SyncMode.NONE))
        {
            append(log, 20);
            append(log, 400_000, 21);
            log.appender().commit();
            copyAsAfterCrash();
        }
        final List<Long> positions = recordPositions(1);
        assertTrue(positions.size() > 22, "the last event has parts");
        final Path crashed = folder;
        for (int unfinished = 15; unfinished < positions.size(); unfinished++)
        {
            folder = crashed;
            copyAsAfterCrash();
            final Path file = dataFile(1);
            final long at = positions.get(unfinished);
            final long end = unfinished + 1 < positions.size() ? positions.get(unfinished + 1) : Files.size(file);
            overwrite(file, at + 3, (byte)(byteAt(file, at + 3) | 0x80));
            if (unfinished + 1 < positions.size())
            {
                overwrite(file, end, new byte[(int)(positions.get(positions.size() - 1) + 500_000 - end)]);
            }
            try (ChronicleLog log = open(SyncMode.NONE))
            {
                assertEquals(Math.min(20, unfinished), log.published());
                assertFalse(log.report().mayHaveLost());
                append(log, 3);
            }
            try (ChronicleLog log = open(SyncMode.NONE))
            {
                verify(log, Math.min(20, unfinished) + 3);
            }
        }
    }

    @Test
    void shouldRefuseALastEventThatHasChanged() throws IOException
    {
        try (ChronicleLog log = open(SyncMode.NONE))
        {
            append(log, 20);
            copyAsAfterCrash();
        }
        final long last = recordPositions(1).get(19);
        overwrite(dataFile(1), last + 60, (byte)(byteAt(dataFile(1), last + 60) ^ 1));
        assertThrows(JournalException.class, () -> open(SyncMode.NONE));
        pretendLossOfPower();
        try (ChronicleLog log = open(SyncMode.NONE))
        {
            assertEquals(19, log.published());
            assertTrue(log.report().mayHaveLost());
        }
    }
}
