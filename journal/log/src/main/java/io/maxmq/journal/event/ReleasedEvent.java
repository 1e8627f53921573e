package io.maxmq.journal.event;

/**
 * A publisher released a packet id (PUBREL, MQTT-4.3.3-12); PUBCOMP leaves when this event is met.
 * <pre>
 *  0 long   sessionId
 *  8 int    connectionNumber
 * 12 ushort packetId
 * 14 2 bytes 0
 * </pre>
 */
public final class ReleasedEvent extends EventFlyweight<ReleasedEvent>
{
    public static final int SESSION_ID_OFFSET = 0;
    public static final int CONNECTION_NUMBER_OFFSET = 8;
    public static final int PACKET_ID_OFFSET = 12;

    public ReleasedEvent()
    {
        super(EventType.RELEASED, 16);
    }

    public long sessionId()
    {
        return getLong(SESSION_ID_OFFSET);
    }

    public ReleasedEvent sessionId(final long value)
    {
        return putLong(SESSION_ID_OFFSET, value);
    }

    public int connectionNumber()
    {
        return getInt(CONNECTION_NUMBER_OFFSET);
    }

    public ReleasedEvent connectionNumber(final int value)
    {
        return putInt(CONNECTION_NUMBER_OFFSET, value);
    }

    public int packetId()
    {
        return getUnsignedShort(PACKET_ID_OFFSET);
    }

    public ReleasedEvent packetId(final int value)
    {
        return putShort(PACKET_ID_OFFSET, value);
    }

    @Override
    boolean check()
    {
        return true;
    }

    @Override
    ReleasedEvent self()
    {
        return this;
    }
}
