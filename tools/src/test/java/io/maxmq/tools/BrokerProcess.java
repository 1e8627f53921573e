package io.maxmq.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A broker in a process of its own, with what it prints. Not thread-safe.
 */
final class BrokerProcess implements AutoCloseable
{
    private static final long TIMEOUT_S = 60;
    private static final Pattern LISTENING = Pattern.compile("listening +\\S+:(\\d+) .*");

    private final Process process;
    private final StringBuilder output = new StringBuilder();
    private final Thread reader;

    private BrokerProcess(final ProcessBuilder builder) throws IOException
    {
        builder.environment().keySet().removeIf((name) -> name.startsWith("MAXMQ_"));
        process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        reader = new Thread(this::read, "output of " + process.pid());
        reader.start();
    }

    /** Any command, in a folder. */
    static BrokerProcess command(final Path folder, final List<String> command) throws IOException
    {
        return new BrokerProcess(new ProcessBuilder(command).directory(folder.toFile()));
    }

    /** A class of this class path, with the flags of this JVM. */
    static BrokerProcess main(final Path folder, final Class<?> main, final String... args) throws IOException
    {
        return command(folder, java(main, args));
    }

    /** The command of a class of this class path, with the flags of this JVM. */
    static List<String> java(final Class<?> main, final String... args)
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter((argument) -> argument.startsWith("--add-") || argument.startsWith("-D"))
            .forEach(command::add);
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), main.getName()));
        command.addAll(Arrays.asList(args));
        return command;
    }

    private void read()
    {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8))
        {
            for (String line = lines.readLine(); line != null; line = lines.readLine())
            {
                synchronized (output)
                {
                    output.append(line).append('\n');
                    output.notifyAll();
                }
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Waits until it says where it listens. */
    int awaitPort() throws InterruptedException
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_S);
        synchronized (output)
        {
            while (true)
            {
                final Matcher matcher = LISTENING.matcher(output);
                if (matcher.find())
                {
                    return Integer.parseInt(matcher.group(1));
                }
                if (!reader.isAlive() || deadlineNs - System.nanoTime() < 0)
                {
                    return fail("the broker does not listen; it printed " + output);
                }
                output.wait(50);
            }
        }
    }

    /** SIGKILL, and waits for the end. */
    void kill() throws InterruptedException
    {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM. */
    void terminate()
    {
        process.destroy();
    }

    /** Any signal, by its name without SIG. */
    void signal(final String name) throws IOException, InterruptedException
    {
        final Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start();
        assertEquals(0, kill.waitFor());
    }

    /** Waits until the process has ended. */
    int awaitExit() throws InterruptedException
    {
        assertTrue(process.waitFor(TIMEOUT_S, TimeUnit.SECONDS), () -> "it does not end; it printed " + output());
        reader.join();
        return process.exitValue();
    }

    long pid()
    {
        return process.pid();
    }

    String output()
    {
        synchronized (output)
        {
            return output.toString();
        }
    }

    @Override
    public void close()
    {
        process.destroyForcibly();
    }
}
