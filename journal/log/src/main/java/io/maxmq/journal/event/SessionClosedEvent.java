package io.maxmq.journal.event;

/**
 * The connection of a persistent session ended; its expiry and its will's delay run from here (MQTT-3.1.2-23,
 * MQTT-3.1.3-9). Void if the session meanwhile has a later connection.
 * <pre>
 * flags: bit 0 discard the will (DISCONNECT with 0x00, MQTT-3.14.4-3)
 *  0 long sessionId
 *  8 int  connectionNumber
 * 12 int  0
 * 16 long sessionExpirySeconds  from DISCONNECT; -1 = unchanged
 * </pre>
 */
public final class SessionClosedEvent extends EventFlyweight<SessionClosedEvent>
{
    public static final int DISCARD_WILL_FLAG = 1;
    public static final long UNCHANGED = -1L;

    public static final int SESSION_ID_OFFSET = 0;
    public static final int CONNECTION_NUMBER_OFFSET = 8;
    public static final int SESSION_EXPIRY_OFFSET = 16;

    public SessionClosedEvent()
    {
        super(EventType.SESSION_CLOSED, 24);
    }

    public boolean discardWill()
    {
        return hasFlag(DISCARD_WILL_FLAG);
    }

    public SessionClosedEvent discardWill(final boolean value)
    {
        return setFlag(DISCARD_WILL_FLAG, value);
    }

    public long sessionId()
    {
        return getLong(SESSION_ID_OFFSET);
    }

    public SessionClosedEvent sessionId(final long value)
    {
        return putLong(SESSION_ID_OFFSET, value);
    }

    public int connectionNumber()
    {
        return getInt(CONNECTION_NUMBER_OFFSET);
    }

    public SessionClosedEvent connectionNumber(final int value)
    {
        return putInt(CONNECTION_NUMBER_OFFSET, value);
    }

    public long sessionExpirySeconds()
    {
        return getLong(SESSION_EXPIRY_OFFSET);
    }

    public SessionClosedEvent sessionExpirySeconds(final long value)
    {
        return putLong(SESSION_EXPIRY_OFFSET, value);
    }

    @Override
    boolean check()
    {
        return true;
    }

    @Override
    SessionClosedEvent self()
    {
        return this;
    }
}
