package io.maxmq.server.config;

import java.util.concurrent.TimeUnit;

/**
 * Copies the values of the table into {@link BrokerConfig}, in the units of the code.
 */
final class BrokerConfigBuilder
{
    private static final int MAX_WORKERS = 64;
    private static final int MQTT_MAX_PACKET_SIZE = 268_435_460;
    private static final long SESSION_NEVER_EXPIRES = 0xFFFF_FFFFL;
    private static final int CORES_FOR_OWN_SEQUENCER = 4;
    private static final int CORES_PER_HANDSHAKE_THREAD = 4;

    private final ConfigValues values;

    private BrokerConfigBuilder(final ConfigValues values)
    {
        this.values = values;
    }

    static BrokerConfig build(final ConfigValues values)
    {
        final BrokerConfigBuilder builder = new BrokerConfigBuilder(values);
        return new BrokerConfig(
            values.get(ConfigKeys.DATA),
            values.get(ConfigKeys.LOGGING_LEVEL),
            builder.millis(ConfigKeys.SHUTDOWN_TIMEOUT),
            builder.workers(),
            values.listeners().stream().map(name -> ListenerBuilder.build(values, name)).toList(),
            builder.connect(),
            AuthenticationBuilder.build(values),
            builder.access(),
            builder.mqtt(),
            builder.limits(),
            builder.queue(ConfigKeys.QUEUE_MAX_MESSAGES, ConfigKeys.QUEUE_MAX_BYTES, ConfigKeys.QUEUE_OVERFLOW),
            builder.queue(ConfigKeys.QUEUE_CLEAN_MAX_MESSAGES, ConfigKeys.QUEUE_CLEAN_MAX_BYTES,
                ConfigKeys.QUEUE_CLEAN_OVERFLOW),
            builder.retain(),
            builder.log(),
            new BrokerConfig.Bus(values.get(ConfigKeys.BUS_FOLDER), builder.integer(ConfigKeys.BUS_TERM_LENGTH)));
    }

    /**
     * @param configured number; 0 is auto.
     * @return the number of workers.
     */
    static int workerCount(final long configured)
    {
        return (int)(configured == 0 ? Math.min(MAX_WORKERS, Runtime.getRuntime().availableProcessors()) : configured);
    }

    private BrokerConfig.Workers workers()
    {
        final SequencerMode sequencer = values.get(ConfigKeys.SEQUENCER);
        final boolean ownByItself = Runtime.getRuntime().availableProcessors() >= CORES_FOR_OWN_SEQUENCER;
        return new BrokerConfig.Workers(
            workerCount(values.get(ConfigKeys.WORKERS)),
            values.get(ConfigKeys.WORKER_IDLE),
            values.get(ConfigKeys.WORKER_SPIN_TIME),
            values.get(ConfigKeys.WORKER_PIN),
            values.get(ConfigKeys.WORKER_PAUSE),
            integer(ConfigKeys.PARTITION_LEVELS),
            sequencer == SequencerMode.OWN || sequencer == SequencerMode.AUTO && ownByItself);
    }

    private BrokerConfig.Connect connect()
    {
        return new BrokerConfig.Connect(
            millis(ConfigKeys.CONNECT_TIMEOUT),
            integer(ConfigKeys.CONNECT_MAX_BYTES),
            integer(ConfigKeys.CONNECT_MAX_WAITING),
            integer(ConfigKeys.CONNECT_ACCEPTS_PER_CYCLE),
            integer(ListenerKeys.TLS_HANDSHAKES),
            handshakeThreads(),
            millis(ListenerKeys.TLS_RELOAD_INTERVAL));
    }

    private int handshakeThreads()
    {
        final int configured = integer(ListenerKeys.TLS_HANDSHAKE_THREADS);
        return configured > 0 ? configured :
            1 + (Runtime.getRuntime().availableProcessors() - 1) / CORES_PER_HANDSHAKE_THREAD;
    }

    private BrokerConfig.Access access()
    {
        return new BrokerConfig.Access(
            values.get(ConfigKeys.ACL_FILE),
            values.get(ConfigKeys.ACL_FORMAT),
            values.get(ConfigKeys.ACL_DEFAULT),
            values.get(ConfigKeys.ACL_REFUSED_PUBLISH),
            values.get(ConfigKeys.ACL_REFUSED_SUBSCRIBE));
    }

    private BrokerConfig.Mqtt mqtt()
    {
        final long sessionExpiry = seconds(ConfigKeys.MQTT_MAX_SESSION_EXPIRY);
        return new BrokerConfig.Mqtt(
            Math.min(MQTT_MAX_PACKET_SIZE, integer(ConfigKeys.MQTT_MAX_PACKET_SIZE)),
            integer(ConfigKeys.MQTT_MAX_QOS),
            values.get(ConfigKeys.MQTT_RETAIN),
            values.get(ConfigKeys.MQTT_WILDCARD),
            values.get(ConfigKeys.MQTT_SUBSCRIPTION_ID),
            values.get(ConfigKeys.MQTT_SHARED),
            integer(ConfigKeys.MQTT_MAX_TOPIC_LEVELS),
            integer(ConfigKeys.MQTT_MAX_TOPIC_LENGTH),
            integer(ConfigKeys.MQTT_RECEIVE_MAXIMUM),
            integer(ConfigKeys.MQTT_TOPIC_ALIAS_MAXIMUM),
            integer(ConfigKeys.MQTT_OUTBOUND_TOPIC_ALIAS_MAXIMUM),
            saturated(seconds(ConfigKeys.MQTT_MAX_KEEP_ALIVE)),
            Math.min(SESSION_NEVER_EXPIRES, sessionExpiry),
            seconds(ConfigKeys.MQTT_MAX_MESSAGE_EXPIRY),
            integer(ConfigKeys.MQTT_MAX_CLIENT_ID_LENGTH),
            values.get(ConfigKeys.MQTT_ALLOW_EMPTY_CLIENT_ID),
            values.get(ConfigKeys.MQTT_CHECK_PAYLOAD_FORMAT));
    }

    private BrokerConfig.Limits limits()
    {
        return new BrokerConfig.Limits(
            integer(ConfigKeys.LIMITS_CONNECTIONS),
            integer(ConfigKeys.LIMITS_SESSIONS),
            sessionMemory(values.get(ConfigKeys.LIMITS_SESSION_MEMORY)),
            integer(ConfigKeys.LIMITS_SUBSCRIPTIONS),
            integer(ConfigKeys.LIMITS_INFLIGHT),
            integer(ConfigKeys.LIMITS_WRITE_BUFFER),
            integer(ConfigKeys.LIMITS_READ_BUFFER),
            values.get(ConfigKeys.LIMITS_WORKER_BUFFERS));
    }

    /** Half of the heap if nothing is configured: the other half holds messages' indexes, retained topics and buffers. */
    private static long sessionMemory(final long configured)
    {
        return configured == 0 ? Runtime.getRuntime().maxMemory() / 2 : configured;
    }

    private BrokerConfig.Queue queue(
        final ConfigKey<Long> maxMessages,
        final ConfigKey<Long> maxBytes,
        final ConfigKey<Overflow> overflow)
    {
        return new BrokerConfig.Queue(
            saturated(values.get(maxMessages)),
            values.get(maxBytes),
            millis(ConfigKeys.QUEUE_MAX_AGE),
            values.get(overflow));
    }

    private BrokerConfig.Retain retain()
    {
        return new BrokerConfig.Retain(
            integer(ConfigKeys.RETAIN_MAX_MESSAGES),
            values.get(ConfigKeys.RETAIN_MAX_BYTES),
            integer(ConfigKeys.RETAIN_MAX_MESSAGE_SIZE));
    }

    private BrokerConfig.Log log()
    {
        return new BrokerConfig.Log(
            values.get(ConfigKeys.LOG_KIND),
            values.get(ConfigKeys.LOG_SYNC),
            (int)TimeUnit.NANOSECONDS.toMillis(values.get(ConfigKeys.LOG_SYNC_INTERVAL)),
            values.get(ConfigKeys.LOG_FILE_SIZE),
            values.get(ConfigKeys.LOG_MAX_DISK),
            values.get(ConfigKeys.LOG_RESERVE),
            values.get(ConfigKeys.LOG_SNAPSHOT_SIZE),
            values.get(ConfigKeys.LOG_MEMORY),
            integer(ConfigKeys.LOG_SEGMENT_SIZE),
            values.get(ConfigKeys.LOG_MAX_LAG));
    }

    private int integer(final ConfigKey<Long> key)
    {
        return Math.toIntExact(values.get(key));
    }

    private long millis(final ConfigKey<Long> key)
    {
        final long valueNs = values.get(key);
        return valueNs == ConfigTypes.UNLIMITED ? valueNs : TimeUnit.NANOSECONDS.toMillis(valueNs);
    }

    private long seconds(final ConfigKey<Long> key)
    {
        final long valueNs = values.get(key);
        return valueNs == ConfigTypes.UNLIMITED ? valueNs : TimeUnit.NANOSECONDS.toSeconds(valueNs);
    }

    private static int saturated(final long value)
    {
        return (int)Math.min(Integer.MAX_VALUE, value);
    }
}
