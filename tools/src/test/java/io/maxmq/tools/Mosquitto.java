package io.maxmq.tools;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Debian's mosquitto: a broker that others wrote, on a free port, and its command line clients. Tests that need it are
 * skipped where it is not installed; {@code .ci/run} installs it and accepts no skipped test.
 */
final class Mosquitto implements AutoCloseable
{
    private static final int ATTEMPTS = 5;

    private final Process process;
    private final int port;

    private Mosquitto(final Process process, final int port)
    {
        this.process = process;
        this.port = port;
    }

    static Mosquitto start(final Path folder) throws IOException, InterruptedException
    {
        final String command = find("mosquitto");
        for (int i = 0; i < ATTEMPTS; i++)
        {
            final int port = freePort();
            final Path config = Files.writeString(folder.resolve("mosquitto.conf"),
                "listener " + port + " 127.0.0.1\nallow_anonymous true\npersistence false\nmax_topic_alias 10\n");
            final Process process = new ProcessBuilder(command, "-c", config.toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("mosquitto.log").toFile()).start();
            final Mosquitto broker = new Mosquitto(process, port);
            if (broker.awaitStart())
            {
                return broker;
            }
            broker.close();
        }
        throw new IOException("mosquitto did not start: " + Files.readString(folder.resolve("mosquitto.log")));
    }

    /** Somebody else may take the port in between; then the start is tried again. */
    private static int freePort() throws IOException
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            return socket.getLocalPort();
        }
    }

    private boolean awaitStart() throws InterruptedException
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (process.isAlive() && System.nanoTime() - deadlineNs < 0)
        {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port))
            {
                return socket.isConnected() && process.isAlive();
            }
            catch (final IOException ex)
            {
                process.waitFor(10, TimeUnit.MILLISECONDS);
            }
        }
        return false;
    }

    int port()
    {
        return port;
    }

    /**
     * @param name of one of its programs.
     * @return where it is; without it the calling test is skipped.
     */
    static String find(final String name)
    {
        for (final String folder : (System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin").split(File.pathSeparator))
        {
            final Path candidate = Path.of(folder, name);
            if (Files.isExecutable(candidate))
            {
                return candidate.toString();
            }
        }
        assumeTrue(false, name + " is not installed (Debian: apt-get install mosquitto mosquitto-clients)");
        throw new AssertionError();
    }

    public void close() throws InterruptedException
    {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS))
        {
            process.destroyForcibly();
        }
    }
}
