package io.maxmq.server.config;

import io.maxmq.transport.tls.TlsSettings;
import io.maxmq.transport.websocket.WebSocketSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a broker is assembled from: the values of the table in the units that the code uses. Immutable. Where a value is
 * "unlimited" it is {@link Long#MAX_VALUE}, or {@link Integer#MAX_VALUE} for an int; times have their unit in their
 * name.
 *
 * @param dataFolder        that belongs to this broker.
 * @param loggingLevel      of standard error.
 * @param shutdownTimeoutMs to wait for clients that still take what was written.
 * @param workers           threads.
 * @param listeners         at least one, sorted by name.
 * @param connect           limits before CONNECT has been answered.
 * @param authentication    who may connect.
 * @param access            what clients may do.
 * @param mqtt              what is offered to clients.
 * @param limits            of memory.
 * @param queue             of a persistent session.
 * @param cleanQueue        of a clean session.
 * @param retain            limits of retained messages.
 * @param log               of everything that lasts.
 * @param bus               between workers.
 */
public record BrokerConfig(
    Path dataFolder,
    LogLevel loggingLevel,
    long shutdownTimeoutMs,
    Workers workers,
    List<Listener> listeners,
    Connect connect,
    Authentication authentication,
    Access access,
    Mqtt mqtt,
    Limits limits,
    Queue queue,
    Queue cleanQueue,
    Retain retain,
    Log log,
    Bus bus)
{
    /**
     * @param values of the table.
     * @return them, typed.
     */
    public static BrokerConfig of(final ConfigValues values)
    {
        return BrokerConfigBuilder.build(values);
    }

    /**
     * @param assignments {@code key=value} over the defaults; for tests and embedding.
     * @return the configuration.
     * @throws IllegalArgumentException if one is wrong.
     */
    public static BrokerConfig with(final String... assignments)
    {
        final ConfigSources sources = new ConfigSources();
        for (final String assignment : assignments)
        {
            sources.set(assignment);
        }
        try
        {
            return of(ConfigLoader.load(sources));
        }
        catch (final InvalidConfigException ex)
        {
            throw new IllegalArgumentException(ex.getMessage(), ex);
        }
    }

    /**
     * @param count             of workers, 1 to 64.
     * @param idle              what they do without work.
     * @param spinTimeNs        of {@link IdleMode#BACKOFF}.
     * @param pinnedCores       one for each worker, or empty.
     * @param throughputPauseNs after a busy cycle; 0 is off.
     * @param partitionLevels   first levels of a topic that choose its owner; 0 for the whole topic.
     * @param sequencerHasThread whether the log's writer has its own thread rather than worker 0's.
     */
    public record Workers(
        int count,
        IdleMode idle,
        long spinTimeNs,
        List<Integer> pinnedCores,
        long throughputPauseNs,
        int partitionLevels,
        boolean sequencerHasThread)
    {
    }

    /**
     * @param name           of it.
     * @param type           how clients speak.
     * @param bind           address or host name.
     * @param port           0 takes a free one.
     * @param maxConnections through this listener.
     * @param backlog        of the listening socket.
     * @param proxied        whether every connection begins with a PROXY header.
     * @param tls            certificates, keys and the rest; null where nothing is encrypted.
     * @param webSocket      what is let in; null where clients do not speak it.
     */
    public record Listener(
        String name,
        ListenerType type,
        String bind,
        int port,
        int maxConnections,
        int backlog,
        boolean proxied,
        TlsSettings tls,
        WebSocketSettings webSocket)
    {
    }

    /**
     * @param timeoutMs       from the connection to a complete CONNECT.
     * @param maxBytes        of CONNECT, and of what is kept behind it.
     * @param maxWaiting      connections without a complete CONNECT.
     * @param acceptsPerCycle of the acceptor.
     * @param handshakes       of TLS at the same time.
     * @param handshakeThreads that calculate for them.
     * @param tlsReloadMs      between two looks at the files of TLS, 0 for none.
     */
    public record Connect(
        long timeoutMs,
        int maxBytes,
        int maxWaiting,
        int acceptsPerCycle,
        int handshakes,
        int handshakeThreads,
        long tlsReloadMs)
    {
    }

    /**
     * @param passwordFile of users; the empty path for none.
     * @param threads      that hash passwords.
     * @param queue        of clients that wait for one.
     * @param timeoutMs    that they wait at the most.
     * @param anonymous    by listener, whether clients without credentials are let in.
     * @param certificates by listener, which name of a certificate is the user name.
     * @param order        in which ways of logging in are asked.
     * @param jwt          tokens.
     * @param http         web service.
     */
    public record Authentication(
        Path passwordFile,
        int threads,
        int queue,
        long timeoutMs,
        Map<String, Anonymous> anonymous,
        Map<String, CertificateUser> certificates,
        List<String> order,
        Jwt jwt,
        Http http)
    {
    }

    /**
     * @param keys        file of keys; the empty path for none.
     * @param issuer      of tokens, or the empty text.
     * @param audience    of tokens, or the empty text.
     * @param userClaim   that holds the user name.
     * @param skewSeconds by which clocks may differ.
     */
    public record Jwt(Path keys, String issuer, String audience, String userClaim, int skewSeconds)
    {
    }

    /**
     * @param url       of the service; the empty text for none.
     * @param timeoutMs for an answer.
     * @param threads   that wait for answers.
     */
    public record Http(String url, long timeoutMs, int threads)
    {
    }

    /**
     * @param aclFile        of rules; the empty path for none.
     * @param aclFormat      of that file.
     * @param aclDefault     where no rule decides.
     * @param refusedPublish what becomes of a client that publishes what it may not.
     * @param refusedSubscribe what a client is told that subscribes to what it may not.
     */
    public record Access(
        Path aclFile,
        AclFormat aclFormat,
        AclDefault aclDefault,
        RefusedPublish refusedPublish,
        RefusedSubscribe refusedSubscribe)
    {
    }

    /**
     * @param maxPacketSize                   inbound, bytes of the whole packet, at most 268,435,460.
     * @param maxQos                          0 to 2.
     * @param retainAvailable                 capability.
     * @param wildcardSubscriptionAvailable   capability.
     * @param subscriptionIdentifierAvailable capability.
     * @param sharedSubscriptionAvailable     capability.
     * @param maxTopicLevels                  of a topic or filter.
     * @param maxTopicLength                  of a topic or filter, bytes.
     * @param receiveMaximum                  inbound.
     * @param topicAliasMaximum               inbound.
     * @param outboundTopicAliasMaximum       at the most; the client may allow fewer.
     * @param maxKeepAliveSeconds             {@link Integer#MAX_VALUE} lets clients choose.
     * @param maxSessionExpirySeconds         {@code 0xFFFFFFFFL} (never) for no limit.
     * @param maxMessageExpirySeconds         {@link Long#MAX_VALUE} for no limit.
     * @param maxClientIdLength               bytes.
     * @param allowEmptyClientId              whether ids are assigned.
     * @param checkPayloadFormat              whether UTF-8 payloads are verified.
     */
    public record Mqtt(
        int maxPacketSize,
        int maxQos,
        boolean retainAvailable,
        boolean wildcardSubscriptionAvailable,
        boolean subscriptionIdentifierAvailable,
        boolean sharedSubscriptionAvailable,
        int maxTopicLevels,
        int maxTopicLength,
        int receiveMaximum,
        int topicAliasMaximum,
        int outboundTopicAliasMaximum,
        int maxKeepAliveSeconds,
        long maxSessionExpirySeconds,
        long maxMessageExpirySeconds,
        int maxClientIdLength,
        boolean allowEmptyClientId,
        boolean checkPayloadFormat)
    {
    }

    /**
     * @param connections             through all listeners.
     * @param sessions                connected or not.
     * @param sessionMemoryBytes      of the heap, for all sessions with their wills and subscriptions.
     * @param subscriptionsPerSession more are refused.
     * @param inflight                outbound QoS 1 and 2 per client.
     * @param writeBufferBytes        per client.
     * @param readBufferBytes         one per worker, a power of two.
     * @param workerBufferBytes       all pooled buffers of one worker.
     */
    public record Limits(
        int connections,
        int sessions,
        long sessionMemoryBytes,
        int subscriptionsPerSession,
        int inflight,
        int writeBufferBytes,
        int readBufferBytes,
        long workerBufferBytes)
    {
    }

    /**
     * @param maxMessages waiting.
     * @param maxBytes    waiting.
     * @param maxAgeMs    after which they are dropped.
     * @param overflow    when it is full.
     */
    public record Queue(int maxMessages, long maxBytes, long maxAgeMs, Overflow overflow)
    {
    }

    /**
     * @param maxMessages     topics that keep one.
     * @param maxBytes        of all.
     * @param maxMessageBytes of one.
     */
    public record Retain(int maxMessages, long maxBytes, int maxMessageBytes)
    {
    }

    /**
     * @param kind           implementation.
     * @param sync           of the journal.
     * @param syncIntervalMs of {@link LogSync#INTERVAL}.
     * @param fileBytes      of one file of the journal.
     * @param maxDiskBytes   of all files of the journal.
     * @param reserveBytes   of the journal, for what is under way and for acknowledgements when the disk is full.
     * @param snapshotBytes  of events after which the journal makes a snapshot.
     * @param memoryBytes    bound of the one in memory.
     * @param segmentBytes   a power of two.
     * @param maxLagBytes    of the slowest worker.
     */
    public record Log(
        LogKind kind, LogSync sync, int syncIntervalMs, long fileBytes, long maxDiskBytes, long reserveBytes,
        long snapshotBytes, long memoryBytes, int segmentBytes, long maxLagBytes)
    {
    }

    /**
     * @param folder     of Aeron; the empty path for one that is made and removed.
     * @param termLength bytes, a power of two; 0 leaves it to the bus.
     */
    public record Bus(Path folder, int termLength)
    {
    }
}
