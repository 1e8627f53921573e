package io.maxmq.server.crash;

import io.maxmq.journal.chronicle.FaultPoint;
import org.agrona.IoUtil;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Runs of {@link CrashWorkload} on brokers that die. What fails says how to run it again: {@code -Dmaxmq.crash.seed}
 * for what the build runs, and {@code -Dmaxmq.crash=full} for every point.
 */
final class CrashRuns
{
    /** Whether every point is wanted, for as long as that takes, and not a sample. */
    static final boolean FULL = "full".equals(System.getProperty("maxmq.crash"));

    private static final long DEFAULT_SEED = 20_240_229L;
    private static final Path PROGRESS = Path.of("target", "crash-tests.txt");
    private static final String[] SYNCS = {"none", "interval", "batch"};

    private CrashRuns()
    {
    }

    /** Makes the broker of a run. */
    @FunctionalInterface
    interface Birth
    {
        MortalBroker begin(Path folder, List<Death> deaths, String... settings) throws Exception;
    }

    /** Chooses what of everything is run; printed where something fails. */
    static long seed()
    {
        return Long.getLong("maxmq.crash.seed", DEFAULT_SEED);
    }

    /** One run in a folder of its own; returns how often the broker has died of what was planned. */
    static int run(
        final Birth birth, final Path parent, final int workers, final int padding, final long seed,
        final List<Death> deaths, final String... settings) throws Exception
    {
        final String sync = SYNCS[new Random(seed).nextInt(SYNCS.length)];
        final Path folder = Files.createTempDirectory(parent, "run");
        final List<String> all = new ArrayList<>(List.of("workers=" + workers, "log.sync=" + sync));
        all.addAll(List.of(settings));
        try (MortalBroker broker = birth.begin(folder, deaths, all.toArray(String[]::new));
            CrashWorkload workload = new CrashWorkload(broker, seed, padding))
        {
            workload.run();
            return broker.deathCount() - 1;
        }
        catch (final AssertionError failed)
        {
            throw new AssertionError("with " + workers + " workers, log.sync=" + sync + ", deaths " + deaths +
                ", seed " + seed + " (chosen by -Dmaxmq.crash.seed=" + seed() + "): " + failed.getMessage(), failed);
        }
        finally
        {
            IoUtil.delete(folder.toFile(), true);
        }
    }

    /** How far it is; what a test prints is not to be seen before its end. */
    static void say(final String line) throws IOException
    {
        Files.writeString(PROGRESS, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /**
     * A run for each time that the point is reached in the workload, each followed by a second death soon after.
     *
     * @return runs.
     */
    static int sweep(final Birth birth, final Path parent, final int workers, final FaultPoint point) throws Exception
    {
        final Random random = new Random(seed());
        final List<Throwable> failures = new ArrayList<>();
        int count = 0;
        for (int reached = 1; reached > 0; )
        {
            count++;
            try
            {
                reached = run(birth, parent, workers, 0, random.nextLong(),
                    List.of(Death.at(point, count), Death.at(point, 1 + random.nextInt(50))));
            }
            catch (final AssertionError failed)
            {
                failures.add(failed);
                failed.printStackTrace(System.out);
            }
            say(workers + " workers, " + point + ": run " + count + ", failed " + failures.size());
        }
        if (!failures.isEmpty())
        {
            final AssertionError all = new AssertionError(failures.size() + " of " + count + " runs failed");
            failures.forEach(all::addSuppressed);
            throw all;
        }
        return count;
    }
}
