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
final class ForkedBroker implements AutoCloseable
{
    private final Process process;
    private final int port;

    /**
     * @param settings that differ from the default, as {@code key=value}.
     * @throws IOException if it does not start.
     */
    ForkedBroker(final String... settings) throws IOException
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--add-") || argument.startsWith("-D"))
            .forEach(command::add);
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            ForkedBroker.class.getName()));
        command.addAll(List.of(settings));
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        port = readPort(process.inputReader(StandardCharsets.UTF_8));
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
        throw new IOException("the broker has not started");
    }

    int port()
    {
        return port;
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
