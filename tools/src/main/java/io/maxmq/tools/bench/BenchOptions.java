package io.maxmq.tools.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

import io.maxmq.tools.bench.load.Payload;
import io.maxmq.tools.bench.plan.Clients;
import io.maxmq.tools.bench.plan.Scenario;
import io.maxmq.tools.bench.plan.Settings;
import io.maxmq.tools.bench.plan.Target;
import io.maxmq.tools.bench.plan.Timing;
import io.maxmq.tools.bench.plan.Traffic;
import io.maxmq.tools.bench.plan.Workload;
import picocli.CommandLine.Option;

/**
 * The options of {@code maxmq bench}. What is null was not given, and the scenario or workload decides.
 */
public final class BenchOptions
{
    private static final int MAX_WINDOW = 65_535;
    private static final int DEFAULT_PAYLOAD_BYTES = 64;
    private static final int DEFAULT_KEEP_ALIVE_SECONDS = 300;

    @Option(names = {"-h", "--host"}, paramLabel = "HOST", defaultValue = "127.0.0.1",
        description = "Broker to connect to (default ${DEFAULT-VALUE}).")
    String host;

    @Option(names = {"-p", "--port"}, paramLabel = "PORT", defaultValue = "1883",
        description = "Its port (default ${DEFAULT-VALUE}).")
    int port;

    @Option(names = {"-V", "--mqtt-version"}, paramLabel = "VERSION",
        description = "3.1, 3.1.1 or 5 (default 3.1.1).")
    String version;

    @Option(names = "--user", paramLabel = "NAME", description = "User name of all clients.")
    String user;

    @Option(names = "--password", paramLabel = "TEXT", description = "Password of all clients.")
    String password;

    @Option(names = {"-q", "--qos"}, paramLabel = "QOS",
        description = "0, 1 or 2 for publishes and subscriptions (default by scenario).")
    Integer qos;

    @Option(names = {"-s", "--size"}, paramLabel = "BYTES",
        description = "Payload, at least 16 bytes (default 64).")
    Integer payloadBytes;

    @Option(names = "--publishers", paramLabel = "N", description = "Clients that send.")
    Integer publishers;

    @Option(names = {"--subscribers", "--clients"}, paramLabel = "N",
        description = "Clients that receive; in connect and idle: all clients.")
    Integer subscribers;

    @Option(names = "--persistent", description = "Subscribers have persistent sessions (always so in restart).")
    boolean isPersistent;

    @Option(names = "--topics", paramLabel = "N",
        description = "Topics in total (default one per publisher; retained: 100).")
    Integer topics;

    @Option(names = "--groups", paramLabel = "N", defaultValue = "1",
        description = "Groups of the shared subscription (default ${DEFAULT-VALUE}).")
    int groups;

    @Option(names = {"-r", "--rate"}, paramLabel = "N",
        description = "Open loop: messages a second of all publishers together, due at fixed times. Latency counts " +
            "from the due time. Without it: closed loop, as fast as the window allows.")
    Double ratePerSecond;

    @Option(names = {"-w", "--window"}, paramLabel = "N",
        description = "Messages in flight per publisher: not acknowledged or, in a closed loop, not delivered " +
            "(default: up to 64, QoS 2 20, less where a receiver hears many publishers; open loop 256).")
    Integer window;

    @Option(names = "--messages", paramLabel = "N", defaultValue = "0",
        description = "Stop after this many messages per publisher.")
    long messages;

    @Option(names = {"-d", "--duration"}, paramLabel = "TIME", defaultValue = "10s",
        converter = DurationConverter.class, description = "Length of the measurement (default ${DEFAULT-VALUE}).")
    long durationNs;

    @Option(names = "--warm-up", paramLabel = "TIME", defaultValue = "3s", converter = DurationConverter.class,
        description = "Traffic before the measurement (default ${DEFAULT-VALUE}).")
    long warmUpNs;

    @Option(names = "--drain", paramLabel = "TIME", defaultValue = "3s", converter = DurationConverter.class,
        description = "Without progress for this long at the end, what is missing is lost (default ${DEFAULT-VALUE}).")
    long drainNs;

    @Option(names = "--setup", paramLabel = "TIME", defaultValue = "60s", converter = DurationConverter.class,
        description = "Time for all clients to get ready (default ${DEFAULT-VALUE}).")
    long setupNs;

    @Option(names = "--restart-every", paramLabel = "TIME", defaultValue = "2s",
        converter = DurationConverter.class,
        description = "restart: time between two restarts of a subscriber (default ${DEFAULT-VALUE}).")
    long restartEveryNs;

    @Option(names = "--offline", paramLabel = "TIME", defaultValue = "200ms", converter = DurationConverter.class,
        description = "restart: how long it stays away (default ${DEFAULT-VALUE}).")
    long offlineNs;

    @Option(names = "--background-clients", paramLabel = "N", defaultValue = "0",
        description = "Idle clients beside the others.")
    int backgroundClients;

    @Option(names = "--background-filters", paramLabel = "N", defaultValue = "0",
        description = "Subscriptions of those clients, in total, that match no message.")
    int backgroundFilters;

    @Option(names = "--keep-alive", paramLabel = "SECONDS",
        description = "Keep alive of all clients (default 300, 0 is off).")
    Integer keepAliveSeconds;

    @Option(names = "--connects-in-flight", paramLabel = "N", defaultValue = "100",
        description = "Connections being established at a time (default ${DEFAULT-VALUE}).")
    int connectsInFlight;

    @Option(names = "--connect-rate", paramLabel = "N",
        description = "Bound on new connections a second while clients get ready.")
    Double connectsPerSecond;

    @Option(names = "--source", paramLabel = "ADDRESS", split = ",",
        description = "Local addresses to connect from in turn; each is good for some 28,000 connections.")
    List<InetAddress> sources;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1",
        description = "Threads of load, each with its own clients (default ${DEFAULT-VALUE}). Pin them with taskset.")
    int threads;

    @Option(names = "--park",
        description = "Threads without work wait instead of looking again at once: less CPU, worse latency figures.")
    boolean isParking;

    @Option(names = "--topic-prefix", paramLabel = "TOPIC", defaultValue = "bench",
        description = "First levels of all topics (default ${DEFAULT-VALUE}).")
    String topicPrefix;

    @Option(names = "--pid", paramLabel = "PID", defaultValue = "0",
        description = "Process id of the broker: shows its CPU per delivery, memory and system calls.")
    long pid;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
    Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a report with plots.")
    Path html;

    @Option(names = "--hlog", paramLabel = "FILE",
        description = "Write the latencies of every second as HdrHistogram log.")
    Path hlog;

    @Option(names = {"-Q", "--quiet"}, description = "No live progress line.")
    boolean isQuiet;

    @Option(names = "--allow-loss", description = "Lost messages do not make the exit code non-zero.")
    boolean isLossAllowed;

    /**
     * Settings of a scenario, changed by the options given.
     *
     * @param scenario to run.
     * @return the settings.
     */
    Settings settings(final Scenario scenario)
    {
        final Clients clients = new Clients(
            or(publishers, scenario.defaultPublishers()),
            or(subscribers, scenario.defaultSubscribers()),
            or(topics, scenario.defaultTopics()),
            groups,
            backgroundClients,
            backgroundFilters);
        return settings(scenario.label(), scenario, clients, or(qos, scenario.defaultQos()),
            or(payloadBytes, DEFAULT_PAYLOAD_BYTES), ratePerSecond == null ? 0 : ratePerSecond,
            target("3.1.1", 0));
    }

    /**
     * Settings of a named workload, changed by the options given.
     *
     * @param workload to run.
     * @return the settings.
     */
    Settings settings(final Workload workload)
    {
        final Clients clients = new Clients(
            or(publishers, workload.publishers()), or(subscribers, workload.subscribers()), or(topics, 0), groups,
            backgroundClients, backgroundFilters);
        return settings(workload.name(), workload.scenario(), clients, or(qos, Workload.QOS),
            or(payloadBytes, Workload.PAYLOAD_BYTES), ratePerSecond == null ? workload.rate() : ratePerSecond,
            target(workload.version() == 5 ? "5" : "3.1.1", workload.connectRate()));
    }

    private Settings settings(
        final String name,
        final Scenario scenario,
        final Clients clients,
        final int chosenQos,
        final int chosenPayloadBytes,
        final double rate,
        final Target target)
    {
        require(chosenQos >= 0 && chosenQos <= 2, "QoS is 0, 1 or 2");
        require(chosenPayloadBytes >= Payload.MIN_LENGTH, "a payload has at least " + Payload.MIN_LENGTH + " bytes");
        require(threads > 0, "there must be a thread");
        require(rate >= 0, "a rate is positive");
        final int chosenWindow = or(window, rate > 0 ? Windows.OPEN_LOOP :
            Windows.closedLoop(scenario, clients, chosenQos, chosenPayloadBytes));
        require(chosenWindow > 0 && chosenWindow <= MAX_WINDOW, "a window is 1 to " + MAX_WINDOW);
        final Traffic traffic = new Traffic(chosenQos, chosenPayloadBytes, rate, chosenWindow, messages,
            isPersistent || scenario == Scenario.RESTART);
        final Timing timing = new Timing(warmUpNs, durationNs, drainNs, setupNs, restartEveryNs, offlineNs);
        final boolean isSpinning = !isParking && scenario != Scenario.IDLE;
        return new Settings(name, scenario, clients, target, traffic, timing, threads, isSpinning, topicPrefix,
            BenchRun.newRunTag());
    }

    private Target target(final String defaultVersion, final double defaultConnectRate)
    {
        return new Target(
            new InetSocketAddress(host, port),
            sources == null ? List.of() : List.copyOf(sources),
            versionNumber(version == null ? defaultVersion : version),
            user,
            password,
            or(keepAliveSeconds, DEFAULT_KEEP_ALIVE_SECONDS),
            connectsInFlight,
            connectsPerSecond == null ? defaultConnectRate : connectsPerSecond);
    }

    private static int versionNumber(final String name)
    {
        return switch (name)
        {
            case "3.1", "3" -> 3;
            case "3.1.1", "4" -> 4;
            case "5", "5.0" -> 5;
            default -> throw new IllegalArgumentException("MQTT version is 3.1, 3.1.1 or 5, not " + name);
        };
    }

    private static int or(final Integer given, final int otherwise)
    {
        return given == null ? otherwise : given;
    }

    private static void require(final boolean condition, final String message)
    {
        if (!condition)
        {
            throw new IllegalArgumentException(message);
        }
    }
}
