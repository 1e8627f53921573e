package io.maxmq.journal.event;

import org.agrona.DirectBuffer;

/**
 * A client connected to a persistent session: made when there was none or {@link #cleanStart()} (its id is then this
 * event's sequence), resumed otherwise. Logged before CONNACK (MQTT-3.1.4-5), with the will (rule 8 of the design).
 * <pre>
 * flags: bit 0 clean start, bit 1 will present
 *  0 long   keyHash               of tenant and client id
 *  8 long   connectionRef         opaque handle of the waiting connection; means nothing after a crash
 * 16 long   sessionExpirySeconds  0xFFFFFFFF = never
 * 24 long   willDelaySeconds
 * 32 int    willLength            0 = none
 * 36 ushort receiveMaximum
 * 38 ushort clientIdLength
 * 40 byte   protocolVersion       3, 4, 5
 * 41 7 bytes 0
 * 48 client id, zeros up to a multiple of 8 | will message block
 * </pre>
 * Variable parts in the order {@link #putClientId}, {@link #putWill}.
 */
public final class SessionOpenEvent extends EventFlyweight<SessionOpenEvent>
{
    public static final int CLEAN_START_FLAG = 1;
    public static final int WILL_FLAG = 2;

    public static final int KEY_HASH_OFFSET = 0;
    public static final int CONNECTION_REF_OFFSET = 8;
    public static final int SESSION_EXPIRY_OFFSET = 16;
    public static final int WILL_DELAY_OFFSET = 24;
    public static final int WILL_LENGTH_OFFSET = 32;
    public static final int RECEIVE_MAXIMUM_OFFSET = 36;
    public static final int CLIENT_ID_LENGTH_OFFSET = 38;
    public static final int PROTOCOL_VERSION_OFFSET = 40;
    public static final int CLIENT_ID_OFFSET = 48;

    public SessionOpenEvent()
    {
        super(EventType.SESSION_OPEN, 48);
    }

    public boolean cleanStart()
    {
        return hasFlag(CLEAN_START_FLAG);
    }

    public SessionOpenEvent cleanStart(final boolean value)
    {
        return setFlag(CLEAN_START_FLAG, value);
    }

    public long keyHash()
    {
        return getLong(KEY_HASH_OFFSET);
    }

    public SessionOpenEvent keyHash(final long value)
    {
        return putLong(KEY_HASH_OFFSET, value);
    }

    public long connectionRef()
    {
        return getLong(CONNECTION_REF_OFFSET);
    }

    public SessionOpenEvent connectionRef(final long value)
    {
        return putLong(CONNECTION_REF_OFFSET, value);
    }

    public long sessionExpirySeconds()
    {
        return getLong(SESSION_EXPIRY_OFFSET);
    }

    public SessionOpenEvent sessionExpirySeconds(final long value)
    {
        return putLong(SESSION_EXPIRY_OFFSET, value);
    }

    public long willDelaySeconds()
    {
        return getLong(WILL_DELAY_OFFSET);
    }

    public SessionOpenEvent willDelaySeconds(final long value)
    {
        return putLong(WILL_DELAY_OFFSET, value);
    }

    public int receiveMaximum()
    {
        return getUnsignedShort(RECEIVE_MAXIMUM_OFFSET);
    }

    public SessionOpenEvent receiveMaximum(final int value)
    {
        return putShort(RECEIVE_MAXIMUM_OFFSET, value);
    }

    public int protocolVersion()
    {
        return getUnsignedByte(PROTOCOL_VERSION_OFFSET);
    }

    public SessionOpenEvent protocolVersion(final int value)
    {
        return putByte(PROTOCOL_VERSION_OFFSET, value);
    }

    public boolean hasWill()
    {
        return hasFlag(WILL_FLAG);
    }

    public int clientIdLength()
    {
        return getUnsignedShort(CLIENT_ID_LENGTH_OFFSET);
    }

    /** Where the client id starts in {@link #buffer()}. */
    public int clientIdOffset()
    {
        return body() + CLIENT_ID_OFFSET;
    }

    public SessionOpenEvent putClientId(final DirectBuffer source, final int sourceOffset, final int length)
    {
        putShort(CLIENT_ID_LENGTH_OFFSET, length);
        appendPadded(source, sourceOffset, length);
        return this;
    }

    public int willLength()
    {
        return getInt(WILL_LENGTH_OFFSET);
    }

    /** Where the will's message block starts in {@link #buffer()}; only with {@link #hasWill()}. */
    public int willOffset()
    {
        return clientIdOffset() + align8(clientIdLength());
    }

    /** Copies a message block. */
    public SessionOpenEvent putWill(final DirectBuffer source, final int sourceOffset, final int blockLength)
    {
        putInt(WILL_LENGTH_OFFSET, blockLength);
        appendPadded(source, sourceOffset, blockLength);
        return setFlag(WILL_FLAG, true);
    }

    @Override
    boolean check()
    {
        final int will = clientIdOffset() + align8(clientIdLength());
        if (will > limit())
        {
            return false;
        }
        if (!hasWill())
        {
            return willLength() == 0 && will == limit();
        }
        return willLength() == remaining(will) && MessageFlyweight.isValid(buffer(), will, willLength()) &&
            willLength() == buffer().getInt(will, EventHeader.BYTE_ORDER);
    }

    @Override
    SessionOpenEvent self()
    {
        return this;
    }
}
