package io.maxmq.journal.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.log.EventView;
import io.maxmq.journal.log.LogTail;
import io.maxmq.journal.log.TestEvents;
import io.maxmq.journal.log.Wakeups;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChronicleRecoveryTest
{
    private final TestEvents events = new TestEvents();
    private final List<Throwable> errors = new ArrayList<>();
    @TempDir
    private Path temp;
    private Path folder;

    @BeforeEach
    void chooseFolder()
    {
        folder = temp.resolve("journal");
    }

    private JournalConfig config()
    {
        return JournalConfig.in(folder, 1).withReserves(1 << 20, 1 << 20).withBlockLength(1 << 20)
            .withGenerationLength(16 << 20);
    }

    private ChronicleLog open(final SyncMode sync) throws IOException
    {
        return ChronicleLog.open(config().withSync(sync), Wakeups.NONE, errors::add);
    }

    private void append(final ChronicleLog log, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            append(log, 20 + i % 200, log.appender().appended() + 1);
        }
        log.appender().commit();
    }

    private void append(final ChronicleLog log, final int payload, final long seed)
    {
        events.message(seed, payload);
        while (events.appendTo(log.appender()) < 0)
        {
            assertTrue(log.state().accepting());
            assertFalse(Thread.interrupted(), "timed out");
            Thread.yield();
        }
    }

    private void verify(final ChronicleLog log, final long expected)
    {
        final LogTail tail = log.tail(0, log.firstSequence());
        final long[] next = {1};
        while (tail.poll((sequence, buffer, offset, length) ->
        {
            assertEquals(next[0]++, sequence);
            assertEquals(sequence, events.verify(buffer, offset, length));
            assertEquals(sequence, EventHeader.sequence(buffer, offset));
            return true;
        }, 100) > 0)
        {
            assertTrue(tail.position() <= expected);
        }
        assertEquals(expected, tail.position());
        final EventView view = new EventView();
        for (long sequence = 1; sequence <= expected; sequence += 1 + expected / 50)
        {
            assertTrue(tail.read(sequence, view));
            assertEquals(sequence, events.verify(view.buffer(), view.offset(), view.length()));
        }
    }

    private void awaitSynced(final ChronicleLog log)
    {
        while (log.synced() < log.published())
        {
            assertFalse(Thread.interrupted(), "timed out");
            Thread.yield();
        }
    }

    /** What a crash leaves: a copy of the files of a journal that is still open. */
    private void copyAsAfterCrash() throws IOException
    {
        final Path copy = temp.resolve("copy" + System.nanoTime());
        Files.createDirectories(copy);
        try (Stream<Path> files = Files.walk(folder))
        {
            for (final Path file : files.toList())
            {
                if (!file.equals(folder))
                {
                    Files.copy(file, copy.resolve(folder.relativize(file).toString()),
                        StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        folder = copy;
    }

    private Path dataFile(final int generation) throws IOException
    {
        return Generation.dataFile(Generation.folder(folder, generation));
    }

    private void overwrite(final Path file, final long at, final byte... bytes) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
        {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }

    private byte byteAt(final Path file, final long at) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            final ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            return one.get(0);
        }
    }

    private List<Long> recordPositions(final int number) throws IOException
    {
        final Generation generation = new Generation(folder, number, 1);
        final List<Long> positions = new ArrayList<>();
        for (long at = 0; generation.header(at) != 0; at = generation.after(at))
        {
            if (!Generation.isMetaData(generation.header(at)))
            {
                positions.add(at);
            }
        }
        return positions;
    }

    /** As if the system had been started again since, for which the manifest's boot id is another. */
    private void pretendLossOfPower() throws IOException
    {
        final Manifest manifest = Manifest.read(folder);
        new Manifest("another-boot", manifest.generations()).replace(folder);
    }

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
