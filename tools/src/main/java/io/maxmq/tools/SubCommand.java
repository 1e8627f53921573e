package io.maxmq.tools;

import io.maxmq.tools.client.MessageListener;
import io.maxmq.tools.client.MqttClient;
import io.maxmq.tools.client.Reasons;
import io.maxmq.tools.client.Subscription;
import io.maxmq.transport.codec.ReasonCode;
import java.io.IOException;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code maxmq sub}: subscribes and writes what it receives to standard output, until it has seen enough messages, its
 * time is over, the connection ends, or it is interrupted.
 */
@Command(
    name = "sub",
    sortOptions = false,
    customSynopsis = "@|bold maxmq sub|@ -t FILTER [-t FILTER]... [-h HOST] [-q QOS] [-v] [OPTION]...",
    description = "Subscribe and print what is published.",
    footerHeading = "%n" + MessageFormat.HELP + "%nExit codes: ",
    footer = ExitCode.OF_CLIENTS)
final class SubCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Option(names = {"-t", "--topic"}, paramLabel = "FILTER", description = "Topic filter; may be repeated.")
    private List<String> filters = new ArrayList<>();

    @Option(names = {"-T", "--filter-out"}, paramLabel = "FILTER",
        description = "Leave out messages whose topic matches; may be repeated.")
    private List<String> filteredOut = new ArrayList<>();

    @Option(names = {"-U", "--unsubscribe"}, paramLabel = "FILTER",
        description = "Unsubscribe from a filter of a session that is continued with -c; may be repeated.")
    private List<String> unsubscribed = new ArrayList<>();

    @Option(names = {"-q", "--qos"}, paramLabel = "QOS", converter = Arguments.Qos.class, description = "0, 1 or 2.")
    private Integer qos = 0;

    @Option(names = {"-v", "--verbose"}, description = "Print the topic before the message.")
    private boolean isVerbose;

    @Option(names = {"-F", "--format"}, paramLabel = "FORMAT", description = "Print in this format, see below.")
    private String format;

    @Option(names = {"-N", "--no-eol"}, description = "Add no line end.")
    private boolean isWithoutLineEnd;

    @Option(names = {"-C", "--count"}, paramLabel = "N", description = "End after so many messages.")
    private Long count;

    @Option(names = {"-W", "--timeout"}, paramLabel = "SECONDS", converter = Arguments.Seconds.class,
        description = "End after so many seconds, with exit code 27 unless -C was reached before.")
    private Long timeoutMs;

    @Option(names = {"-E", "--exit-after-subscribe"}, description = "End as soon as the broker has answered SUBSCRIBE.")
    private boolean isEndingAfterSubscribe;

    @Option(names = {"-R", "--no-retained"}, description = "Leave out messages that were retained.")
    private boolean isWithoutRetained;

    @Option(names = "--retained-only", description = "End at the first message that was not retained.")
    private boolean isRetainedOnly;

    @Option(names = "--no-local", description = "Do not receive what this client id publishes. (v5)")
    private boolean isNoLocal;

    @Option(names = "--retain-as-published", description = "Keep the retain flag as it was published. (v5)")
    private boolean isRetainAsPublished;

    @Option(names = "--retain-handling", paramLabel = "N", converter = Arguments.Qos.class,
        description = "Retained messages: 0 send them, 1 only for a new subscription, 2 never. (v5)")
    private Integer retainHandling = 0;

    @Option(names = "--subscription-id", paramLabel = "N", converter = Arguments.SubscriptionId.class,
        description = "Number that comes back with every message. (v5)")
    private Integer subscriptionId = 0;

    @Option(names = "--user-property", paramLabel = "NAME=VALUE", converter = Arguments.UserProperty.class,
        description = "User property of SUBSCRIBE; may be repeated. (v5)")
    private List<String[]> userProperties = new ArrayList<>();

    @ArgGroup(validate = false, heading = "%nConnection:%n")
    private ConnectOptions connect = new ConnectOptions();

    private final Streams streams;
    private volatile boolean isInterrupted;

    SubCommand(final Streams streams)
    {
        this.streams = streams;
    }

    public Integer call() throws Exception
    {
        connect.attach(spec);
        return ClientRun.report(connect, this::run);
    }

    private int run() throws IOException
    {
        final long startNs = System.nanoTime();
        check();
        final MessageListener listener = new SubscriptionPrinter(
            streams.out(), messageFormat(), isWithoutLineEnd, filteredOut, isWithoutRetained, isRetainedOnly,
            count == null ? Long.MAX_VALUE : count);
        final MqttClient client = new MqttClient(connect.settings(), listener, connect.trace());
        final Thread goodbye = new Thread(() -> sayGoodbye(client));
        Runtime.getRuntime().addShutdownHook(goodbye);
        try (client)
        {
            client.connect();
            if (!subscribe(client))
            {
                client.disconnect();
                return ExitCode.REFUSED;
            }
            final boolean isDone = isEndingAfterSubscribe || client.awaitListener(left(startNs));
            client.disconnect();
            return isDone ? ExitCode.OK : ExitCode.TIMED_OUT;
        }
        catch (final IOException ex)
        {
            if (isInterrupted)
            {
                return ExitCode.OK;
            }
            throw ex;
        }
        finally
        {
            removeHook(goodbye);
        }
    }

    private long left(final long startNs)
    {
        return timeoutMs == null ? Long.MAX_VALUE : Math.max(1, timeoutMs - (System.nanoTime() - startNs) / 1_000_000);
    }

    /** So that an interrupt does not send the will. */
    private void sayGoodbye(final MqttClient client)
    {
        isInterrupted = true;
        try
        {
            client.disconnect();
        }
        catch (final IOException ex)
        {
            client.close();
        }
    }

    private static void removeHook(final Thread hook)
    {
        try
        {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        catch (final IllegalStateException ex)
        {
            // It is running: the process is ending.
        }
    }

    /**
     * @return whether at least one subscription was granted, or none was asked for.
     */
    private boolean subscribe(final MqttClient client) throws IOException
    {
        if (!unsubscribed.isEmpty())
        {
            client.unsubscribe(unsubscribed);
        }
        if (filters.isEmpty())
        {
            return true;
        }
        final List<Subscription> subscriptions = filters.stream().map(
            (filter) -> new Subscription(filter, qos, isNoLocal, isRetainAsPublished, retainHandling)).toList();
        final List<Map.Entry<String, String>> properties = new ArrayList<>();
        userProperties.forEach((property) -> properties.add(new SimpleImmutableEntry<>(property[0], property[1])));
        final int[] codes = client.subscribe(subscriptions, subscriptionId, properties);
        boolean isGranted = false;
        for (int i = 0; i < codes.length; i++)
        {
            if (ReasonCode.isFailure(codes[i]))
            {
                connect.err().println("maxmq: the broker refused the subscription to " + filters.get(i) + ": " +
                    (connect.isV5() ? Reasons.of(codes[i], null) : "0x80"));
            }
            else
            {
                isGranted = true;
            }
        }
        return isGranted;
    }

    private MessageFormat messageFormat()
    {
        if (format != null)
        {
            try
            {
                return MessageFormat.parse(format);
            }
            catch (final IllegalArgumentException ex)
            {
                throw new ParameterException(spec.commandLine(), "-F: " + ex.getMessage());
            }
        }
        return MessageFormat.parse(isVerbose ? "%t %p" : "%p");
    }

    private void check()
    {
        connect.check();
        if (filters.isEmpty() && connect.urlTopic() != null)
        {
            filters.add(connect.urlTopic());
        }
        if (filters.isEmpty() && unsubscribed.isEmpty())
        {
            fail("a topic filter is missing: add -t");
        }
        if (count != null && count < 1)
        {
            fail("-C is at least 1");
        }
        if (!connect.isV5() && (isNoLocal || isRetainAsPublished || retainHandling != 0 || subscriptionId != 0 ||
            !userProperties.isEmpty()))
        {
            fail("no-local, retain options, subscription ids and user properties need MQTT 5: leave out -V");
        }
    }

    private void fail(final String text)
    {
        throw new ParameterException(spec.commandLine(), text);
    }
}
