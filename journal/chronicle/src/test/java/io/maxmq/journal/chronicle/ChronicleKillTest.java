package io.maxmq.journal.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.journal.log.LogTail;
import io.maxmq.journal.log.TestEvents;
import io.maxmq.journal.log.Wakeups;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that appends is killed at any moment, again and again; what it said was committed is there afterwards. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChronicleKillTest
{
    @TempDir
    private Path folder;

    private static JournalConfig config(final Path folder)
    {
        return JournalConfig.in(folder, 1).withSync(SyncMode.NONE).withBlockLength(1 << 20)
            .withReserves(1 << 20, 1 << 20).withGenerationLength(16 << 20);
    }

    @Test
    void shouldLoseNothingCommittedWhenKilled() throws IOException, InterruptedException
    {
        final Random random = new Random(3);
        long committed = 0;
        for (int run = 0; run < 6; run++)
        {
            committed = runAndKill(committed, 500 + random.nextInt(30_000));
            try (ChronicleLog log = ChronicleLog.open(config(folder), Wakeups.NONE, error ->
            {
                throw new AssertionError(error);
            }))
            {
                assertTrue(log.published() >= committed, log.report() + " but " + committed + " were committed");
                final TestEvents events = new TestEvents();
                final LogTail tail = log.tail(0, 1);
                while (tail.position() < log.published())
                {
                    assertTrue(tail.poll((sequence, buffer, offset, length) ->
                        events.verify(buffer, offset, length) == sequence, 1000) > 0);
                }
                committed = log.published();
            }
        }
    }

    /** Returns the last sequence that the process said to be committed. */
    private long runAndKill(final long from, final long count) throws IOException
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> !argument.startsWith("-Xmx")).forEach(command::add);
        command.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path"),
            ChronicleKillTest.class.getName(), folder.toString()));
        final Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        long last = from;
        try (BufferedReader lines = new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII)))
        {
            String line;
            while ((line = lines.readLine()) != null)
            {
                if (line.startsWith("committed "))
                {
                    last = Long.parseLong(line.substring("committed ".length()));
                    if (last >= from + count && process.isAlive())
                    {
                        process.toHandle().destroyForcibly();
                    }
                }
            }
        }
        catch (final NumberFormatException e)
        {
            // The process died while it wrote the line.
            assertEquals(false, process.isAlive());
        }
        return last;
    }

    /** Appends until it is killed, and says after each batch how far it is. */
    public static void main(final String[] args) throws IOException
    {
        final ChronicleLog log = ChronicleLog.open(config(Path.of(args[0])), Wakeups.NONE, Throwable::printStackTrace);
        final TestEvents events = new TestEvents();
        while (true)
        {
            for (int i = 0; i < 37; i++)
            {
                events.message(log.appender().appended() + 1, 16 + i * 31 % 500);
                while (events.appendTo(log.appender()) < 0)
                {
                    Thread.onSpinWait();
                }
            }
            log.appender().commit();
            System.out.println("committed " + log.appender().appended());
        }
    }
}
