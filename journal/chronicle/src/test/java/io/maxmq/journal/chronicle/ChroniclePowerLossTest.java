package io.maxmq.journal.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.journal.log.LogAppender;
import io.maxmq.journal.log.LogState;
import io.maxmq.journal.log.LogTail;
import io.maxmq.journal.log.TestEvents;
import io.maxmq.journal.log.Wakeups;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is on the disk when the power goes: every byte that a flush had covered, and of the others whatever chance
 * leaves.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChroniclePowerLossTest
{
    private static final int PAGE = 4096;

    private final TestEvents events = new TestEvents();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    @TempDir
    private Path temp;

    private JournalConfig config(final Path folder, final SyncMode sync)
    {
        return JournalConfig.in(folder, 1).withSync(sync).withBlockLength(1 << 20).withReserves(1 << 20, 1 << 20)
            .withGenerationLength(16 << 20);
    }

    /** Keeps, for each folder, what its data file held when the last flush that succeeded was begun. */
    private static final class Disk implements DiskForce
    {
        private final Map<Path, ByteBuffer> flushed = new HashMap<>();
        private boolean failing;

        @Override
        public synchronized void force(final FileChannel channel, final Path folder) throws IOException
        {
            if (failing)
            {
                throw new IOException("no such device");
            }
            final ByteBuffer content = ByteBuffer.allocate((int)channel.size());
            while (content.hasRemaining() && channel.read(content, content.position()) > 0)
            {
                assertTrue(content.position() <= content.limit());
            }
            content.flip();
            flushed.put(folder.getFileName(), content);
        }

        synchronized void fail()
        {
            failing = true;
        }

        /** The folder after the loss; of pages not flushed since, each is new with some probability. */
        synchronized void lose(final Path journal, final Path target, final double kept, final Random random)
            throws IOException
        {
            Files.createDirectories(target);
            final Manifest manifest = Manifest.read(journal);
            for (final Manifest.Entry entry : manifest.generations())
            {
                final Path folder = Generation.folder(journal, entry.number());
                final Path copy = Generation.folder(target, entry.number());
                Files.createDirectories(copy);
                final Path file = Generation.dataFile(folder);
                final ByteBuffer now = ByteBuffer.wrap(Files.readAllBytes(file));
                final ByteBuffer old = flushed.getOrDefault(folder.getFileName(), ByteBuffer.allocate(now.limit()));
                for (int at = 0; at < now.limit(); at += PAGE)
                {
                    if (random.nextDouble() >= kept)
                    {
                        final int length = Math.min(PAGE, now.limit() - at);
                        for (int i = at; i < at + length; i++)
                        {
                            now.put(i, i < old.limit() ? old.get(i) : 0);
                        }
                    }
                }
                try (FileChannel out = FileChannel.open(copy.resolve(file.getFileName()), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE))
                {
                    out.write(now);
                }
            }
            new Manifest("before the power went", manifest.generations()).replace(target);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, 0.5, 0.95})
    void shouldLoseNothingThatWasSaidToBeSynced(final double kept) throws IOException
    {
        final Random random = new Random(42);
        final Disk disk = new Disk();
        final Path folder = temp.resolve("journal");
        try (ChronicleLog log = ChronicleLog.open(
            config(folder, SyncMode.BATCH), disk, Wakeups.NONE, errors::add, false))
        {
            for (int round = 0; round < 8; round++)
            {
                for (int i = 0; i < 60; i++)
                {
                    append(log, 100_000);
                }
                final long synced = log.synced();
                final Path after = temp.resolve("after" + round);
                disk.lose(folder, after, kept, random);
                verifyRecovers(after, synced, log.appender().appended());
                IoUtil.delete(after.toFile(), true);
            }
            assertTrue(Files.exists(Generation.folder(folder, 3)));
        }
        assertEquals(List.of(), errors);
    }

    private void append(final ChronicleLog log, final int payload)
    {
        final long sequence = log.appender().appended() + 1;
        while (events.message(sequence, payload).appendTo(log.appender()) < 0)
        {
            assertFalse(Thread.interrupted(), "timed out");
            Thread.yield();
        }
        log.appender().commit();
    }

    private void verifyRecovers(final Path folder, final long synced, final long appended) throws IOException
    {
        try (ChronicleLog log = ChronicleLog.open(config(folder, SyncMode.BATCH), Wakeups.NONE, errors::add))
        {
            assertTrue(log.published() >= synced, () -> log.report() + " but " + synced + " were synced");
            assertTrue(log.published() <= appended);
            final LogTail tail = log.tail(0, 1);
            while (tail.position() < log.published())
            {
                assertTrue(tail.poll((sequence, buffer, offset, length) ->
                    events.verify(buffer, offset, length) == sequence, 100) > 0);
            }
        }
    }

    @Test
    void shouldAcknowledgeNothingMoreWhenAFlushFails() throws IOException
    {
        final Disk disk = new Disk();
        final Path folder = temp.resolve("journal");
        try (ChronicleLog log = ChronicleLog.open(
            config(folder, SyncMode.BATCH), disk, Wakeups.NONE, errors::add, false))
        {
            append(log, 100);
            while (log.committed() < 1)
            {
                assertFalse(Thread.interrupted(), "timed out");
                Thread.yield();
            }
            disk.fail();
            events.message(2, 100).appendTo(log.appender());
            log.appender().commit();
            while (log.state().get() != LogState.FAILED)
            {
                assertFalse(Thread.interrupted(), "timed out");
                Thread.yield();
            }
            assertEquals(1, log.committed());
            assertEquals(LogAppender.FAILED, events.message(3, 100).appendTo(log.appender()));
            log.appender().timestampMs(System.currentTimeMillis());
            log.appender().doWork();
            assertEquals(LogState.FAILED, log.state().get());
            assertFalse(log.appender().hasRoom(100, true));
        }
        assertEquals(1, errors.size());
        assertTrue(errors.get(0).getMessage().contains("nothing is acknowledged"), errors::toString);
        final List<Long> recovered = new ArrayList<>();
        try (ChronicleLog log = ChronicleLog.open(config(folder, SyncMode.BATCH), Wakeups.NONE, errors::add))
        {
            log.tail(0, 1).poll((sequence, buffer, offset, length) -> recovered.add(sequence), 10);
        }
        assertTrue(recovered.contains(1L));
    }
}
