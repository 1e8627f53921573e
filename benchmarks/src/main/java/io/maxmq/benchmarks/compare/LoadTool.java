package io.maxmq.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.typesafe.config.ConfigFactory;

/**
 * Runs {@code maxmq bench} in a process of its own, on its own core.
 *
 * @param maxmq    the launcher.
 * @param core     to run on.
 * @param duration of the measurement.
 * @param warmUp   before it.
 * @param more     options for all rows.
 * @param folder   for its output.
 */
record LoadTool(Path maxmq, int core, String duration, String warmUp, List<String> more, Path folder)
{
    /**
     * Put the load of a row on a broker.
     *
     * @param row    to run.
     * @param broker to load.
     * @return what it showed; a failure is a measurement too.
     * @throws IOException if the load tool cannot be started.
     */
    Measurement run(final Case row, final RunningBroker broker) throws IOException
    {
        final Path json = folder.resolve("result.json");
        final Path output = folder.resolve(row.name() + "-" + broker.broker().name() + ".txt");
        Files.deleteIfExists(json);
        final List<String> command = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core),
            maxmq.toString(), "bench"));
        command.addAll(row.arguments());
        command.addAll(more);
        command.addAll(List.of("--port", Integer.toString(broker.port()), "--pid", Long.toString(broker.pid()),
            "--duration", duration, "--json", json.toString(), "--quiet"));
        if (!row.arguments().contains("--warm-up"))
        {
            command.addAll(List.of("--warm-up", warmUp));
        }
        final Process process = new ProcessBuilder(command)
            .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile())).start();
        try
        {
            process.waitFor();
        }
        catch (final InterruptedException ex)
        {
            process.destroy();
            Thread.currentThread().interrupt();
        }
        return Files.exists(json) ? Measurement.of(row, ConfigFactory.parseFile(json.toFile())) :
            Measurement.failed("no result, see " + output);
    }
}
