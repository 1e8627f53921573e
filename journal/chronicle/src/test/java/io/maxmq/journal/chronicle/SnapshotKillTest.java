package io.maxmq.journal.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.journal.log.Wakeups;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that makes snapshots is killed at each of their steps; what it had is there afterwards, and goes on. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SnapshotKillTest
{
    private static final int PAYLOAD = 3_000;
    private static final int EVENTS_PER_SNAPSHOT = 6_000;
    private static final int SNAPSHOTS = 3;
    private static final int KILLED = 137;

    @TempDir
    private Path folder;

    private static JournalConfig config(final Path folder)
    {
        return JournalConfig.in(folder, 1).withSync(SyncMode.NONE).withBlockLength(1 << 20)
            .withReserves(1 << 20, 1 << 20).withGenerationLength(16 << 20).withSnapshotBytes(0);
    }

    @Test
    void shouldLoseNothingWhateverStepOfASnapshotIsTheLast() throws IOException, InterruptedException
    {
        final List<String> faults = List.of(
            fault(FaultPoint.CHECKPOINT, 2), fault(FaultPoint.SNAPSHOT_WRITTEN, 2), fault(FaultPoint.COMPACTED, 1),
            fault(FaultPoint.COMPACTED, 3), fault(FaultPoint.SNAPSHOT_COUNTS, 1), fault(FaultPoint.SNAPSHOT_COUNTS, 2),
            fault(FaultPoint.DELETED, 1), fault(FaultPoint.DELETED, 2), fault(FaultPoint.DELETED, 3));
        for (final String fault : faults)
        {
            assertEquals(KILLED, run(fault), fault);
            verify(fault);
        }
    }

    private static String fault(final FaultPoint point, final int count)
    {
        return point.name().toLowerCase(Locale.ROOT) + ":" + count;
    }

    private int run(final String fault) throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> !argument.startsWith("-Xmx")).forEach(command::add);
        command.addAll(List.of("-Xmx96m", "-D" + FaultPoint.PROPERTY + "=" + fault, "-cp",
            System.getProperty("java.class.path"), SnapshotKillTest.class.getName(), folder.toString()));
        final Process process = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(folder.resolveSibling("output").toFile()).start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        assertFalse(process.exitValue() == 1, () -> output());
        return process.exitValue();
    }

    private String output()
    {
        try
        {
            return Files.readString(folder.resolveSibling("output"));
        }
        catch (final IOException e)
        {
            return e.toString();
        }
    }

    private void verify(final String fault) throws IOException
    {
        final List<Throwable> errors = new ArrayList<>();
        try (ChronicleLog log = ChronicleLog.open(config(folder), Wakeups.NONE, errors::add))
        {
            final HeldMessages state = new HeldMessages().recover(log);
            state.verifyReadable();
            final TreeSet<Long> forEver = new TreeSet<>();
            for (long sequence = 150; sequence <= log.published(); sequence += 150)
            {
                forEver.add(sequence);
            }
            forEver.removeAll(state.held);
            // What should be kept at that place may have been an event of another kind.
            assertTrue(forEver.size() <= log.published() / EVENTS_PER_SNAPSHOT + 20, fault + " lost " + forEver);
        }
        assertEquals(List.of(), errors);
    }

    /** The process that is killed. */
    public static void main(final String[] args) throws IOException
    {
        try (ChronicleLog log = ChronicleLog.open(config(Path.of(args[0])), Wakeups.NONE, Throwable::printStackTrace))
        {
            final HeldMessages state = new HeldMessages().recover(log);
            for (int i = 0; i < SNAPSHOTS; i++)
            {
                for (int n = 0; n < EVENTS_PER_SNAPSHOT; n++)
                {
                    while (!state.appendNext(log.appender(), PAYLOAD))
                    {
                        work(log, state);
                    }
                    state.follow();
                }
                log.requestSnapshot();
                while (!log.snapshots().isIdle())
                {
                    work(log, state);
                }
            }
        }
    }

    private static void work(final ChronicleLog log, final HeldMessages state)
    {
        log.appender().timestampMs(log.appender().timestampMs() + 1);
        log.appender().doWork();
        state.follow();
        Thread.yield();
    }
}
