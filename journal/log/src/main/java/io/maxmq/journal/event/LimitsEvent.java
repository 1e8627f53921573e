package io.maxmq.journal.event;

/**
 * The limits and policies that {@code apply} uses; it knows no others. Logged after every start and on change.
 * <pre>
 *  0 long sessionExpiryCapSeconds  longest session expiry granted; 0xFFFFFFFF = unlimited
 *  8 long messageExpiryCapSeconds  longest message expiry; 0xFFFFFFFF = unlimited
 * 16 long queueMaxMessages         per session
 * 24 long queueMaxBytes            per session
 * 32 long queueMaxAgeMs            per queued message; Long.MAX_VALUE = unlimited
 * 40 int  overflowPolicy           {@link #DROP_OLDEST}, {@link #DROP_NEWEST}, {@link #DISCONNECT}
 * 44 int  receiveMaximumCap        most unacknowledged messages to one client
 * 48 long hashKey0                 the key of {@link KeyHash}
 * 56 long hashKey1
 * 64 int  hashVersion
 * 68 int  partitionLevels          topics that share so many first levels have one owner; 0 = all levels
 * </pre>
 */
public final class LimitsEvent extends EventFlyweight<LimitsEvent>
{
    public static final int DROP_OLDEST = 0;
    public static final int DROP_NEWEST = 1;
    public static final int DISCONNECT = 2;
    /** MQTT-3.1.2-23: such a session does not expire. */
    public static final long UNLIMITED_SECONDS = 0xFFFF_FFFFL;

    public static final int SESSION_EXPIRY_CAP_OFFSET = 0;
    public static final int MESSAGE_EXPIRY_CAP_OFFSET = 8;
    public static final int QUEUE_MAX_MESSAGES_OFFSET = 16;
    public static final int QUEUE_MAX_BYTES_OFFSET = 24;
    public static final int QUEUE_MAX_AGE_OFFSET = 32;
    public static final int OVERFLOW_POLICY_OFFSET = 40;
    public static final int RECEIVE_MAXIMUM_CAP_OFFSET = 44;
    public static final int HASH_KEY_0_OFFSET = 48;
    public static final int HASH_KEY_1_OFFSET = 56;
    public static final int HASH_VERSION_OFFSET = 64;
    public static final int PARTITION_LEVELS_OFFSET = 68;

    public LimitsEvent()
    {
        super(EventType.LIMITS, 72);
    }

    public long sessionExpiryCapSeconds()
    {
        return getLong(SESSION_EXPIRY_CAP_OFFSET);
    }

    public LimitsEvent sessionExpiryCapSeconds(final long value)
    {
        return putLong(SESSION_EXPIRY_CAP_OFFSET, value);
    }

    public long messageExpiryCapSeconds()
    {
        return getLong(MESSAGE_EXPIRY_CAP_OFFSET);
    }

    public LimitsEvent messageExpiryCapSeconds(final long value)
    {
        return putLong(MESSAGE_EXPIRY_CAP_OFFSET, value);
    }

    public long queueMaxMessages()
    {
        return getLong(QUEUE_MAX_MESSAGES_OFFSET);
    }

    public LimitsEvent queueMaxMessages(final long value)
    {
        return putLong(QUEUE_MAX_MESSAGES_OFFSET, value);
    }

    public long queueMaxBytes()
    {
        return getLong(QUEUE_MAX_BYTES_OFFSET);
    }

    public LimitsEvent queueMaxBytes(final long value)
    {
        return putLong(QUEUE_MAX_BYTES_OFFSET, value);
    }

    public long queueMaxAgeMs()
    {
        return getLong(QUEUE_MAX_AGE_OFFSET);
    }

    public LimitsEvent queueMaxAgeMs(final long value)
    {
        return putLong(QUEUE_MAX_AGE_OFFSET, value);
    }

    public int overflowPolicy()
    {
        return getInt(OVERFLOW_POLICY_OFFSET);
    }

    public LimitsEvent overflowPolicy(final int value)
    {
        return putInt(OVERFLOW_POLICY_OFFSET, value);
    }

    public int receiveMaximumCap()
    {
        return getInt(RECEIVE_MAXIMUM_CAP_OFFSET);
    }

    public LimitsEvent receiveMaximumCap(final int value)
    {
        return putInt(RECEIVE_MAXIMUM_CAP_OFFSET, value);
    }

    public long hashKey0()
    {
        return getLong(HASH_KEY_0_OFFSET);
    }

    public LimitsEvent hashKey0(final long value)
    {
        return putLong(HASH_KEY_0_OFFSET, value);
    }

    public long hashKey1()
    {
        return getLong(HASH_KEY_1_OFFSET);
    }

    public LimitsEvent hashKey1(final long value)
    {
        return putLong(HASH_KEY_1_OFFSET, value);
    }

    public int hashVersion()
    {
        return getInt(HASH_VERSION_OFFSET);
    }

    public LimitsEvent hashVersion(final int value)
    {
        return putInt(HASH_VERSION_OFFSET, value);
    }

    public int partitionLevels()
    {
        return getInt(PARTITION_LEVELS_OFFSET);
    }

    public LimitsEvent partitionLevels(final int value)
    {
        return putInt(PARTITION_LEVELS_OFFSET, value);
    }

    public static String policyName(final int policy)
    {
        return switch (policy)
        {
            case DROP_OLDEST -> "dropOldest";
            case DROP_NEWEST -> "dropNewest";
            case DISCONNECT -> "disconnect";
            default -> "unknown";
        };
    }

    @Override
    boolean check()
    {
        return true;
    }

    @Override
    LimitsEvent self()
    {
        return this;
    }
}
