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

/**
 * {@code maxmq start} as a process of its own: what it prints, how it ends.
 */
class StartCommandTest
{
    private static final Pattern ADDRESS = Pattern.compile("listening +127\\.0\\.0\\.1:(\\d+) \\(tcp\\)");

    @TempDir
    private Path folder;

    private Process process;

    @AfterEach
    void kill()
    {
        if (process != null)
        {
            process.destroyForcibly();
        }
    }

    /** Not with SIGINT, which is ignored where the tests run in the background of a shell. */
    @Test
    void shouldTellClientsAndExitWithZeroOnSigterm() throws Exception
    {
        final BufferedReader output = start(
            "--port", "0", "--workers", "2", "--data", folder.resolve("data").toString());
        final List<String> lines = List.of(output.readLine(), output.readLine(), output.readLine(), output.readLine());
        final Matcher address = ADDRESS.matcher(lines.get(1));
        assertTrue(address.matches(), lines.toString());
        assertTrue(lines.get(2).contains("2, idle: block"), lines.toString());
        assertTrue(lines.get(3).contains(folder.resolve("data").toString()), lines.toString());

        final RunningCommand sub = RunningCommand.start(
            "sub", "-h", "127.0.0.1", "-p", address.group(1), "-t", "a", "-d").awaitErr("received SUBACK");
        process.destroy();

        assertEquals(ExitCode.REFUSED, sub.exitCode());
        assertTrue(sub.err().contains("server shutting down (0x8B)"), sub.err());
        assertEquals(ExitCode.OK, exitCode());
    }

    @Test
    void shouldKeepInTheJournalWhatAnAwaySessionIsOwedThroughAKill() throws Exception
    {
        final String data = folder.resolve("journaled").toString();
        final String[] journal = {"--port", "0", "--workers", "2", "--data", data, "--set", "log.kind=journal"};
        final String[] session = {"-t", "kept/#", "-q", "1", "-c", "-i", "away", "-v"};

        final String port = port(start(journal));
        assertEquals(ExitCode.OK, client("sub", port, with(session, "-E")));
        assertEquals(ExitCode.OK, client("pub", port, "-t", "kept/a", "-q", "1", "-m", "1"));
        assertEquals(ExitCode.OK, client("pub", port, "-t", "kept/a", "-q", "2", "-m", "2"));
        process.destroyForcibly().waitFor();

        final List<String> args = arguments("sub", port(start(journal)), with(session, "-C", "2"));
        final RunningCommand sub = RunningCommand.run(args.toArray(new String[0]));
        assertEquals(ExitCode.OK, sub.exitCode(), sub::err);
        assertEquals("kept/a 1\nkept/a 2\n", sub.payloads());
    }

    @Test
    void shouldSayThatThePortIsTaken() throws Exception
    {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")))
        {
            final String port = String.valueOf(taken.getLocalPort());
            final String line = start("--port", port).readLine();
            assertTrue(line.startsWith("maxmq: the broker could not start: cannot listen on ") && line.contains(port),
                line);
            assertEquals(ExitCode.BROKER_FAILED, exitCode());
        }
    }

    @Test
    void shouldNotStartWithAMistakeInTheConfiguration() throws Exception
    {
        final BufferedReader output = start("--set", "mqtt.max-qoss=1", "--workers", "many");
        assertEquals("maxmq: the configuration has 2 errors", output.readLine());
        assertEquals(ExitCode.USAGE, exitCode());
    }

    private static int client(final String command, final String port, final String... options)
    {
        return RunningCommand.run(arguments(command, port, options).toArray(new String[0])).exitCode();
    }

    private static List<String> arguments(final String command, final String port, final String... options)
    {
        final List<String> arguments = new ArrayList<>(List.of(command, "-h", "127.0.0.1", "-p", port));
        arguments.addAll(List.of(options));
        return arguments;
    }

    private static String[] with(final String[] options, final String... more)
    {
        final List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of(more));
        return all.toArray(new String[0]);
    }

    /** Read what a broker prints, up to its last line. */
    private static String port(final BufferedReader output) throws IOException
    {
        String port = null;
        for (String line = output.readLine(); line != null; line = output.readLine())
        {
            final Matcher address = ADDRESS.matcher(line);
            port = address.matches() ? address.group(1) : port;
            if (line.startsWith("data "))
            {
                return port;
            }
        }
        throw new AssertionError("it did not start");
    }

    private int exitCode() throws InterruptedException
    {
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
        return process.exitValue();
    }

    private BufferedReader start(final String... options) throws IOException
    {
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

    private static String classPath()
    {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
