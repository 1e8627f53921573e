package io.maxmq.tools;

import io.maxmq.core.state.StateDump;
import io.maxmq.core.worker.Worker;
import io.maxmq.journal.chronicle.JournalReader;
import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.server.replay.JournalState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** {@code maxmq journal} on the folder of a broker with three workers that runs. */
class JournalCommandTest
{
    private static final int WORKERS = 3;

    @TempDir
    private Path folder;
    private Broker broker;

    @BeforeEach
    void startBroker()
    {
        broker = launch(WORKERS);
        session("alice", "home/#", 1);
        session("bob", "home/+/t", 2);
        for (int i = 1; i <= 4; i++)
        {
            publish("home/" + i + "/t", "temperature " + i, i % 3);
        }
    }

    @AfterEach
    void stopBroker()
    {
        broker.close();
    }

    private Broker launch(final int workers)
    {
        return Broker.launch(BrokerConfig.with("workers=" + workers, "listener.tcp.port=0",
            "listener.tcp.bind=127.0.0.1", "log.kind=journal", "data=" + folder));
    }

    private void session(final String client, final String filter, final int qos)
    {
        ok("sub", "-h", "127.0.0.1", "-p", port(), "-c", "-i", client, "-t", filter, "-q", String.valueOf(qos), "-E");
    }

    private void publish(final String topic, final String payload, final int qos)
    {
        ok("pub", "-h", "127.0.0.1", "-p", port(), "-t", topic, "-m", payload, "-q", String.valueOf(qos), "-r",
            "-U", "unit=celsius");
    }

    private String port()
    {
        return String.valueOf(broker.boundPort());
    }

    private static RunningCommand ok(final String... args)
    {
        final RunningCommand command = RunningCommand.run(args);
        assertEquals(ExitCode.OK, command.exitCode(), command::err);
        return command;
    }

    private List<String> journal(final String command, final String... options)
    {
        final List<String> args = new ArrayList<>(List.of("journal", command, folder.toString()));
        args.addAll(Arrays.asList(options));
        return ok(args.toArray(String[]::new)).out().lines().toList();
    }

    @Test
    void shouldListTheFilesAndCountTheEvents()
    {
        final List<String> files = journal("ls");
        assertTrue(files.get(1).startsWith("generation-00000001") && files.get(1).endsWith("open"), files.toString());
        assertTrue(journal("ls", "--json").get(0).contains("\"first\":1,"));
        final List<String> stats = journal("stats", "--json", "--type", "message", "--top", "1");
        assertTrue(stats.get(0).startsWith("{\"kind\":\"all\",\"name\":\"all\",\"events\":4,"), stats.toString());
        assertEquals(4, stats.size(), stats.toString());
        broker.close();
        assertTrue(journal("ls").get(1).endsWith("closed"));
    }

    @Test
    void shouldPrintTheEventsThatAllFiltersWant()
    {
        final List<String> messages = journal("dump", "--type", "message", "--payload", "text", "-t", "home/+/t");
        assertEquals(4, messages.size(), messages.toString());
        assertTrue(messages.get(0).contains("topic=\"home/1/t\"") &&
            messages.get(0).contains("payload=\"temperature 1\"") && messages.get(0).contains("client=\"alice\""),
            messages.get(0));
        assertTrue(messages.get(0).matches(".* messageId=[0-9a-f]{32} .*"), messages.get(0));
        assertEquals(messages.subList(1, 3), journal("dump", "--type", "message", "--payload", "text",
            "--from", sequence(messages.get(1)), "--to", sequence(messages.get(2))));
        assertEquals(messages.subList(3, 4), journal("dump", "--payload", "text", "-t", "home/#", "-n", "1"));
        assertEquals(messages.subList(1, 2),
            journal("dump", "-T", "MESSAGE", "--payload", "text", "-c", "bob", "-t", "home/2/t", "--limit", "5"));
        assertEquals(List.of(), journal("dump", "--client", "carol"));
        assertEquals(List.of(), journal("dump", "--to", "-1h"));
        final String json = journal("dump", "--json", "-c", "alice", "-T", "subscribe").get(0);
        assertTrue(json.contains("\"client\":\"alice\"") && json.contains("\"filter\":\"home/#\""), json);
        final String hex = journal("dump", "--payload", "hex", "--payload-bytes", "2", "-t", "home/4/t").get(0);
        assertTrue(hex.contains("payload=7465 cut"), hex);
    }

    private static String sequence(final String line)
    {
        return line.substring(0, line.indexOf(' '));
    }

    @Test
    void shouldFollowWhatTheBrokerWrites()
    {
        final RunningCommand command = RunningCommand.start(
            "journal", "dump", folder.toString(), "-f", "-T", "message", "--limit", "6");
        publish("home/5/t", "later", 1);
        publish("home/6/t", "last", 1);
        publish("home/7/t", "too late", 1);
        assertEquals(ExitCode.OK, command.exitCode(), command::err);
        final List<String> lines = command.out().lines().toList();
        assertEquals(6, lines.size());
        assertTrue(lines.get(5).contains("home/6/t"), lines.get(5));
    }

    @Test
    void shouldVerifyWhileTheBrokerRunsAndAfterwards()
    {
        assertTrue(journal("verify").contains("ok"));
        broker.close();
        assertTrue(journal("verify").contains("ok"));
        assertTrue(journal("verify", "--json").get(0).contains("\"state\":\"complete\""));
    }

    @Test
    void shouldShowTheStateAsOfAPlace()
    {
        final List<String> messages = journal("dump", "--type", "message");
        final List<String> early = journal("replay", "--at", sequence(messages.get(1)), "--client", "alice");
        assertEquals(2, early.stream().filter(line -> line.startsWith("  queued")).count(), early.toString());
        assertTrue(early.get(1).contains("client=\"alice\""), early.toString());
        assertEquals(1, journal("replay", "--at", "-1h", "--client", "alice").size());
        final List<String> retained = journal("replay", "--topic", "home/+/t", "--json");
        assertEquals(4, retained.stream().filter(line -> line.contains("\"kind\":\"retained\"")).count());
        final List<String> whole = journal("replay");
        assertTrue(whole.stream().anyMatch(line -> line.startsWith("route filter=\"home/#\"")), whole.toString());
    }

    @Test
    void shouldPublishTheMessagesOnceMore()
    {
        final RunningCommand subscriber = RunningCommand.start("sub", "-h", "127.0.0.1", "-p", port(), "-t",
            "again/#", "-q", "2", "-C", "2", "-W", "50", "-F", "%t %p %P", "-d");
        subscriber.awaitErr("received SUBACK");
        final List<String> messages = journal("dump", "--type", "message");
        final RunningCommand replay = ok("journal", "replay", folder.toString(), "--broker", "127.0.0.1:" + port(),
            "--prefix", "again/", "--speed", "1000", "--from", sequence(messages.get(1)),
            "--to", sequence(messages.get(2)));
        assertTrue(replay.err().contains("2 messages published"), replay.err());
        assertEquals(ExitCode.OK, subscriber.exitCode(), subscriber::err);
        assertEquals(List.of("again/home/2/t temperature 2 unit:celsius", "again/home/3/t temperature 3 unit:celsius"),
            subscriber.payloads().lines().sorted().toList());
    }

    @Test
    void shouldExplainWhatIsWrong() throws IOException
    {
        final RunningCommand none = RunningCommand.run("journal", "ls", folder.resolve("nothing").toString());
        assertEquals(ExitCode.INPUT_OUTPUT, none.exitCode());
        assertTrue(none.err().contains("there is no folder"), none.err());
        final RunningCommand type = RunningCommand.run("journal", "dump", "--type", "nonsense");
        assertEquals(ExitCode.USAGE, type.exitCode());
        assertTrue(type.err().contains("SESSION_OPEN"), type.err());
        final RunningCommand nobody = RunningCommand.run(
            "journal", "replay", folder.toString(), "--broker", "127.0.0.1:1", "--speed", "max");
        assertEquals(ExitCode.NO_CONNECTION, nobody.exitCode(), nobody::err);
    }

    @Test
    void shouldRepairWhatIsDamaged() throws IOException
    {
        assertEquals(List.of("nothing is wrong with " + folder.resolve("journal")), journal("repair"));
        broker.close();
        final String message = sequence(journal("dump", "--type", "message").get(1));
        damage("temperature 2");
        for (final String command : new String[]{"verify", "repair", "stats"})
        {
            final RunningCommand damaged = RunningCommand.run("journal", command, folder.toString());
            assertEquals(7, damaged.exitCode(), command + damaged.err());
            assertTrue((damaged.out() + damaged.err()).contains("event " + message + " cannot be read"), damaged.out());
        }
        final Exception refused = assertThrows(RuntimeException.class, () -> launch(1));
        assertTrue(refused.getCause().getMessage().contains("maxmq journal repair"), refused.getCause().getMessage());
        assertTrue(journal("repair", "--yes").contains("15 events can be saved, 1 are lost") ||
            journal("repair").get(0).startsWith("nothing is wrong"));
        assertTrue(journal("verify").contains("ok"));
        assertEquals(message, sequence(journal("dump", "--type", "lost").get(0)));
        broker = launch(2);
        final RunningCommand alice = ok("sub", "-h", "127.0.0.1", "-p", port(), "-c", "-i", "alice", "-t", "home/#",
            "-q", "1", "-W", "50", "-C", "2", "-F", "%p");
        assertEquals(List.of("temperature 1", "temperature 4"), alice.payloads().lines().toList());
    }

    /** Changes one byte of a payload on the disk. */
    private void damage(final String payload) throws IOException
    {
        final Path file;
        try (Stream<Path> files = Files.walk(folder))
        {
            file = files.filter(path -> path.toString().endsWith(".cq4")).findFirst().orElseThrow();
        }
        final byte[] bytes = Files.readAllBytes(file);
        final int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(payload);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    /** The state of every worker of the running broker is the fold of the journal on its disk. */
    @Test
    void shouldFindTheStateOfTheBrokerInItsJournal() throws Exception
    {
        ok("sub", "-h", "127.0.0.1", "-p", port(), "-c", "-i", "bob", "-t", "home/+/t", "-C", "1", "-q", "2", "-W", "50");
        for (final Worker worker : broker.workers())
        {
            final CompletableFuture<String> live = new CompletableFuture<>();
            final long[] applied = new long[1];
            worker.execute(() ->
            {
                applied[0] = worker.applied();
                live.complete(StateDump.ofLive(worker.state()).text());
            });
            final String expected = live.get(60, TimeUnit.SECONDS);
            try (JournalState state = JournalState.open(JournalReader.open(folder.resolve("journal")), WORKERS))
            {
                assertEquals(expected, state.foldTo(applied[0]).liveDump(worker.index()).text());
            }
        }
        broker.close();
        final String before = fold(1);
        assertEquals(before, fold(4));
        broker = launch(1);
        broker.close();
        assertTrue(fold(2).contains("client=\"alice\""));
    }

    private String fold(final int workers) throws IOException
    {
        try (JournalState state = JournalState.open(JournalReader.open(folder.resolve("journal")), workers))
        {
            return state.foldTo(Long.MAX_VALUE).dump().text();
        }
    }
}
