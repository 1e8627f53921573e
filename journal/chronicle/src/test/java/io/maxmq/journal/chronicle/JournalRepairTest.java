package io.maxmq.journal.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Damage of every kind at every record: it is found, no broker starts from it, and a repair keeps every event that can be
 * read, each with its number, its time and all its bytes.
 */
class JournalRepairTest extends RecoverySetUp
{
    private static final int COUNT = 14;
    private static final int LARGE = 300_000;

    /** What may happen to a file. */
    enum Damage
    {
        BIT, ZEROS, CUT, HEADER
    }

    @ParameterizedTest
    @EnumSource
    void shouldSaveWhatCanBeReadAroundEveryRecord(final Damage damage) throws IOException
    {
        try (ChronicleLog log = open(SyncMode.NONE))
        {
            append(log, COUNT / 2);
            append(log, LARGE, log.appender().appended() + 1);
            log.appender().commit();
            append(log, COUNT / 2 - 1);
        }
        final Path sound = folder;
        final List<Long> positions = recordPositions(1);
        assertTrue(positions.size() > COUNT, "one event has several records");
        for (final long position : positions)
        {
            folder = sound;
            copyAsAfterCrash();
            apply(damage, position);
            final List<JournalProblem> problems = JournalReader.open(folder).problems();
            assertFalse(problems.isEmpty() || problems.get(0).torn(), damage + " at " + position);
            final JournalException refusal = assertThrows(JournalException.class, () -> open(SyncMode.NONE));
            assertTrue(refusal.getMessage().contains("maxmq journal repair"), refusal.getMessage());
            final long first = problems.get(0).firstLost();
            final long last = problems.get(0).lastLost();
            assertTrue(first > 0 && (damage == Damage.CUT ? last == COUNT : last == first), problems.toString());
            repair(first, last);
        }
    }

    private void apply(final Damage damage, final long position) throws IOException
    {
        final long record = position + Generation.DOCUMENT_HEADER_LENGTH;
        final Path file = dataFile(1);
        switch (damage)
        {
            case BIT:
                final long at = record + RecordFlyweight.HEADER_LENGTH + 5;
                overwrite(file, at, (byte)(byteAt(file, at) ^ 8));
                break;

            case ZEROS:
                overwrite(file, record, new byte[RecordFlyweight.HEADER_LENGTH + 10]);
                break;

            case HEADER:
                overwrite(file, position, new byte[Generation.DOCUMENT_HEADER_LENGTH]);
                break;

            default:
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
                {
                    channel.truncate(position);
                }
                break;
        }
    }

    private void repair(final long firstLost, final long lastLost) throws IOException
    {
        final Path aside = JournalRepair.repair(config());
        assertTrue(Files.exists(aside.resolve("generation-00000001")) && Files.exists(aside.resolve("manifest")));
        final JournalReader reader = JournalReader.open(folder);
        assertEquals(List.of(), reader.problems());
        assertFalse(JournalRepair.plan(folder).isNeeded());
        final List<Long> sequences = new ArrayList<>();
        reader.forEach(1, (sequence, buffer, offset, length) ->
        {
            sequences.add(sequence);
            final boolean isLost = sequence >= firstLost && sequence <= lastLost;
            assertEquals(sequence, EventHeader.sequence(buffer, offset));
            assertEquals(isLost, EventHeader.type(buffer, offset) == EventType.LOST);
            return isLost || events.verify(buffer, offset, length) == sequence;
        });
        assertEquals(COUNT, sequences.size());
        try (ChronicleLog log = open(SyncMode.NONE))
        {
            assertEquals(COUNT, log.published());
            assertTrue(log.report().mayHaveLost());
        }
    }

    @Test
    void shouldDoWithoutAManifest() throws IOException
    {
        write(3);
        final byte[] before = Files.readAllBytes(dataFile(2));
        Files.delete(folder.resolve("manifest"));
        assertThrows(JournalException.class, () -> open(SyncMode.NONE));
        final JournalRepair plan = JournalRepair.plan(folder);
        assertTrue(plan.isManifestLost());
        assertEquals(30, plan.kept());
        assertEquals(0, plan.lost());
        JournalRepair.repair(config());
        try (ChronicleLog log = open(SyncMode.NONE))
        {
            verify(log, 30);
        }
        assertTrue(before.length > 0);
    }

    @Test
    void shouldGoOnBehindAFileThatIsGone() throws IOException
    {
        write(3);
        Files.delete(dataFile(2));
        assertThrows(JournalException.class, () -> open(SyncMode.NONE));
        final JournalRepair plan = JournalRepair.plan(folder);
        assertEquals(20, plan.kept());
        assertEquals(10, plan.lost());
        JournalRepair.repair(config());
        assertTrue(Files.exists(Generation.folder(folder, 1)), "it was whole");
        try (ChronicleLog log = open(SyncMode.NONE))
        {
            assertEquals(30, log.published());
        }
    }

    @Test
    void shouldLeaveAJournalAloneThatIsUsed() throws IOException
    {
        try (ChronicleLog log = open(SyncMode.NONE))
        {
            append(log, 10);
            assertThrows(JournalException.class, () -> JournalRepair.repair(config()));
            assertEquals(List.of(), JournalReader.open(folder).problems());
        }
    }

    /** As many runs, each with its file of ten events. */
    private void write(final int files) throws IOException
    {
        for (int i = 0; i < files; i++)
        {
            try (ChronicleLog log = open(SyncMode.NONE))
            {
                append(log, 10);
            }
        }
    }
}
