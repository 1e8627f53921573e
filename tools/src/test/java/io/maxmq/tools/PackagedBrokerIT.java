package io.maxmq.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar and the launcher as they are packaged, from another folder: runs when the jar has been built.
 */
class PackagedBrokerIT
{
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final List<String> START = List.of("start", "--port", "0", "--bind", "127.0.0.1");

    @TempDir
    private Path folder;

    private BrokerProcess broker;

    @AfterEach
    void endProcess()
    {
        if (broker != null)
        {
            broker.close();
        }
    }

    @Test
    void shouldRunWithoutAnyFlags() throws Exception
    {
        run(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
            TARGET.resolve("maxmq.jar").toString());
        assertServesAndStops();
        assertEquals(List.of(), broker.output().lines().filter((line) -> line.startsWith("WARNING")).toList());
    }

    /** The launcher becomes the broker, so that a signal to the one reaches the other. */
    @Test
    void shouldRunThroughALinkToTheLauncher() throws Exception
    {
        final Path home = Files.createDirectories(folder.resolve("some home"));
        Files.copy(TARGET.resolve("maxmq.jar"), home.resolve("maxmq.jar"));
        Files.createSymbolicLink(home.resolve("lib"), TARGET.resolve("lib"));
        final Path launcher = Files.copy(
            Path.of("bin", "maxmq"), Files.createDirectories(home.resolve("bin")).resolve("maxmq"));
        assertTrue(launcher.toFile().setExecutable(true));
        run(Files.createSymbolicLink(folder.resolve("link"), launcher).toString());
        assertServesAndStops();
    }

    private void run(final String... program) throws Exception
    {
        final List<String> command = new ArrayList<>(List.of(program));
        command.addAll(START);
        broker = BrokerProcess.command(Files.createDirectories(folder.resolve("elsewhere")), command);
    }

    private void assertServesAndStops() throws Exception
    {
        try (RawClient client = new RawClient(broker.awaitPort(), 5, 'a'))
        {
            broker.terminate();
            assertEquals("e0018b", client.readToEnd());
        }
        assertEquals(0, broker.awaitExit(), broker.output());
    }
}
