package io.maxmq.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code maxmq start} as a process: what it prints, how it takes signals, and how it ends.
 */
class BrokerProcessTest
{
    private static final String SERVER_SHUTTING_DOWN = "e0018b";

    @TempDir
    private Path folder;

    private final List<BrokerProcess> processes = new ArrayList<>();

    @AfterEach
    void endProcesses()
    {
        processes.forEach(BrokerProcess::close);
    }

    @ParameterizedTest
    @CsvSource({"1, TERM", "2, TERM", "4, TERM", "1, INT", "4, INT"})
    void shouldTellClientsAndExitWithZeroOnASignal(final int workers, final String signal) throws Exception
    {
        final BrokerProcess broker = start("--workers", Integer.toString(workers));
        final int port = broker.awaitPort();
        try (RawClient v5 = new RawClient(port, 5, 'a'); RawClient v3 = new RawClient(port, 4, 'b'))
        {
            broker.signal(signal);
            assertEquals(SERVER_SHUTTING_DOWN, v5.readToEnd());
            assertEquals("", v3.readToEnd());
            assertEquals(0, broker.awaitExit(), broker.output());
        }
        assertFalse(broker.output().contains("Exception"), broker.output());
        assertNoBusLeft(broker);
    }

    /** A client that does not close its side does not keep the broker from ending. */
    @Test
    void shouldNotWaitForClientsThatStay() throws Exception
    {
        final BrokerProcess broker = start("--set", "shutdown.timeout=1s");
        try (RawClient client = new RawClient(broker.awaitPort(), 5, 'a'))
        {
            broker.terminate();
            assertEquals(0, broker.awaitExit(), broker.output());
            assertEquals(SERVER_SHUTTING_DOWN, client.readToEnd());
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "2, 1", "4, 3"})
    void shouldEndWithAMessageWhenAWorkerDies(final int workers, final int dying) throws Exception
    {
        final BrokerProcess broker = add(BrokerProcess.main(folder, FailingBroker.class, "start", "--port", "0",
            "--bind", "127.0.0.1", "--workers", Integer.toString(workers), "--set", "shutdown.timeout=1s",
            Integer.toString(dying)));
        broker.awaitPort();
        assertEquals(ExitCode.BROKER_FAILED, broker.awaitExit(), broker.output());
        assertTrue(broker.output().contains("worker-" + dying + " has failed"), broker.output());
        assertTrue(broker.output().contains("maxmq: the broker has failed: java.lang.IllegalStateException: " +
            FailingBroker.MESSAGE), broker.output());
        assertNoBusLeft(broker);
    }

    @Test
    void shouldSayInOneLineThatThePortIsTaken() throws Exception
    {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            final BrokerProcess broker = run("start", "--bind", "127.0.0.1", "--port",
                Integer.toString(taken.getLocalPort()));
            assertEquals(ExitCode.BROKER_FAILED, broker.awaitExit(), broker.output());
            assertEquals(List.of("maxmq: the broker could not start: cannot listen on tcp(0) 127.0.0.1:" +
                taken.getLocalPort() + ": Address already in use"), broker.output().lines().toList());
            assertNoBusLeft(broker);
        }
    }

    @Test
    void shouldSayInOneLineThatTheDataFolderCannotBeWritten() throws Exception
    {
        final Path file = Files.createFile(folder.resolve("a file"));
        final BrokerProcess broker = start("--set", "log.kind=journal", "--data", file.resolve("data").toString());
        assertEquals(ExitCode.BROKER_FAILED, broker.awaitExit(), broker.output());
        assertEquals(1, broker.output().lines().count(), broker.output());
        assertTrue(broker.output().startsWith("maxmq: the broker could not start: "), broker.output());
        assertTrue(broker.output().contains(file.toString()), broker.output());
        assertNoBusLeft(broker);
    }

    @Test
    void shouldSayInOneLineThatAnotherBrokerHasTheDataFolder() throws Exception
    {
        final BrokerProcess first = start("--set", "log.kind=journal");
        first.awaitPort();
        final BrokerProcess second = start("--set", "log.kind=journal");
        assertEquals(ExitCode.BROKER_FAILED, second.awaitExit(), second.output());
        assertEquals(1, second.output().lines().count(), second.output());
        assertTrue(second.output().startsWith("maxmq: the broker could not start: "), second.output());
        assertTrue(second.output().contains("is used by process " + first.pid() + " started "), second.output());
        assertNoBusLeft(second);
    }

    @Test
    void shouldSayWhatIsWrongWithTheConfiguration() throws Exception
    {
        final Path file = Files.writeString(folder.resolve("maxmq.conf"), "limits {\n  conections = 5\n}\n");
        final BrokerProcess broker = run("start", "--config", file.toString(), "--workers", "none");
        assertEquals(ExitCode.USAGE, broker.awaitExit(), broker.output());
        assertTrue(broker.output().startsWith("maxmq: the configuration has 2 errors\n"), broker.output());
        assertTrue(broker.output().contains("maxmq.conf: 2: ") || broker.output().contains("maxmq.conf:2"),
            broker.output());
        assertTrue(broker.output().contains("did you mean limits.connections?"), broker.output());
        assertFalse(broker.output().contains("\tat "), broker.output());
    }

    private BrokerProcess start(final String... options) throws IOException
    {
        final List<String> args = new ArrayList<>(List.of("start", "--port", "0", "--bind", "127.0.0.1"));
        args.addAll(List.of(options));
        return run(args.toArray(String[]::new));
    }

    private BrokerProcess run(final String... args) throws IOException
    {
        return add(BrokerProcess.main(folder, Maxmq.class, args));
    }

    private BrokerProcess add(final BrokerProcess process)
    {
        processes.add(process);
        return process;
    }

    /** The files of the bus carry the number of the process that made them. */
    private static void assertNoBusLeft(final BrokerProcess broker) throws IOException
    {
        for (final Path parent : List.of(Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir"))))
        {
            if (Files.isDirectory(parent))
            {
                try (Stream<Path> entries = Files.list(parent))
                {
                    assertEquals(List.of(), entries.filter((entry) ->
                        entry.getFileName().toString().startsWith("maxmq-bus-" + broker.pid() + "-")).toList());
                }
            }
        }
    }
}
