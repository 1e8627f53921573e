package io.maxmq.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Binds the calling thread to one core, on Linux, by the command {@code taskset} (util-linux): the JDK has no call for
 * it, and threads are bound once in their life. Blocks, so it belongs to a thread's start.
 */
final class CorePinning {
    private static final Path THREAD_SELF = Path.of("/proc/thread-self");

    private CorePinning() {
    }

    /**
     * @param core to run on from now on.
     * @throws UncheckedIOException if that is not possible; the message says why.
     */
    static void pinCurrentThread(final int core) {
        try {
            final String output = run("taskset", "--cpu-list", "--pid", String.valueOf(core), currentThreadId());
            if (!output.isEmpty()) {
                throw new IOException(output);
            }
        } catch (final IOException ex) {
            throw new UncheckedIOException(
                "worker.pin: cannot bind a worker to core " + core + ": " + ex.getMessage(), ex);
        }
    }

    /** The link reads "pid/task/tid". */
    private static String currentThreadId() throws IOException {
        if (!Files.exists(THREAD_SELF)) {
            throw new IOException("it needs Linux");
        }
        return Files.readSymbolicLink(THREAD_SELF).getFileName().toString();
    }

    /**
     * @return what the command complained about; empty if it succeeded.
     */
    private static String run(final String... command) throws IOException {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            return process.waitFor() == 0 ? "" : output;
        } catch (final InterruptedException ex) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
