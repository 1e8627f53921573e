package io.maxmq.benchmarks.compare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A started broker. While another one is measured it is stopped by a signal, so that it takes no time of the core.
 */
final class RunningBroker implements AutoCloseable
{
    private static final long START_LIMIT_NS = 90_000_000_000L;
    private static final int CONNECT_TIMEOUT_MS = 200;
    private static final int STOP_SECONDS = 10;
    private static final int PAGE_KIB = 4;
    private static final int RSS_PAGES = 1;

    private final Broker broker;
    private final Process process;
    private final int port;
    private final long pid;
    private final double startMs;

    private RunningBroker(
        final Broker broker, final Process process, final int port, final long pid, final double startMs)
    {
        this.broker = broker;
        this.process = process;
        this.port = port;
        this.pid = pid;
        this.startMs = startMs;
    }

    /**
     * Start a broker and wait until it accepts connections.
     *
     * @param broker to start.
     * @param core   to run on.
     * @param folder for its files and output.
     * @return the running broker.
     * @throws IOException if it does not come up.
     */
    static RunningBroker start(final Broker broker, final int core, final Path folder) throws IOException
    {
        final int port = freePort();
        final Path output = folder.resolve(broker.name() + "-" + port + ".out");
        final ProcessBuilder builder =
            new ProcessBuilder(broker.start(core, port, folder.resolve(broker.name() + "-" + port)));
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        final long startNs = System.nanoTime();
        final Process process = builder.start();
        while (!accepts(port))
        {
            if (!process.isAlive() || System.nanoTime() - startNs > START_LIMIT_NS)
            {
                process.destroyForcibly();
                throw new IOException(broker.name() + " did not start; see " + output);
            }
            pause(1);
        }
        final double startMs = (System.nanoTime() - startNs) / 1e6;
        return new RunningBroker(broker, process, port, ListenerProcess.find(process.toHandle(), port), startMs);
    }

    Broker broker()
    {
        return broker;
    }

    int port()
    {
        return port;
    }

    long pid()
    {
        return pid;
    }

    /** Milliseconds from the start command to the first accepted connection. */
    double startMs()
    {
        return startMs;
    }

    boolean isAlive()
    {
        return process.isAlive() && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    double rssKib() throws IOException
    {
        final String[] pages = Files.readString(Path.of("/proc", Long.toString(pid), "statm")).split(" ");
        return Double.parseDouble(pages[RSS_PAGES]) * PAGE_KIB;
    }

    /** Take its core away until {@link #resume()}. */
    void suspend() throws IOException
    {
        signal("-STOP");
    }

    void resume() throws IOException
    {
        signal("-CONT");
    }

    @Override
    public void close() throws IOException
    {
        if (isAlive())
        {
            resume();
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        }
        process.destroy();
        try
        {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS))
            {
                process.destroyForcibly();
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void signal(final String signal) throws IOException
    {
        try
        {
            new ProcessBuilder("kill", signal, Long.toString(pid)).inheritIO().start().waitFor();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean accepts(final int port)
    {
        try (Socket socket = new Socket())
        {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MS);
            return true;
        }
        catch (final IOException ex)
        {
            return false;
        }
    }

    private static int freePort() throws IOException
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            return socket.getLocalPort();
        }
    }

    private static void pause(final long milliseconds)
    {
        try
        {
            Thread.sleep(milliseconds);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }
}
