package io.maxmq.journal.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A journal in a folder that a test may copy, as a crash would leave it, and damage.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class RecoverySetUp
{
    final TestEvents events = new TestEvents();
    final List<Throwable> errors = new ArrayList<>();
    @TempDir
    Path temp;
    Path folder;

    @BeforeEach
    void chooseFolder()
    {
        folder = temp.resolve("journal");
    }

    final JournalConfig config()
    {
        return JournalConfig.in(folder, 1).withReserves(1 << 20, 1 << 20).withBlockLength(1 << 20)
            .withGenerationLength(16 << 20);
    }

    final ChronicleLog open(final SyncMode sync) throws IOException
    {
        return ChronicleLog.open(config().withSync(sync), Wakeups.NONE, errors::add);
    }

    final void append(final ChronicleLog log, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            append(log, 20 + i % 200, log.appender().appended() + 1);
        }
        log.appender().commit();
    }

    final void append(final ChronicleLog log, final int payload, final long seed)
    {
        events.message(seed, payload);
        while (events.appendTo(log.appender()) < 0)
        {
            assertTrue(log.state().accepting());
            assertFalse(Thread.interrupted(), "timed out");
            Thread.yield();
        }
    }

    final void verify(final ChronicleLog log, final long expected)
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

    final void awaitSynced(final ChronicleLog log)
    {
        while (log.synced() < log.published())
        {
            assertFalse(Thread.interrupted(), "timed out");
            Thread.yield();
        }
    }

    /** What a crash leaves: a copy of the files of a journal that is still open. */
    final void copyAsAfterCrash() throws IOException
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

    final Path dataFile(final int generation) throws IOException
    {
        return Generation.dataFile(Generation.folder(folder, generation));
    }

    final void overwrite(final Path file, final long at, final byte... bytes) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
        {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }

    final byte byteAt(final Path file, final long at) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            final ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            return one.get(0);
        }
    }

    final List<Long> recordPositions(final int number) throws IOException
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
    final void pretendLossOfPower() throws IOException
    {
        final Manifest manifest = Manifest.read(folder);
        new Manifest("another-boot", manifest.generations()).replace(folder);
    }
}
