package io.maxmq.server.config;

import static io.maxmq.server.config.ConfigTypes.bool;
import static io.maxmq.server.config.ConfigTypes.choice;
import static io.maxmq.server.config.ConfigTypes.cores;
import static io.maxmq.server.config.ConfigTypes.duration;
import static io.maxmq.server.config.ConfigTypes.durationOrUnlimited;
import static io.maxmq.server.config.ConfigTypes.fileOrNone;
import static io.maxmq.server.config.ConfigTypes.folder;
import static io.maxmq.server.config.ConfigTypes.folderOrAuto;
import static io.maxmq.server.config.ConfigTypes.number;
import static io.maxmq.server.config.ConfigTypes.numberOrAuto;
import static io.maxmq.server.config.ConfigTypes.numberOrUnlimited;
import static io.maxmq.server.config.ConfigTypes.powerOfTwoSize;
import static io.maxmq.server.config.ConfigTypes.powerOfTwoSizeOrAuto;
import static io.maxmq.server.config.ConfigTypes.size;
import static io.maxmq.server.config.ConfigTypes.sizeOrAuto;
import static io.maxmq.server.config.ConfigTypes.sizeOrUnlimited;
import static io.maxmq.server.config.ConfigTypes.text;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of all keys, in the order of the reference page. A new key is one entry here and one line in
 * {@link BrokerConfigBuilder}; validation, messages, {@code maxmq config} and {@code docs/configuration.md} follow.
 */
public final class ConfigKeys
{
    private static final Map<String, ConfigKey<?>> TABLE = new LinkedHashMap<>();

    static final ConfigKey<Path> DATA = key(ConfigGroup.GENERAL, "data", folder(), "data",
        "The folder that belongs to this broker. A relative path starts at the working directory. With " +
        "`log.kind = memory` nothing is kept there. Option `--data`.");
    static final ConfigKey<LogLevel> LOGGING_LEVEL = key(ConfigGroup.GENERAL, "logging.level",
        choice(LogLevel.class), "info",
        "What is written to standard error.");
    static final ConfigKey<Long> SHUTDOWN_TIMEOUT = key(ConfigGroup.GENERAL, "shutdown.timeout",
        duration("0 s", "10 min"), "5 s",
        "How long a stopping broker waits for its clients to take what has been written to them.");

    static final ConfigKey<Long> WORKERS = key(ConfigGroup.WORKERS, "workers", numberOrAuto(1, 64), "auto",
        "Number of workers; `auto` is one for each core. Option `--workers`.");
    static final ConfigKey<IdleMode> WORKER_IDLE = key(ConfigGroup.WORKERS, "worker.idle",
        choice(IdleMode.class), "block",
        "What a worker does when there is nothing to do. `block` sleeps until something comes and is kindest to " +
        "the machine; `backoff` looks again for `worker.spin-time` before it sleeps; `spin` never sleeps and " +
        "wants a core of its own.");
    static final ConfigKey<Long> WORKER_SPIN_TIME = key(ConfigGroup.WORKERS, "worker.spin-time",
        duration("0 s", "10 ms"), "50 us",
        "How long `worker.idle = backoff` looks again before it sleeps.");
    static final ConfigKey<List<Integer>> WORKER_PIN = key(ConfigGroup.WORKERS, "worker.pin", cores(), "[]",
        "Cores to bind the workers to, the first worker to the first core named, by `taskset`; a worker whose core " +
        "is not there stays unbound, and the log says so. Empty leaves it to the operating system.");
    static final ConfigKey<Long> WORKER_PAUSE = key(ConfigGroup.WORKERS, "worker.throughput-pause",
        duration("0 s", "10 ms"), "0 s",
        "A pause after a busy cycle, so that more messages share one system call: up to half the processor time " +
        "for a few tenths of a millisecond of latency at 50 us to 150 us. 0 is off.");
    static final ConfigKey<Long> PARTITION_LEVELS = key(ConfigGroup.WORKERS, "partition.levels", number(0, 16), "0",
        "Topics that share this many first levels belong to one worker, which then keeps the order across these " +
        "topics. 0 keeps order per topic only and spreads best.");
    static final ConfigKey<SequencerMode> SEQUENCER = key(ConfigGroup.WORKERS, "sequencer",
        choice(SequencerMode.class), "auto",
        "Where the one writer of the log runs: on a thread of its `own`, or `shared` with the first worker. " +
        "`auto` gives it its own where there are at least 4 cores.");

    static final ConfigKey<String> LISTENER_BIND = key(ConfigGroup.LISTENERS, "listener.<name>.bind",
        text("an IP address or a host name"), "0.0.0.0",
        "The address to listen on. Option `--bind` for the only listener.");
    static final ConfigKey<Long> LISTENER_PORT = key(ConfigGroup.LISTENERS, "listener.<name>.port",
        number(0, 65_535), "1883",
        "The port to listen on; 0 takes a free one. Option `--port` for the only listener.");
    static final ConfigKey<Long> LISTENER_MAX_CONNECTIONS = key(
        ConfigGroup.LISTENERS, "listener.<name>.max-connections", numberOrUnlimited(1, 10_000_000), "unlimited",
        "Clients connected through this listener; more are refused with 0x97.");
    static final ConfigKey<Long> LISTENER_BACKLOG = key(ConfigGroup.LISTENERS, "listener.<name>.backlog",
        number(1, 65_535), "4096",
        "Connections that the operating system holds until they are accepted; it may allow fewer.");

    static final ConfigKey<Anonymous> LISTENER_ANONYMOUS = key(ConfigGroup.LISTENERS, "listener.<name>.anonymous",
        choice(Anonymous.class), "auto",
        "Whether clients without user name and password are let in. `auto` lets them in while the configuration " +
        "names nothing by which clients could be known, such as `auth.password-file`.");

    static final ConfigKey<Long> CONNECT_TIMEOUT = key(ConfigGroup.CONNECT, "connect.timeout",
        duration("100 ms", "10 min"), "10 s",
        "Time from the connection to a complete CONNECT.");
    static final ConfigKey<Long> CONNECT_MAX_BYTES = key(ConfigGroup.CONNECT, "connect.max-bytes",
        size("256 B", "1 MiB"), "64 KiB",
        "The largest CONNECT packet, and what is kept of the bytes that a client sends behind it before it is " +
        "answered.");
    static final ConfigKey<Long> CONNECT_MAX_WAITING = key(ConfigGroup.CONNECT, "connect.max-waiting",
        number(1, 1_000_000), "10000",
        "Connections that have not sent a complete CONNECT. When there are that many, no more are accepted until " +
        "one has waited for a second; that one then makes room.");
    static final ConfigKey<Long> CONNECT_ACCEPTS_PER_CYCLE = key(ConfigGroup.CONNECT, "connect.accepts-per-cycle",
        number(1, 10_000), "64",
        "Connections accepted in one go, before those already accepted are served.");

    static final ConfigKey<Path> AUTH_PASSWORD_FILE = key(ConfigGroup.ACCESS, "auth.password-file",
        fileOrNone(), "none",
        "A file of users and hashes of their passwords, which `maxmq passwd` manages. With `none` there are no users " +
        "known by a password.");
    static final ConfigKey<Long> AUTH_THREADS = key(ConfigGroup.ACCESS, "auth.threads",
        numberOrAuto(1, 64), "auto",
        "Threads that hash passwords; workers never do. `auto` is one for every four cores.");
    static final ConfigKey<Long> AUTH_QUEUE = key(ConfigGroup.ACCESS, "auth.queue", number(1, 1_000_000), "1000",
        "Clients that may wait for such a thread; more are refused as busy (0x89; MQTT 3: 3).");
    static final ConfigKey<Long> AUTH_TIMEOUT = key(ConfigGroup.ACCESS, "auth.timeout", duration("1 ms", "10 min"),
        "10 s",
        "A client that has waited this long is refused as busy, and no work is done for it.");
    static final ConfigKey<Path> ACL_FILE = key(ConfigGroup.ACCESS, "acl.file", fileOrNone(), "none",
        "A file of rules: what clients may publish, subscribe to and receive. With `none` they may do everything.");
    static final ConfigKey<AclFormat> ACL_FORMAT = key(ConfigGroup.ACCESS, "acl.format",
        choice(AclFormat.class), "maxmq",
        "How `acl.file` is written: in MaxMQ's own format, or as Mosquitto's `acl_file`.");
    static final ConfigKey<AclDefault> ACL_DEFAULT = key(ConfigGroup.ACCESS, "acl.default",
        choice(AclDefault.class), "deny",
        "What holds where no rule of `acl.file` decides.");
    static final ConfigKey<RefusedPublish> ACL_REFUSED_PUBLISH = key(ConfigGroup.ACCESS, "acl.refused-publish",
        choice(RefusedPublish.class), "acknowledge",
        "What becomes of a client that publishes what it may not. `acknowledge`: the message is dropped; an MQTT 5 " +
        "client gets reason code 0x87, an earlier one, for which there is no such code, an acknowledgement. " +
        "`disconnect`: its connection ends.");
    static final ConfigKey<RefusedSubscribe> ACL_REFUSED_SUBSCRIBE = key(ConfigGroup.ACCESS, "acl.refused-subscribe",
        choice(RefusedSubscribe.class), "not-authorized",
        "What an MQTT 5 client is told that subscribes to what it may not: `not-authorized` (0x87), or `unspecified` " +
        "(0x80) where it should not learn why. Earlier versions have 0x80 only.");

    static final ConfigKey<Long> MQTT_MAX_PACKET_SIZE = key(ConfigGroup.MQTT, "mqtt.max-packet-size",
        size("256 B", "256 MiB"), "1 MiB",
        "The largest packet that a client may send (MQTT's own limit is just below 256 MiB).");
    static final ConfigKey<Long> MQTT_MAX_QOS = key(ConfigGroup.MQTT, "mqtt.max-qos", number(0, 2), "2",
        "The highest QoS that a client may publish with, and that a subscription is granted.");
    static final ConfigKey<Boolean> MQTT_RETAIN = key(ConfigGroup.MQTT, "mqtt.retain-available", bool(), "true",
        "Whether clients may publish retained messages.");
    static final ConfigKey<Boolean> MQTT_WILDCARD = key(ConfigGroup.MQTT, "mqtt.wildcard-subscription-available",
        bool(), "true",
        "Whether filters may hold `+` and `#`.");
    static final ConfigKey<Boolean> MQTT_SUBSCRIPTION_ID = key(
        ConfigGroup.MQTT, "mqtt.subscription-identifier-available", bool(), "true",
        "Whether subscriptions may carry an identifier.");
    static final ConfigKey<Boolean> MQTT_SHARED = key(ConfigGroup.MQTT, "mqtt.shared-subscription-available",
        bool(), "true",
        "Whether filters may begin with `$share/`.");
    static final ConfigKey<Long> MQTT_MAX_TOPIC_LEVELS = key(ConfigGroup.MQTT, "mqtt.max-topic-levels",
        number(1, 65_535), "128",
        "Levels of a topic or filter.");
    static final ConfigKey<Long> MQTT_MAX_TOPIC_LENGTH = key(ConfigGroup.MQTT, "mqtt.max-topic-length",
        size("1 B", "65535 B"), "4 KiB",
        "Bytes of a topic or filter in UTF-8.");
    static final ConfigKey<Long> MQTT_RECEIVE_MAXIMUM = key(ConfigGroup.MQTT, "mqtt.receive-maximum",
        number(1, 65_535), "1024",
        "QoS 1 and 2 messages that an MQTT 5 client may send before the first of them is acknowledged.");
    static final ConfigKey<Long> MQTT_TOPIC_ALIAS_MAXIMUM = key(ConfigGroup.MQTT, "mqtt.topic-alias-maximum",
        number(0, 65_535), "16",
        "Topic aliases that a client may use towards the broker, per connection.");
    static final ConfigKey<Long> MQTT_OUTBOUND_TOPIC_ALIAS_MAXIMUM = key(
        ConfigGroup.MQTT, "mqtt.outbound-topic-alias-maximum", number(0, 65_535), "16",
        "Topic aliases that the broker uses towards a client that allows as many, per connection.");
    static final ConfigKey<Long> MQTT_MAX_KEEP_ALIVE = key(ConfigGroup.MQTT, "mqtt.max-keep-alive",
        durationOrUnlimited("1 s", "65535 s"), "unlimited",
        "The longest keep-alive. Clients that ask for more, or for none, are held to this one; MQTT 5 clients are " +
        "told (server keep-alive). `unlimited` lets clients choose.");
    static final ConfigKey<Long> MQTT_MAX_SESSION_EXPIRY = key(ConfigGroup.MQTT, "mqtt.max-session-expiry",
        durationOrUnlimited("0 s", "36500 d"), "unlimited",
        "How long a session outlives its connection at the most. Persistent sessions of MQTT 3 clients, which " +
        "cannot ask for a time, get this one.");
    static final ConfigKey<Long> MQTT_MAX_MESSAGE_EXPIRY = key(ConfigGroup.MQTT, "mqtt.max-message-expiry",
        durationOrUnlimited("1 s", "36500 d"), "unlimited",
        "How long a message lives at the most, also one whose publisher set no expiry.");
    static final ConfigKey<Long> MQTT_MAX_CLIENT_ID_LENGTH = key(ConfigGroup.MQTT, "mqtt.max-client-id-length",
        size("23 B", "65535 B"), "1 KiB",
        "Bytes of a client id in UTF-8.");
    static final ConfigKey<Boolean> MQTT_ALLOW_EMPTY_CLIENT_ID = key(ConfigGroup.MQTT, "mqtt.allow-empty-client-id",
        bool(), "true",
        "Whether a client may leave its id to the broker.");
    static final ConfigKey<Boolean> MQTT_CHECK_PAYLOAD_FORMAT = key(ConfigGroup.MQTT, "mqtt.check-payload-format",
        bool(), "false",
        "Whether a payload that is marked as UTF-8 is refused when it is not.");

    static final ConfigKey<Long> LIMITS_CONNECTIONS = key(ConfigGroup.LIMITS, "limits.connections",
        number(1, 10_000_000), "100000",
        "Clients connected through all listeners; more are refused with 0x97.");
    static final ConfigKey<Long> LIMITS_SESSIONS = key(ConfigGroup.LIMITS, "limits.sessions",
        number(1, 100_000_000), "1000000",
        "Sessions, connected or not; a client that would need one more is refused with 0x97.");
    static final ConfigKey<Long> LIMITS_SESSION_MEMORY = key(ConfigGroup.LIMITS, "limits.session-memory",
        sizeOrAuto("1 MiB", "1 TiB"), "auto",
        "Memory for all sessions with their client ids, wills and subscriptions, but not for messages; `auto` is half " +
        "of the heap. Clients and subscriptions that need more are refused with 0x97.");
    static final ConfigKey<Long> LIMITS_SUBSCRIPTIONS = key(ConfigGroup.LIMITS, "limits.subscriptions-per-session",
        number(1, 1_000_000), "10000",
        "Subscriptions of one session; more are refused with 0x97.");
    static final ConfigKey<Long> LIMITS_INFLIGHT = key(ConfigGroup.LIMITS, "limits.inflight", number(1, 65_535), "1024",
        "QoS 1 and 2 messages on their way to one client, which may ask for fewer (receive maximum).");
    static final ConfigKey<Long> LIMITS_WRITE_BUFFER = key(ConfigGroup.LIMITS, "limits.write-buffer",
        size("16 KiB", "1 GiB"), "2 MiB",
        "Bytes waiting for one client to read them. Above it QoS 0 messages for that client are dropped and " +
        "counted, others wait in its queue.");
    static final ConfigKey<Long> LIMITS_READ_BUFFER = key(ConfigGroup.LIMITS, "limits.read-buffer",
        powerOfTwoSize("16 KiB", "16 MiB"), "256 KiB",
        "How much a worker takes from a socket in one read; one buffer per worker. Larger ones cost fewer system " +
        "calls when payloads are large.");
    static final ConfigKey<Long> LIMITS_WORKER_BUFFERS = key(ConfigGroup.LIMITS, "limits.worker-buffers",
        size("4 MiB", "1 TiB"), "256 MiB",
        "Memory of one worker for what its connections have half received or not yet taken, and as much again for " +
        "messages that wait for clean sessions. A connection that needs more when it is used up is closed.");

    static final ConfigKey<Long> QUEUE_MAX_MESSAGES = key(ConfigGroup.QUEUES, "queue.max-messages",
        numberOrUnlimited(0, 1_000_000_000), "10000",
        "QoS 1 and 2 messages waiting for one persistent session.");
    static final ConfigKey<Long> QUEUE_MAX_BYTES = key(ConfigGroup.QUEUES, "queue.max-bytes",
        sizeOrUnlimited("0 B", "1 TiB"), "64 MiB",
        "Bytes of messages waiting for one persistent session.");
    static final ConfigKey<Long> QUEUE_MAX_AGE = key(ConfigGroup.QUEUES, "queue.max-age",
        durationOrUnlimited("1 s", "36500 d"), "unlimited",
        "Messages that have waited longer for a persistent session are dropped.");
    static final ConfigKey<Overflow> QUEUE_OVERFLOW = key(ConfigGroup.QUEUES, "queue.overflow",
        choice(Overflow.class), "drop-newest",
        "What gives way when the queue of a persistent session is full: the message that comes (`drop-newest`), " +
        "the one that waited longest and was never sent (`drop-oldest`), or the connection (`disconnect`, with " +
        "the message that comes).");
    static final ConfigKey<Long> QUEUE_CLEAN_MAX_MESSAGES = key(ConfigGroup.QUEUES, "queue.clean.max-messages",
        number(0, 1_000_000), "1000",
        "The same for a clean session, which has a queue only while it is connected.");
    static final ConfigKey<Long> QUEUE_CLEAN_MAX_BYTES = key(ConfigGroup.QUEUES, "queue.clean.max-bytes",
        size("0 B", "1 TiB"), "4 MiB",
        "The same for a clean session.");
    static final ConfigKey<Overflow> QUEUE_CLEAN_OVERFLOW = key(ConfigGroup.QUEUES, "queue.clean.overflow",
        choice(Overflow.class, Overflow.DROP_OLDEST), "drop-newest",
        "What gives way when the queue of a clean session is full: the message that comes, or the connection as " +
        "well.");

    static final ConfigKey<Long> RETAIN_MAX_MESSAGES = key(ConfigGroup.RETAIN, "retain.max-messages",
        number(0, 100_000_000), "1000000",
        "Topics that keep a retained message; every worker has its share. Beyond it, a message for a new topic is " +
        "delivered but not kept.");
    static final ConfigKey<Long> RETAIN_MAX_BYTES = key(ConfigGroup.RETAIN, "retain.max-bytes",
        size("0 B", "1 TiB"), "256 MiB",
        "Bytes of all retained messages; every worker has its share.");
    static final ConfigKey<Long> RETAIN_MAX_MESSAGE_SIZE = key(ConfigGroup.RETAIN, "retain.max-message-size",
        size("0 B", "256 MiB"), "1 MiB",
        "Bytes of one retained message, topic and properties included.");

    static final ConfigKey<LogKind> LOG_KIND = key(ConfigGroup.LOG, "log.kind", choice(LogKind.class), "memory",
        "Where it is kept. `memory` ends with the process: persistent sessions survive their connection, but not " +
        "the broker. `journal` keeps it in files in the data folder: acknowledged messages, sessions, subscriptions " +
        "and retained messages survive the process.");
    static final ConfigKey<LogSync> LOG_SYNC = key(ConfigGroup.LOG, "log.sync", choice(LogSync.class), "interval",
        "When `log.kind = journal` is flushed. `none`: when the system pleases; survives a kill, not a loss of " +
        "power. `interval`: every `log.sync-interval`, which is what a loss of power may cost. `batch`: before " +
        "anything is acknowledged or delivered.");
    static final ConfigKey<Long> LOG_SYNC_INTERVAL = key(ConfigGroup.LOG, "log.sync-interval",
        duration("1 ms", "10 s"), "5 ms",
        "Time between two flushes with `log.sync = interval`.");
    static final ConfigKey<Long> LOG_FILE_SIZE = key(ConfigGroup.LOG, "log.file-size",
        size("24 MiB", "1 GiB"), "512 MiB",
        "With `log.kind = journal` a new file is begun after so many bytes. An event takes a quarter of it at the most.");
    static final ConfigKey<Long> LOG_MAX_DISK = key(ConfigGroup.LOG, "log.max-disk",
        sizeOrUnlimited("48 MiB", "1000 TiB"), "unlimited",
        "What the files of `log.kind = journal` may take of the disk, `log.file-size` each. When it is used up, or the " +
        "disk is full, new messages for persistent sessions are refused with 0x97 until there is room again.");
    static final ConfigKey<Long> LOG_RESERVE = key(ConfigGroup.LOG, "log.reserve",
        size("1 MiB", "85 MiB"), "16 MiB",
        "On a full disk, room that is kept for acknowledgements, and twice as much for messages that are under way. " +
        "The journal writes to the disk three times this much, and 4 MiB, ahead of what it holds.");
    static final ConfigKey<Long> LOG_SNAPSHOT_SIZE = key(ConfigGroup.LOG, "log.snapshot-size",
        sizeOrUnlimited("1 MiB", "1 TiB"), "256 MiB",
        "With `log.kind = journal` a snapshot of all lasting state is made after so many bytes of events, or as many as " +
        "the last snapshot has if that is more; what is older and not needed any more is removed. So this bounds what a " +
        "start has to read beside the state itself. `unlimited` makes none unless the disk is full or it is asked for.");
    static final ConfigKey<Long> LOG_MEMORY = key(ConfigGroup.LOG, "log.memory", size("4 MiB", "1 TiB"), "512 MiB",
        "The bound of `log.kind = memory`. When what is still needed fills it, new messages for persistent " +
        "sessions are refused with 0x97.");
    static final ConfigKey<Long> LOG_SEGMENT_SIZE = key(ConfigGroup.LOG, "log.segment-size",
        powerOfTwoSize("1 MiB", "1 GiB"), "16 MiB",
        "Memory comes and goes in pieces of this size.");
    static final ConfigKey<Long> LOG_MAX_LAG = key(ConfigGroup.LOG, "log.max-lag", size("1 MiB", "16 GiB"), "64 MiB",
        "While the slowest worker is this far behind the end of the log, no new messages enter it.");

    static final ConfigKey<Path> BUS_FOLDER = key(ConfigGroup.BUS, "bus.folder", folderOrAuto(), "auto",
        "Where its files are; a folder in memory is best. `auto` makes one in `/dev/shm` if there is room, else " +
        "in the temporary folder, and removes it at the end.");
    static final ConfigKey<Long> BUS_TERM_LENGTH = key(ConfigGroup.BUS, "bus.term-length",
        powerOfTwoSizeOrAuto("64 KiB", "64 MiB"), "auto",
        "Each stream from one worker to another holds three buffers of this size. Messages above an eighth of it " +
        "travel in pieces. `auto` is 256 KiB for up to 4 workers, and less for more.");

    static
    {
        ListenerKeys.load();
        LoginKeys.load();
    }

    private ConfigKeys()
    {
    }

    /**
     * @return all keys by name, in the order of the reference page.
     */
    public static Map<String, ConfigKey<?>> all()
    {
        return Collections.unmodifiableMap(TABLE);
    }

    static <T> ConfigKey<T> key(
        final ConfigGroup group,
        final String name,
        final ConfigType<T> type,
        final String defaultValue,
        final String text)
    {
        return add(ConfigKey.of(group, name, type, defaultValue, text));
    }

    /** A key whose values are never printed. */
    static <T> ConfigKey<T> secret(
        final ConfigGroup group,
        final String name,
        final ConfigType<T> type,
        final String defaultValue,
        final String text)
    {
        return add(ConfigKey.of(group, name, type, defaultValue, text).masked());
    }

    private static <T> ConfigKey<T> add(final ConfigKey<T> key)
    {
        if (TABLE.put(key.name(), key) != null)
        {
            throw new IllegalStateException("two keys are named " + key.name());
        }
        return key;
    }
}
