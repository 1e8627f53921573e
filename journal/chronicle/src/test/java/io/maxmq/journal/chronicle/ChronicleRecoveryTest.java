package io.maxmq.journal.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.log.LogTail;
import io.maxmq.journal.log.Wakeups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A journal goes on where it ended, whatever ended it.
 */
class ChronicleRecoveryTest extends RecoverySetUp
{
    @Test
    void shouldContinueWhereItEnded() throws IOException
    {
        for (int run = 1; run <= 5; run++)
        {
            try (ChronicleLog log = open(SyncMode.INTERVAL))
            {
                assertEquals((run - 1) * 1000, log.published());
                assertEquals((run - 1) * 1000, log.committed());
                assertNull(log.report().damage());
                verify(log, (run - 1) * 1000);
                append(log, 1000);
            }
        }
        try (ChronicleLog log = ChronicleLog.open(config().withReaders(3), Wakeups.NONE, errors::add))
        {
            verify(log, 5000);
            assertEquals(5000, log.tail(2, 3000).position() + 2001);
        }
        assertEquals(List.of(), errors);
    }

    @Test
    void shouldLoseNothingThatWasAppendedWhenTheProcessDies() throws IOException
    {
        final Path original = folder;
        try (ChronicleLog log = open(SyncMode.NONE))
        {
            for (int i = 1; i <= 5; i++)
            {
                append(log, 500);
                append(log, 3_000_000, log.appender().appended() + 1);
                log.appender().commit();
                copyAsAfterCrash();
                try (ChronicleLog recovered = open(SyncMode.NONE))
                {
                    verify(recovered, i * 501L);
                    append(recovered, 10);
                }
                try (ChronicleLog again = open(SyncMode.NONE))
                {
                    verify(again, i * 501L + 10);
                }
                folder = original;
            }
        }
    }

    @Test
    void shouldGoOnInAnotherGenerationWhenOneIsFull() throws IOException
    {
        try (ChronicleLog log = open(SyncMode.INTERVAL))
        {
            final LogTail tail = log.tail(0, 1);
            for (int i = 1; i <= 80; i++)
            {
                append(log, 500_000, i);
                log.appender().commit();
                assertEquals(1, tail.poll((sequence, buffer, offset, length) ->
                    events.verify(buffer, offset, length) == sequence, 10));
            }
            assertTrue(Files.exists(Generation.folder(folder, 3)));
            assertEquals(0, log.appender().lagBytes());
            copyAsAfterCrash();
            try (ChronicleLog crashed = open(SyncMode.INTERVAL))
            {
                verify(crashed, 80);
            }
        }
        try (ChronicleLog log = open(SyncMode.INTERVAL))
        {
            append(log, 1);
            verify(log, 81);
        }
    }

    @Test
    void shouldSayWhoHoldsTheFolder() throws IOException
    {
        try (ChronicleLog log = open(SyncMode.INTERVAL))
        {
            append(log, 1);
            final JournalException refused = assertThrows(JournalException.class, () -> open(SyncMode.INTERVAL));
            assertTrue(refused.getMessage().contains("this process"), refused.getMessage());
        }
    }

    @Test
    void shouldHoldBackWhatIsNotSyncedWithBatch() throws IOException
    {
        final long[] woken = new long[1];
        try (ChronicleLog log = ChronicleLog.open(
            config().withSync(SyncMode.BATCH), readers -> woken[0] |= readers, errors::add))
        {
            final LogTail tail = log.tail(0, 1);
            for (int i = 0; i < 50; i++)
            {
                append(log, 10);
                assertTrue(tail.committed() <= tail.published());
                assertEquals(10, tail.poll((sequence, buffer, offset, length) -> true, 100));
            }
            while (tail.committed() < 500)
            {
                assertFalse(Thread.interrupted(), "timed out");
                Thread.yield();
            }
            assertEquals(500, log.synced());
        }
        assertEquals(EventHeader.ALL_WORKERS, woken[0]);
    }

    @Test
    void shouldBeReadByToolsWhileABrokerWrites() throws IOException
    {
        assertThrows(JournalException.class, () -> JournalReader.open(temp));
        try (ChronicleLog log = open(SyncMode.INTERVAL))
        {
            append(log, 100);
            append(log, 1_000_000, 101);
            log.appender().commit();
            final JournalReader reader = JournalReader.open(folder);
            assertEquals(101, reader.report().lastSequence());
            assertFalse(reader.report().closed());
            assertEquals(51, reader.forEach(51, (sequence, buffer, offset, length) ->
                events.verify(buffer, offset, length) == sequence));
            assertEquals(3, reader.forEach(0, (sequence, buffer, offset, length) -> sequence < 4));
            append(log, 1);
            assertEquals(102, JournalReader.open(folder).report().lastSequence());
        }
        assertTrue(JournalReader.open(folder).report().closed());
    }

    @Test
    void shouldSayWhetherEventsMayBeLost() throws IOException
    {
        try (ChronicleLog log = open(SyncMode.INTERVAL))
        {
            assertFalse(log.report().mayHaveLost());
            append(log, 10);
            copyAsAfterCrash();
        }
        assertFalse(JournalReader.open(folder).report().mayHaveLost(), "only the process died");
        pretendLossOfPower();
        final RecoveryReport report = JournalReader.open(folder).report();
        assertTrue(report.mayHaveLost());
        assertNull(report.damage());
    }
}
