package io.maxmq.tools.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.maxmq.tools.bench.relay.Fault;
import io.maxmq.tools.bench.relay.Relay;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * Whole runs of the command against a relay on a free port.
 */
class BenchCommandTest
{
    private static final int DAMAGED_MESSAGE = 77;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "p2p, 3.1, 0, 1", "p2p, 3.1.1, 1, 1", "p2p, 3.1.1, 2, 2", "p2p, 5, 0, 2", "p2p, 5, 1, 1", "p2p, 5, 2, 1",
        "fan-in, 5, 1, 2", "fan-out, 3.1.1, 0, 1", "fan-out, 5, 2, 2", "shared, 5, 1, 2"})
    void shouldVerifyEveryMessage(final String scenario, final String version, final int qos, final int threads)
        throws IOException
    {
        final Config result = run(Fault.NEVER, BenchExit.OK, scenario, "-V", version, "-q", "" + qos,
            "--threads", "" + threads, "--publishers", "4", "--subscribers", scenario.equals("fan-in") ? "1" : "4",
            "--messages", "250");

        assertTrue(result.getBoolean("verified"));
        final int receivers = scenario.equals("fan-out") ? 4 : 1;
        assertEquals(4 * 250 * receivers, result.getInt("counters.delivered"));
        assertEquals(qos == 0 ? 0 : 1000, result.getInt("counters.acked"));
    }

    @Test
    void shouldSpreadMessagesOverManyTopics() throws IOException
    {
        final Config result = run(Fault.NEVER, BenchExit.OK, "p2p", "--publishers", "2", "--subscribers", "2",
            "--topics", "20", "--messages", "100", "--background-filters", "3000", "--background-clients", "2");

        assertEquals(200, result.getInt("counters.delivered"));
        assertEquals(6, result.getInt("setup.clients"));
    }

    @Test
    void shouldRemovePersistentSessionsAtTheEnd() throws IOException
    {
        final Config result = run(Fault.NEVER, BenchExit.OK, "p2p", "--persistent", "-q", "1", "--publishers", "2",
            "--subscribers", "2", "--messages", "100");

        assertEquals(200, result.getInt("counters.delivered"));
        assertEquals(6, result.getInt("counters.connected"));
    }

    @Test
    void shouldSendOnTimeInAnOpenLoop() throws IOException
    {
        final Config result = run(Fault.NEVER, BenchExit.OK, "p2p", "--rate", "2000", "--warm-up", "0",
            "--duration", "500ms", "--publishers", "4", "--subscribers", "4");

        assertEquals(1000, result.getInt("counters.sent"));
        assertEquals(1000, result.getInt("latency.count"));
        assertEquals(1000, result.getInt("loadToolLag.count"));
    }

    @Test
    void shouldReportLostMessages() throws IOException
    {
        final Config result = run(number -> number % 100 == 0 ? Fault.LOSE : Fault.NONE, BenchExit.NOT_VERIFIED,
            "p2p", "--rate", "2000", "--messages", "250", "--publishers", "2", "--subscribers", "2");

        assertFalse(result.getBoolean("verified"));
        assertEquals(5, result.getInt("counters.lost"));
    }

    @Test
    void shouldGoOnInAClosedLoopAfterALoss() throws IOException
    {
        final Config result = run(number -> number == DAMAGED_MESSAGE ? Fault.LOSE : Fault.NONE,
            BenchExit.NOT_VERIFIED, "p2p", "--messages", "200", "--publishers", "2", "--subscribers", "2",
            "--window", "1", "--drain", "6s", "--duration", "30s");

        assertEquals(1, result.getInt("counters.lost"));
        assertEquals(399, result.getInt("counters.delivered"));
    }

    @Test
    void shouldReportDuplicates() throws IOException
    {
        final Config result = run(number -> number == DAMAGED_MESSAGE ? Fault.DOUBLE : Fault.NONE,
            BenchExit.NOT_VERIFIED, "p2p", "--messages", "200", "--publishers", "1", "--subscribers", "1");

        assertEquals(1, result.getInt("counters.duplicates"));
        assertEquals(0, result.getInt("counters.lost"));
    }

    @Test
    void shouldReportDamagedPayloads() throws IOException
    {
        final Config result = run(number -> number == DAMAGED_MESSAGE ? Fault.DAMAGE : Fault.NONE,
            BenchExit.NOT_VERIFIED, "p2p", "--rate", "5000", "--messages", "200", "--publishers", "1",
            "--subscribers", "1", "--drain", "100ms");

        assertEquals(1, result.getInt("counters.corrupt"));
        assertEquals(1, result.getInt("counters.lost"));
    }

    @Test
    void shouldForgiveLossIfAsked() throws IOException
    {
        final Config result = run(number -> number == DAMAGED_MESSAGE ? Fault.LOSE : Fault.NONE, BenchExit.OK,
            "p2p", "--rate", "5000", "--messages", "200", "--allow-loss", "--drain", "100ms");

        assertEquals(1, result.getInt("counters.lost"));
    }

    @Test
    void shouldConnectAndDisconnectInALoop() throws IOException
    {
        final Config result = run(Fault.NEVER, BenchExit.OK, "connect", "--clients", "5", "--warm-up", "0",
            "--duration", "300ms");

        assertTrue(result.getInt("counters.delivered") > 5);
        assertEquals(result.getInt("counters.sent"), result.getInt("counters.delivered"));
    }

    @Test
    void shouldKeepIdleConnections() throws IOException
    {
        final Config result = run(Fault.NEVER, BenchExit.OK, "idle", "--clients", "50", "--warm-up", "0",
            "--duration", "100ms", "--pid", "" + ProcessHandle.current().pid());

        assertEquals(50, result.getInt("counters.connected"));
        assertTrue(result.getLong("setup.brokerRssAfterBytes") > 0);
        assertTrue(result.getLong("broker.cpuNs") >= 0);
    }

    @Test
    void shouldWriteAReportThatNeedsNoNetworkAndALogThatOthersRead() throws IOException
    {
        final Path html = folder.resolve("report.html");
        final Path hlog = folder.resolve("run.hlog");
        run(Fault.NEVER, BenchExit.OK, "p2p", "--rate", "1000", "--warm-up", "0", "--duration", "1200ms",
            "--html", html.toString(), "--hlog", hlog.toString());

        final String page = Files.readString(html);
        assertTrue(page.contains("<svg") && page.contains("Every payload was verified"));
        assertFalse(page.contains("http"));
        long count = 0;
        final HistogramLogReader reader = new HistogramLogReader(hlog.toFile());
        while (reader.hasNext())
        {
            count += ((Histogram)reader.nextIntervalHistogram()).getTotalCount();
        }
        assertEquals(1200, count);
    }

    @Test
    void shouldSayThatNobodyListens() throws IOException
    {
        final int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            port = socket.getLocalPort();
        }
        assertEquals(BenchExit.NOT_READY, execute("p2p", "--port", "" + port, "--duration", "1s"));
        assertTrue(out.toString().contains("FAILED"));
    }

    @Test
    void shouldRefuseAnUnknownScenario()
    {
        execute("p3p");

        assertTrue(err.toString().contains("p3p"));
    }

    @Test
    void shouldListScenariosAndWorkloads()
    {
        assertEquals(BenchExit.OK, execute("--list"));
        assertTrue(out.toString().contains("fan-out") && out.toString().contains("tenth-p2p-5K-5K-5K-5K"));
    }

    private Config run(final Fault fault, final int expectedExit, final String... args) throws IOException
    {
        final Path json = folder.resolve("result.json");
        try (Relay relay = new Relay(fault, false))
        {
            final String[] common = {"--port", "" + relay.address().getPort(), "--host",
                relay.address().getHostString(), "--park", "--warm-up", "0", "--duration", "10s",
                "--drain", "2s", "--json", json.toString()};
            assertEquals(expectedExit, execute(merge(common, args)), () -> out + "\n" + err);
        }
        return ConfigFactory.parseFile(json.toFile());
    }

    /** Options given by a test replace the common ones. */
    private static String[] merge(final String[] common, final String... args)
    {
        final List<String> all = new ArrayList<>(List.of(args));
        for (int i = 0; i < common.length; i++)
        {
            final boolean hasValue = !common[i].equals("--park");
            if (!all.contains(common[i]))
            {
                all.add(common[i]);
                if (hasValue)
                {
                    all.add(common[i + 1]);
                }
            }
            i += hasValue ? 1 : 0;
        }
        return all.toArray(new String[0]);
    }

    private int execute(final String... args)
    {
        final CommandLine commandLine = new CommandLine(new BenchCommand());
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(args);
    }
}
