package io.maxmq.server.robustness;

import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A broker in a process of its own, with its own file descriptors and heap. Ends with its standard input.
 */
public final class ForkedBroker implements AutoCloseable
{
    private static final int NOT_LISTENING = 0;

    private final Process process;
    private final int port;

    private ForkedBroker(final List<String> options, final String... settings) throws IOException
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--add-") || argument.startsWith("-D"))
            .forEach(command::add);
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of("-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            ForkedBroker.class.getName()));
        command.addAll(List.of(settings));
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        port = readPort(process.inputReader(StandardCharsets.UTF_8));
    }

    /**
     * @param settings that differ from the default, as {@code key=value}.
     * @return a broker that listens.
     * @throws IOException if it does not start.
     */
    public static ForkedBroker launch(final String... settings) throws IOException
    {
        final ForkedBroker broker = attempt(List.of(), settings);
        if (!broker.listens())
        {
            throw new IOException("the broker has not started");
        }
        return broker;
    }

    /**
     * @param options  of the JVM.
     * @param settings that differ from the default, as {@code key=value}.
     * @return a broker that listens, or has ended.
     * @throws IOException if there is no process.
     */
    public static ForkedBroker attempt(final List<String> options, final String... settings) throws IOException
    {
        return new ForkedBroker(options, settings);
    }

    private static int readPort(final BufferedReader output) throws IOException
    {
        for (String line = output.readLine(); line != null; line = output.readLine())
        {
            if (line.startsWith("port "))
            {
                return Integer.parseInt(line.substring("port ".length()));
            }
        }
        return NOT_LISTENING;
    }

    public int port()
    {
        return port;
    }

    public boolean listens()
    {
        return port != NOT_LISTENING;
    }

    public boolean isAlive()
    {
        return process.isAlive();
    }

    /** SIGKILL, and waits for the end; returns the exit status. */
    public int kill() throws InterruptedException
    {
        process.toHandle().destroyForcibly();
        return process.waitFor();
    }

    @Override
    public void close() throws IOException
    {
        process.getOutputStream().close();
        try
        {
            process.waitFor();
        }
        catch (final InterruptedException ex)
        {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The broker's side. */
    public static void main(final String... settings) throws IOException
    {
        try (Broker broker = Broker.launch(BrokerConfig.with(settings)))
        {
            System.out.println("port " + broker.boundPort());
            while (System.in.read() >= 0)
            {
                Thread.onSpinWait();
            }
        }
        System.exit(0);
    }
}
