package io.maxmq.tools;

import io.maxmq.tools.client.Message;
import io.maxmq.tools.client.MessageListener;
import io.maxmq.tools.client.MqttClient;
import io.maxmq.transport.codec.MqttVersion;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code maxmq pub}: publishes one message, or one for each line of standard input, and returns when all of them have
 * been acknowledged as their QoS asks.
 */
@Command(
    name = "pub",
    sortOptions = false,
    customSynopsis = "@|bold maxmq pub|@ -t TOPIC (-m TEXT | -f FILE | -s | -l | -n) [-h HOST] [-q QOS] [OPTION]...",
    description = "Publish messages.",
    footerHeading = "%nExit codes: ",
    footer = ExitCode.OF_CLIENTS)
final class PubCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Option(names = {"-t", "--topic"}, paramLabel = "TOPIC", description = "Topic to publish to.")
    private String topic;

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(names = {"-q", "--qos"}, paramLabel = "QOS", converter = Arguments.Qos.class, description = "0, 1 or 2.")
    private Integer qos = 0;

    @Option(names = {"-r", "--retain"}, description = "Retain the message.")
    private boolean isRetained;

    @Option(names = "--repeat", paramLabel = "N", description = "Publish it so many times.")
    private int repeat = 1;

    @Option(names = {"--repeat-delay", "--interval"}, paramLabel = "SECONDS", converter = Arguments.Seconds.class,
        description = "Wait so long between two messages.")
    private Long intervalMs = 0L;

    @Option(names = {"-M", "--max-inflight"}, paramLabel = "N", converter = Arguments.Short.class,
        description = "QoS 1 and 2 messages on their way at once. Default: what the broker allows.")
    private Integer maxInflight;

    @Option(names = {"-W", "--timeout"}, paramLabel = "SECONDS", converter = Arguments.Seconds.class,
        description = "Wait so long for the last acknowledgements.")
    private Long timeoutMs;

    @ArgGroup(validate = false, heading = "%nProperties of the message (v5):%n")
    private MessageOptions message = new MessageOptions();

    @ArgGroup(validate = false, heading = "%nConnection:%n")
    private ConnectOptions connect = new ConnectOptions();

    private final Streams streams;

    PubCommand(final Streams streams)
    {
        this.streams = streams;
    }

    /** Where the payload comes from. */
    private static final class Source
    {
        @Option(names = {"-m", "--message"}, paramLabel = "TEXT", description = "The message.")
        private String text;

        @Option(names = {"-f", "--file"}, paramLabel = "FILE", description = "The content of a file.")
        private Path file;

        @Option(names = {"-s", "--stdin-file"}, description = "All of standard input.")
        private boolean isStdin;

        @Option(names = {"-l", "--stdin-line"}, description = "Each line of standard input, as a message of its own.")
        private boolean isLines;

        @Option(names = {"-n", "--null-message"}, description = "An empty message.")
        private boolean isEmpty;
    }

    public Integer call() throws Exception
    {
        connect.attach(spec);
        return ClientRun.report(connect, this::run);
    }

    private int run() throws IOException, CommandFailure
    {
        check();
        final byte[] payload = source.isLines ? null : payload();
        try (MqttClient client = new MqttClient(
            connect.settings().maxInflight(maxInflight == null ? 65_535 : maxInflight),
            MessageListener.NONE,
            connect.trace()))
        {
            client.connect();
            if (payload == null)
            {
                publishLines(client);
            }
            else
            {
                publishRepeatedly(client, payload);
            }
            final boolean isDone = client.awaitAcknowledged(timeoutMs == null ? Long.MAX_VALUE : timeoutMs);
            client.disconnect();
            return result(client, isDone);
        }
    }

    private int result(final MqttClient client, final boolean isDone)
    {
        client.refusals().forEach((reason) -> connect.err().println("maxmq: the broker refused a message: " + reason));
        if (!client.refusals().isEmpty())
        {
            return ExitCode.REFUSED;
        }
        if (!isDone)
        {
            connect.err().println("maxmq: not all messages were acknowledged in time");
            return ExitCode.TIMED_OUT;
        }
        return ExitCode.OK;
    }

    private void check()
    {
        connect.check();
        topic = topic != null ? topic : connect.urlTopic();
        if (topic == null || topic.isEmpty())
        {
            fail("a topic is missing: add -t");
        }
        if (topic.contains("+") || topic.contains("#"))
        {
            fail("a topic to publish to has no wildcards: " + topic);
        }
        if (repeat < 1 || maxInflight != null && maxInflight < 1)
        {
            fail("--repeat and --max-inflight are at least 1");
        }
        if (!message.isEmpty() && !connect.isV5())
        {
            fail("properties need MQTT 5: leave out -V or use -V " + MqttVersion.name(MqttVersion.V5));
        }
    }

    private byte[] payload() throws CommandFailure
    {
        try
        {
            if (source.file != null)
            {
                return Files.readAllBytes(source.file);
            }
            if (source.isStdin)
            {
                return streams.in().readAllBytes();
            }
        }
        catch (final IOException ex)
        {
            throw new CommandFailure(ExitCode.INPUT_OUTPUT, "cannot read " + ex.getMessage());
        }
        return source.text == null ? new byte[0] : source.text.getBytes(StandardCharsets.UTF_8);
    }

    private void publishRepeatedly(final MqttClient client, final byte[] payload) throws IOException
    {
        for (int i = 0; i < repeat; i++)
        {
            if (i > 0)
            {
                pause();
            }
            publish(client, payload);
        }
    }

    private void publishLines(final MqttClient client) throws IOException
    {
        final InputStream in = new BufferedInputStream(streams.in(), 1 << 16);
        final ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean isFirst = true;
        int next = in.read();
        while (next >= 0)
        {
            line.reset();
            while (next >= 0 && next != '\n')
            {
                line.write(next);
                next = in.read();
            }
            if (!isFirst)
            {
                pause();
            }
            isFirst = false;
            publish(client, line.toByteArray());
            next = next < 0 ? next : in.read();
        }
    }

    private void publish(final MqttClient client, final byte[] payload) throws IOException
    {
        client.publish(Message.of(topic, payload, qos, isRetained, message.properties()));
    }

    private void pause() throws IOException
    {
        if (intervalMs > 0)
        {
            try
            {
                Thread.sleep(intervalMs);
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted");
            }
        }
    }

    private void fail(final String text)
    {
        throw new ParameterException(spec.commandLine(), text);
    }
}
