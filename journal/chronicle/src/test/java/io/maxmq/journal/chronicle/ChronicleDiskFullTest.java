package io.maxmq.journal.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.maxmq.journal.log.LogAppender;
import io.maxmq.journal.log.LogState;
import io.maxmq.journal.log.LogTail;
import io.maxmq.journal.log.TestEvents;
import io.maxmq.journal.log.Wakeups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChronicleDiskFullTest
{
    private static final int MIB = 1 << 20;

    private final TestEvents events = new TestEvents();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    @TempDir
    private Path folder;
    private long nowMs = 1;

    private JournalConfig config()
    {
        return JournalConfig.in(folder, 1).withBlockLength(MIB).withReserves(MIB, MIB)
            .withGenerationLength(16 * MIB);
    }

    /** One event, when there is room; false if messages are refused now. */
    private boolean append(final ChronicleLog log, final int payload)
    {
        final LogAppender appender = log.appender();
        while (true)
        {
            assertFalse(Thread.interrupted(), "timed out");
            appender.timestampMs(nowMs++);
            appender.doWork();
            if (!log.state().accepting())
            {
                return false;
            }
            if (events.message(appender.appended() + 1, payload).appendTo(appender) > 0)
            {
                appender.commit();
                return true;
            }
            Thread.yield();
        }
    }

    private void refuseAndStillServe(final ChronicleLog log)
    {
        while (append(log, 10_000))
        {
            assertTrue(log.state().accepting());
        }
        assertEquals(LogState.ESSENTIAL_ONLY, log.state().get());
        final LogAppender appender = log.appender();
        for (long inFlight = 0; inFlight < MIB; inFlight += events.length())
        {
            assertTrue(events.message(appender.appended() + 1, 10_000).appendTo(appender) > 0, "on its way already");
        }
        while (events.message(appender.appended() + 1, 10_000).appendTo(appender) > 0)
        {
            assertEquals(LogState.ESSENTIAL_ONLY, log.state().get());
        }
        for (int essential = 0; essential < 2000; essential++)
        {
            assertTrue(events.essential(1).appendTo(appender) > 0, "acknowledgement " + essential);
        }
        appender.commit();
        while (log.synced() < log.published())
        {
            assertFalse(Thread.interrupted(), "timed out");
            Thread.yield();
        }
    }

    private void verify(final ChronicleLog log)
    {
        final LogTail tail = log.tail(0, 1);
        while (tail.position() < log.published())
        {
            assertTrue(tail.poll((sequence, buffer, offset, length) -> length < 200 ||
                events.verify(buffer, offset, length) == sequence, 1000) > 0);
        }
    }

    @Test
    void shouldRefuseMessagesWhenWhatItMayUseIsFull() throws IOException
    {
        try (ChronicleLog log = ChronicleLog.open(config().withMaxBytes(40 * MIB), Wakeups.NONE, errors::add))
        {
            refuseAndStillServe(log);
            assertTrue(log.published() > 2000);
        }
        try (ChronicleLog log = ChronicleLog.open(config(), Wakeups.NONE, errors::add))
        {
            verify(log);
            assertTrue(append(log, 100));
        }
    }

    @Test
    void shouldSurviveAFullDiskAndGoOnWhenThereIsRoom() throws IOException, InterruptedException
    {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", folder.toString()) == 0,
            "a small file system cannot be mounted here");
        try
        {
            final Path filler = folder.resolve("filler");
            Files.write(filler, new byte[20 * MIB]);
            try (ChronicleLog log = ChronicleLog.open(config(), Wakeups.NONE, errors::add))
            {
                refuseAndStillServe(log);
                Files.delete(filler);
                while (!append(log, 10_000))
                {
                    Thread.yield();
                }
                for (int i = 0; i < 500; i++)
                {
                    assertTrue(append(log, 10_000));
                }
                assertEquals(1, errors.size(), errors::toString);
                verify(log);
            }
            try (ChronicleLog log = ChronicleLog.open(config(), Wakeups.NONE, errors::add))
            {
                verify(log);
            }
        }
        finally
        {
            run("umount", "-l", folder.toString());
        }
    }

    private static int run(final String... command) throws IOException, InterruptedException
    {
        try
        {
            return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        }
        catch (final IOException e)
        {
            return -1;
        }
    }
}
