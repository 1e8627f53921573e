package io.maxmq.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code maxmq start} as a process of its own: what it prints, how it ends.
 */
class StartCommandTest {
    private static final Pattern ADDRESS = Pattern.compile("listening +127\\.0\\.0\\.1:(\\d+) \\(tcp\\)");

    @TempDir
    private Path folder;

    private Process process;

    @AfterEach
    void kill() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void shouldTellClientsAndExitWithZeroOnASignal(final String signal) throws Exception {
        final BufferedReader output = start(
            "--port", "0", "--workers", "2", "--data", folder.resolve("data").toString());
        final List<String> lines = List.of(output.readLine(), output.readLine(), output.readLine(), output.readLine());
        final Matcher address = ADDRESS.matcher(lines.get(1));
        assertTrue(address.matches(), lines.toString());
        assertTrue(lines.get(2).contains("2, idle: block"), lines.toString());
        assertTrue(lines.get(3).contains(folder.resolve("data").toString()), lines.toString());

        final RunningCommand sub = RunningCommand.start(
            "sub", "-h", "127.0.0.1", "-p", address.group(1), "-t", "a", "-d").awaitErr("received SUBACK");
        assertEquals(0, new ProcessBuilder("kill", "-s", signal, String.valueOf(process.pid())).start().waitFor());

        assertEquals(ExitCode.REFUSED, sub.exitCode());
        assertTrue(sub.err().contains("server shutting down (0x8B)"), sub.err());
        assertEquals(ExitCode.OK, exitCode());
    }

    @Test
    void shouldSayThatThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            final String port = String.valueOf(taken.getLocalPort());
            final String line = start("--port", port).readLine();
            assertTrue(line.startsWith("maxmq: the broker could not start: cannot listen on ") && line.contains(port),
                line);
            assertEquals(ExitCode.BROKER_FAILED, exitCode());
        }
    }

    @Test
    void shouldNotStartWithAMistakeInTheConfiguration() throws Exception {
        final BufferedReader output = start("--set", "mqtt.max-qoss=1", "--workers", "many");
        assertEquals("maxmq: the configuration has 2 errors", output.readLine());
        assertEquals(ExitCode.USAGE, exitCode());
    }

    private int exitCode() throws InterruptedException {
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
        return process.exitValue();
    }

    private BufferedReader start(final String... options) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter((argument) -> argument.startsWith("--add-")).forEach(command::add);
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "-cp", classPath(), Maxmq.class.getName(), "start",
            "--bind", "127.0.0.1"));
        command.addAll(List.of(options));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf((name) -> name.startsWith("MAXMQ_"));
        process = builder.start();
        process.getOutputStream().close();
        return process.inputReader();
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
