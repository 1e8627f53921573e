package io.maxmq.tools.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * Every scenario against a broker of two workers: what needs retained messages and sessions cannot be tried on a relay.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BenchAgainstBrokerTest
{
    private Broker broker;
    @TempDir
    private Path folder;

    @BeforeAll
    void startBroker()
    {
        broker = Broker.launch(BrokerConfig.with("workers=2", "listener.tcp.port=0", "listener.tcp.bind=127.0.0.1"));
    }

    @AfterAll
    void stopBroker()
    {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "p2p -q 0", "p2p -q 1 -V 5", "p2p -q 2", "p2p -q 2 -V 5 --persistent", "fan-in -q 1", "fan-out -q 0 -V 5",
        "shared -q 1 -V 5", "shared -q 2"})
    void shouldVerifyEveryMessage(final String arguments) throws IOException
    {
        final Config result = run(arguments + " --publishers 4 --messages 300 --duration 30s --subscribers " +
            (arguments.startsWith("fan-in") ? 1 : 4));

        assertEquals(4 * 300 * (arguments.startsWith("fan-out") ? 4 : 1), result.getInt("counters.delivered"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-q 0", "-q 1 -V 5", "-q 2"})
    void shouldFetchAllRetainedMessagesAgainAndAgain(final String arguments) throws IOException
    {
        final Config result = run("retained --topics 50 --subscribers 3 --duration 500ms " + arguments);

        assertTrue(result.getInt("counters.delivered") >= 150);
        assertEquals(0, result.getInt("counters.delivered") % 50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-q 1", "-q 1 -V 5", "-q 2", "-q 2 -V 5"})
    void shouldLoseNothingWhileSubscribersComeAndGo(final String arguments) throws IOException
    {
        final Config result = run("restart --rate 1000 --duration 1500ms --restart-every 400ms --offline 100ms " +
            "--publishers 4 --subscribers 4 " + arguments);

        assertEquals(1500, result.getInt("counters.delivered"));
        assertTrue(result.getInt("counters.connected") > 12);
    }

    private Config run(final String arguments) throws IOException
    {
        final StringWriter out = new StringWriter();
        final Path json = folder.resolve("result.json");
        final List<String> all = new ArrayList<>(List.of(arguments.split(" ")));
        all.addAll(List.of("--port", "" + broker.boundPort(), "--park", "--warm-up", "0", "--json", json.toString()));
        final CommandLine command = new CommandLine(new BenchCommand());
        command.setOut(new PrintWriter(out, true));
        assertEquals(BenchExit.OK, command.execute(all.toArray(new String[0])), out::toString);
        return ConfigFactory.parseFile(json.toFile());
    }
}
