package io.maxmq.tools.bench.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads what a process on this machine has used, from {@code /proc} (Linux). Counts every thread of the process, not
 * just its main one.
 */
public final class ProcessSampler
{
    private static final long TICK_NS = 10_000_000L;
    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int THREADS = 17;
    private static final int RSS_PAGES = 21;
    private static final int PAGE_BYTES = 4096;

    private final Path process;

    /**
     * @param pid of the process.
     * @throws IOException if there is no such process, or no {@code /proc}.
     */
    public ProcessSampler(final long pid) throws IOException
    {
        process = Path.of("/proc", Long.toString(pid));
        if (!Files.isReadable(process.resolve("stat")))
        {
            throw new IOException("no process " + pid + " in /proc");
        }
    }

    /**
     * @return the present figures.
     * @throws IOException if the process has ended.
     */
    public ProcessSample sample() throws IOException
    {
        final String stat = Files.readString(process.resolve("stat"));
        final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        final long tickNs = (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * TICK_NS;
        return new ProcessSample(
            System.nanoTime(),
            sumOfThreads("schedstat"),
            tickNs,
            Long.parseLong(fields[RSS_PAGES]) * PAGE_BYTES,
            Integer.parseInt(fields[THREADS]),
            value(process.resolve("io"), "syscr:"),
            value(process.resolve("io"), "syscw:"),
            sumOfThreads("status"));
    }

    private long sumOfThreads(final String file) throws IOException
    {
        long sum = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process.resolve("task")))
        {
            for (final Path task : tasks)
            {
                final Path path = task.resolve(file);
                sum += "schedstat".equals(file) ?
                    firstNumber(path) : Math.max(0, value(path, "voluntary_ctxt_switches:"));
            }
        }
        return sum;
    }

    private static long firstNumber(final Path file)
    {
        try
        {
            final String text = Files.readString(file);
            return Long.parseLong(text.substring(0, text.indexOf(' ')));
        }
        catch (final IOException | NumberFormatException | IndexOutOfBoundsException ex)
        {
            return 0; // the thread has just ended
        }
    }

    private static long value(final Path file, final String name)
    {
        try
        {
            for (final String line : Files.readAllLines(file))
            {
                if (line.startsWith(name))
                {
                    return Long.parseLong(line.substring(name.length()).trim());
                }
            }
        }
        catch (final IOException | NumberFormatException ex)
        {
            return -1; // another user's process: the kernel does not tell
        }
        return -1;
    }
}
