package io.maxmq.tools;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/**
 * The {@code maxmq} command in this process, on a thread of its own, with its output caught.
 */
final class RunningCommand implements AutoCloseable
{
    private static final long TIMEOUT_S = 60;

    private final ByteArrayOutputStream payloads = new ByteArrayOutputStream();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Thread thread;
    private volatile int exitCode = -1;

    private RunningCommand(final InputStream in, final String... args)
    {
        thread = new Thread(() ->
        {
            final CommandLine command = Maxmq.commandLine(new Streams(in, payloads), args);
            command.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
            command.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
            exitCode = command.execute(args);
        }, "maxmq " + String.join(" ", args));
        thread.start();
    }

    static RunningCommand start(final String... args)
    {
        return new RunningCommand(InputStream.nullInputStream(), args);
    }

    /** With something on standard input. */
    static RunningCommand startWith(final String input, final String... args)
    {
        return new RunningCommand(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), args);
    }

    /** From start to end. */
    static RunningCommand run(final String... args)
    {
        final RunningCommand command = start(args);
        command.exitCode();
        return command;
    }

    int exitCode()
    {
        try
        {
            thread.join(TimeUnit.SECONDS.toMillis(TIMEOUT_S));
        }
        catch (final InterruptedException ex)
        {
            throw new AssertionError(ex);
        }
        if (thread.isAlive())
        {
            fail(thread.getName() + " does not end; it printed " + payloads() + err());
        }
        return exitCode;
    }

    /** Wait for a text on standard error. */
    RunningCommand awaitErr(final String text)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_S);
        while (!err().contains(text))
        {
            if (!thread.isAlive() && !err().contains(text) || System.nanoTime() - deadlineNs > 0)
            {
                fail(thread.getName() + " did not print '" + text + "' but " + err());
            }
            Thread.yield();
        }
        return this;
    }

    /**
     * @return what messages were printed as.
     */
    String payloads()
    {
        return payloads.toString(StandardCharsets.UTF_8);
    }

    byte[] payloadBytes()
    {
        return payloads.toByteArray();
    }

    String out()
    {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err()
    {
        return err.toString(StandardCharsets.UTF_8);
    }

    public void close()
    {
        thread.interrupt();
    }
}
