package io.maxmq.journal.event;

/**
 * Type numbers of events. Numbers are written to disk: one is never changed or used again.
 */
public final class EventType
{
    public static final int BROKER_START = 1;
    public static final int LIMITS = 2;
    public static final int SESSION_OPEN = 3;
    public static final int SESSION_CLOSED = 4;
    public static final int SESSION_END = 5;
    public static final int SUBSCRIBE = 6;
    public static final int UNSUBSCRIBE = 7;
    public static final int MESSAGE = 8;
    public static final int ACKED = 9;
    public static final int RELEASED = 10;
    public static final int RETAINED = 11;
    public static final int REASSIGNED = 12;
    public static final int WILL_CANCELLED = 13;
    public static final int RETAINED_EXPIRED = 14;
    /** A snapshot of the state at this place of the log is made; changes nothing. */
    public static final int CHECKPOINT = 15;
    /** From here on: records of snapshots, which do not stand in a log. */
    public static final int SNAPSHOT_SESSION = 16;
    public static final int SNAPSHOT_QUEUE = 17;
    public static final int SNAPSHOT_RETAINED = 18;
    public static final int SNAPSHOT_SHARED = 19;
    public static final int SNAPSHOT_SCAN = 20;
    public static final int SNAPSHOT_END = 21;
    /** Highest number in use. */
    public static final int MAX = SNAPSHOT_END;

    /** Stands for an event that a repair could not read; apart, because it is no event of a broker. */
    public static final int LOST = 32;

    private static final String[] NAMES = {
        "UNKNOWN", "BROKER_START", "LIMITS", "SESSION_OPEN", "SESSION_CLOSED", "SESSION_END", "SUBSCRIBE",
        "UNSUBSCRIBE", "MESSAGE", "ACKED", "RELEASED", "RETAINED", "REASSIGNED", "WILL_CANCELLED", "RETAINED_EXPIRED",
        "CHECKPOINT", "SNAPSHOT_SESSION", "SNAPSHOT_QUEUE", "SNAPSHOT_RETAINED", "SNAPSHOT_SHARED", "SNAPSHOT_SCAN",
        "SNAPSHOT_END",
    };

    private EventType()
    {
    }

    public static boolean isKnown(final int type)
    {
        return type >= BROKER_START && type <= MAX || type == LOST;
    }

    public static String name(final int type)
    {
        return type == LOST ? "LOST" : isKnown(type) ? NAMES[type] : NAMES[0];
    }

    /**
     * Whether the log takes such an event from its reserve when it refuses others. They free space, or nothing could
     * end without them. What may be refused: MESSAGE, SESSION_OPEN, SUBSCRIBE and RETAINED, which only add.
     */
    public static boolean isEssential(final int type)
    {
        return type != MESSAGE && type != SESSION_OPEN && type != SUBSCRIBE && type != RETAINED;
    }
}
