package io.maxmq.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Binds threads to cores, by the system's own {@code taskset}. Where that is not possible the thread stays unbound, and
 * the log says so.
 */
final class CorePinning
{
    private static final Logger LOGGER = LoggerFactory.getLogger(CorePinning.class);
    private static final Path THREAD_SELF = Path.of("/proc/thread-self");
    private static final long TIMEOUT_S = 5;

    private CorePinning()
    {
    }

    static void pinCurrentThread(final int core)
    {
        final String name = Thread.currentThread().getName();
        try
        {
            final String threadId = Files.readSymbolicLink(THREAD_SELF).getFileName().toString();
            final Process process = new ProcessBuilder("taskset", "-p", "-c", Integer.toString(core), threadId)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS) || process.exitValue() != 0)
            {
                LOGGER.warn("{} is not bound to core {}: taskset refused; is there such a core?", name, core);
            }
        }
        catch (final IOException ex)
        {
            LOGGER.warn(
                "{} is not bound to core {}: {}; install taskset (util-linux) on Linux", name, core, ex.toString());
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }
}
