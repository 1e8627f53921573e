package io.maxmq.tools;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.tools.client.ConnectSettings;
import io.maxmq.tools.client.Message;
import io.maxmq.tools.client.MessageListener;
import io.maxmq.tools.client.MessageProperties;
import io.maxmq.tools.client.MqttClient;
import io.maxmq.tools.client.PacketTrace;
import io.maxmq.tools.client.Will;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code maxmq pub} and {@code maxmq sub} do with a real broker. Every test has topics and client ids of its own.
 */
abstract class PubSubContract
{
    @TempDir
    private Path folder;

    abstract int port();

    @ParameterizedTest
    @CsvSource({
        "mqttv31,0", "mqttv31,1", "mqttv31,2", "mqttv311,0", "mqttv311,1", "mqttv311,2", "mqttv5,0", "mqttv5,1",
            "mqttv5,2"})
    void shouldReceiveWhatIsPublished(final String version, final String qos)
    {
        final String topic = "received/" + version + "/" + qos;
        final RunningCommand sub = sub("-t", topic, "-V", version, "-q", qos, "-C", "1", "-F", "%t %p %q %r %l");

        assertOk(pub("-t", topic, "-V", version, "-q", qos, "-m", "grüße"));

        assertOk(sub);
        assertEquals(topic + " grüße " + qos + " 0 7\n", sub.payloads());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2"})
    void shouldPublishManyLinesInOrder(final String qos)
    {
        final String topic = "lines/" + qos;
        final int count = 2_000;
        final String lines = IntStream.range(0, count).mapToObj(String::valueOf).collect(Collectors.joining("\n"));
        final RunningCommand sub = sub("-t", topic, "-q", qos, "-C", String.valueOf(count), "-W", "50");
        // So few at once that no broker's queue overflows.
        assertOk(RunningCommand.startWith(lines, args("pub", "-t", topic, "-q", qos, "-l", "-M", "20")));

        assertOk(sub);
        assertEquals(lines + "\n", sub.payloads());
    }

    @Test
    void shouldPublishEmptyLinesButNothingBehindTheLastLineEnd()
    {
        final RunningCommand sub = sub("-t", "lines/empty", "-q", "1", "-C", "3", "-F", "[%p]");
        assertOk(RunningCommand.startWith("a\n\nb\n", args("pub", "-t", "lines/empty", "-q", "1", "-l")));
        assertOk(sub);
        assertEquals("[a]\n[]\n[b]\n", sub.payloads());
    }

    @Test
    void shouldPublishFilesAndStandardInputAsTheyAre() throws IOException
    {
        final byte[] bytes = new byte[200_000];
        new Random(1).nextBytes(bytes);
        final Path file = Files.write(folder.resolve("payload"), bytes);
        final RunningCommand sub = sub("-t", "files", "-q", "1", "-C", "2", "-N");

        assertOk(pub("-t", "files", "-q", "1", "-f", file.toString()));
        assertOk(RunningCommand.startWith("from\nstdin\n", args("pub", "-t", "files", "-q", "1", "-s")));

        assertOk(sub);
        final byte[] received = sub.payloadBytes();
        assertArrayEquals(bytes, Arrays.copyOf(received, bytes.length));
        assertEquals("from\nstdin\n",
            new String(received, bytes.length, received.length - bytes.length, StandardCharsets.UTF_8));
    }

    @Test
    void shouldCarryAllPropertiesOfMqtt5()
    {
        final RunningCommand sub = sub("-t", "properties", "--subscription-id", "7", "-q", "1", "-C", "1",
            "-F", "%C|%R|%D|%P|%F|%S|%E");
        assertOk(pub("-t", "properties", "-q", "1", "-m", "x", "--content-type", "text/plain", "--response-topic",
            "answer",
            "--correlation-data", "c1", "-U", "a=1", "--user-property", "b=x=y", "-U", "a=2", "--payload-format",
                "utf8",
            "-e", "1000"));
        assertOk(sub);
        assertTrue(sub.payloads().matches("text/plain\\|answer\\|c1\\|a:1 b:x=y a:2\\|1\\|7\\|(1000|999)\n"),
            sub.payloads());
    }

    @Test
    void shouldPrintJson()
    {
        final RunningCommand sub = sub("-t", "json", "-q", "1", "-C", "1", "-F", "%j");
        assertOk(pub("-t", "json", "-q", "1", "-m", "say \"hi\"", "-U", "k=v"));
        assertOk(sub);
        assertTrue(sub.payloads().matches("\\{\"tst\":\"[0-9T:.+-]+\",\"topic\":\"json\",\"qos\":1,\"retain\":0," +
            "\"payloadlen\":8,\"mid\":\\d+,\"properties\":\\{\"user-properties\":\\[\\{\"k\":\"v\"}]}," +
            "\"payload\":\"say \\\\\"hi\\\\\"\"}\n"), sub.payloads());
    }

    @Test
    void shouldUseATopicAliasFromTheSecondMessageOn()
    {
        final RunningCommand sub = sub("-t", "alias/#", "-C", "3", "-v");
        final RunningCommand pub = pub("-t", "alias/x", "--topic-alias", "3", "-m", "m", "--repeat", "3", "-d");
        assertOk(pub);
        assertOk(sub);
        assertEquals("alias/x m\n".repeat(3), sub.payloads());
        final List<String> sent = pub.err().lines().filter((line) -> line.startsWith("sent PUBLISH")).toList();
        assertEquals(sent.get(1), sent.get(2));
        assertFalse(sent.get(0).equals(sent.get(1)), sent.toString());
    }

    @Test
    void shouldFollowTopicAliasesOfTheBroker()
    {
        final RunningCommand sub = sub("-t", "aliases/#", "-C", "4", "-v", "--topic-alias-maximum", "5");
        assertOk(pub("-t", "aliases/x", "-m", "1", "--repeat", "2"));
        assertOk(pub("-t", "aliases/y", "-m", "2", "--repeat", "2"));
        assertOk(sub);
        assertEquals("aliases/x 1\naliases/x 1\naliases/y 2\naliases/y 2\n", sub.payloads());
    }

    @Test
    void shouldTellRetainedMessagesFromLiveOnes()
    {
        assertOk(pub("-t", "retained/a", "-q", "1", "-r", "-m", "kept"));
        final RunningCommand all = sub("-t", "retained/a", "-q", "1", "-C", "2", "-F", "%r %p");
        final RunningCommand live = sub("-t", "retained/a", "-q", "1", "-C", "1", "-R");
        final RunningCommand kept = sub("-t", "retained/a", "-q", "1", "--retained-only");
        assertOk(pub("-t", "retained/a", "-q", "1", "-m", "live"));

        assertOk(all);
        assertOk(live);
        assertOk(kept);
        assertEquals("1 kept\n0 live\n", all.payloads());
        assertEquals("live\n", live.payloads());
        assertEquals("kept\n", kept.payloads());

        assertOk(pub("-t", "retained/a", "-q", "1", "-r", "-n"));
        assertEquals(ExitCode.TIMED_OUT, RunningCommand.run(args("sub", "-t", "retained/a", "-W", "0.3")).exitCode());
    }

    @Test
    void shouldAskForRetainHandling()
    {
        assertOk(pub("-t", "handling", "-q", "1", "-r", "-m", "kept"));
        final RunningCommand never = RunningCommand.run(args("sub", "-t", "handling", "--retain-handling", "2", "-W",
            "0.5"));
        assertEquals(ExitCode.TIMED_OUT, never.exitCode());
        assertEquals("", never.payloads());
        final RunningCommand asPublished = sub("-t", "handling", "--retain-as-published", "-C", "2", "-F", "%r");
        assertOk(pub("-t", "handling", "-q", "1", "-r", "-m", "again"));
        assertOk(asPublished);
        assertEquals("1\n1\n", asPublished.payloads());
    }

    @ParameterizedTest
    @CsvSource({"mqttv311,1", "mqttv311,2", "mqttv5,1", "mqttv5,2"})
    void shouldLeaveInTheSessionWhatWasNotAskedFor(final String version, final String qos)
    {
        final String topic = "session/" + version + qos;
        final String[] session = {"-t", topic, "-V", version, "-q", qos, "-c", "-i", topic};
        assertOk(RunningCommand.run(args("sub", with(session, "-E"))));
        assertOk(pub("-t", topic, "-q", qos, "-m", "1"));
        assertOk(pub("-t", topic, "-q", qos, "-m", "2"));
        assertOk(pub("-t", topic, "-q", qos, "-m", "3"));

        final RunningCommand first = RunningCommand.run(args("sub", with(session, "-C", "1")));
        final RunningCommand rest = RunningCommand.run(args("sub", with(session, "-C", "2")));
        assertOk(first);
        assertOk(rest);
        assertEquals("1\n", first.payloads());
        assertEquals("2\n3\n", rest.payloads());

        final RunningCommand left = RunningCommand.run(args("sub", "-U", topic, "-c", "-i", topic, "-V", version,
            "-E"));
        assertOk(left);
        assertOk(pub("-t", topic, "-q", qos, "-m", "4"));
        final RunningCommand none = RunningCommand.run(
            args("sub", "-t", topic + "/other", "-c", "-i", topic, "-V", version, "-W", "0.5"));
        assertEquals("", none.payloads());
    }

    @Test
    void shouldSubscribeToSeveralFiltersAndLeaveOutTopics()
    {
        final RunningCommand sub = sub("-t", "several/a", "-t", "several/b/+", "-T", "several/b/no", "-q", "1", "-C",
            "2", "-v");
        assertOk(pub("-t", "several/b/no", "-q", "1", "-m", "0"));
        assertOk(pub("-t", "several/a", "-q", "1", "-m", "1"));
        assertOk(pub("-t", "several/b/yes", "-q", "1", "-m", "2"));
        assertOk(sub);
        assertEquals("several/a 1\nseveral/b/yes 2\n", sub.payloads());
    }

    @Test
    void shouldSendTheWillOnlyWithoutAGoodbye() throws IOException
    {
        final RunningCommand sub = sub("-t", "will/#", "-q", "1", "-C", "2", "-F", "%t %p %q %C");
        assertOk(pub("-t", "will/none", "-q", "1", "-m", "m", "--will-topic", "will/wrong", "--will-payload", "w"));
        final Message will = Message.of("will/x", "gone".getBytes(StandardCharsets.UTF_8), 1, false,
            new MessageProperties().contentType("text"));
        final MqttClient client = new MqttClient(
            new ConnectSettings().address("127.0.0.1", port()).will(new Will(will, 0)), MessageListener.NONE,
                PacketTrace.NONE);
        client.connect();
        client.close();
        assertOk(sub);
        assertEquals("will/none m 1 \nwill/x gone 1 text\n", sub.payloads());
    }

    @Test
    void shouldReadAddressAndTopicFromAUrl()
    {
        final String url = "mqtt://127.0.0.1:" + port() + "/url/";
        final RunningCommand sub = RunningCommand.start("sub", "-L", url + "#", "-C", "1", "-v", "-d");
        sub.awaitErr("received SUBACK");
        assertOk(RunningCommand.run("pub", "-L", url + "x", "-m", "hello"));
        assertOk(sub);
        assertEquals("url/x hello\n", sub.payloads());
    }

    @Test
    void shouldEndWithItsTimeAndPrintWhatCameBefore()
    {
        final RunningCommand sub = sub("-t", "timeout", "-W", "3");
        assertOk(pub("-t", "timeout", "-m", "in time"));
        assertEquals(ExitCode.TIMED_OUT, sub.exitCode());
        assertEquals("in time\n", sub.payloads());
    }

    @Test
    void shouldStayConnectedThroughPings()
    {
        final RunningCommand sub = sub("-t", "ping", "-k", "1", "-C", "1");
        sub.awaitErr("received PINGRESP");
        assertOk(pub("-t", "ping", "-m", "still here"));
        assertOk(sub);
    }

    @Test
    void shouldUnderstandMosquittosClientsAndBeUnderstood() throws Exception
    {
        final String port = String.valueOf(port());
        final RunningCommand sub = sub("-t", "both/sub", "-q", "2", "-C", "2", "-F", "%p %P");
        runProcess(Mosquitto.find("mosquitto_pub"), "-p", port, "-h", "127.0.0.1", "-t", "both/sub", "-q", "2", "-m",
            "v3");
        runProcess(Mosquitto.find("mosquitto_pub"), "-p", port, "-h", "127.0.0.1", "-t", "both/sub", "-q", "2", "-m",
            "v5",
            "-V", "mqttv5", "-D", "publish", "user-property", "k", "v");
        assertOk(sub);
        assertEquals("v3 \nv5 k:v\n", sub.payloads());

        assertOk(pub("-t", "both/pub", "-q", "2", "-r", "-m", "kept", "-U", "k=v"));
        assertEquals("kept k:v\n", runProcess(Mosquitto.find("mosquitto_sub"), "-p", port, "-h", "127.0.0.1", "-t",
            "both/pub",
            "-q", "2", "-C", "1", "-V", "mqttv5", "-F", "%p %P", "-W", "30"));
        assertOk(pub("-t", "both/pub", "-r", "-n"));
    }

    private static String runProcess(final String... command) throws IOException, InterruptedException
    {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream output = process.getInputStream())
        {
            final String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), text);
            return text;
        }
    }

    /** A subscriber whose subscription has been granted. */
    private RunningCommand sub(final String... options)
    {
        return RunningCommand.start(args("sub", with(options, "-d"))).awaitErr("received SUBACK");
    }

    private RunningCommand pub(final String... options)
    {
        return RunningCommand.run(args("pub", options));
    }

    private String[] args(final String command, final String... options)
    {
        final List<String> args = new ArrayList<>(List.of(command, "-h", "127.0.0.1", "-p", String.valueOf(port())));
        args.addAll(List.of(options));
        return args.toArray(new String[0]);
    }

    private static String[] with(final String[] options, final String... more)
    {
        final List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of(more));
        return all.toArray(new String[0]);
    }

    private static void assertOk(final RunningCommand command)
    {
        assertEquals(ExitCode.OK, command.exitCode(), command::err);
    }
}
