package io.maxmq.journal.event;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A persistent session in a snapshot, without the entries of its queue, which follow as {@link SnapshotQueueEvent}s.
 * <pre>
 * flags: bit 0 connected, bit 1 will present
 *   0 long   sessionId
 *   8 long   keyHash              of tenant and client id
 *  16 long   expirySeconds        0xFFFFFFFF = never
 *  24 long   closedAtMs
 *  32 long   willDelaySeconds
 *  40 long   queueHead            oldest unfinished enqueue number
 *  48 long   queueNext            the next one
 *  56 long   queueShift           see rule 1 of the log: packet id = (number + shift) % 65535 + 1
 *  64 long   queuedBytes
 *  72 long   dropCursor
 *  80 int    connectionNumber
 *  84 int    willLength           0 = none
 *  88 int    subscriptionCount
 *  92 int    jumpCount
 *  96 int    inboundCount
 * 100 ushort receiveMaximum
 * 102 ushort clientIdLength
 * 104 client id, zeros up to a multiple of 8
 *     will message block, zeros up to a multiple of 8
 *     jumpCount × (long number, long distance)
 *     inboundCount × ushort       QoS 2 packet ids received and not released
 *     subscriptionCount × subscription:
 *        0 long incarnation, 8 int index, 12 int subscriptionId, 16 byte options, 17 byte 0, 18 ushort length, 20 filter
 * </pre>
 * Variable parts in the order {@link #putClientId}, {@link #putWill}, {@link #addJump}, {@link #addInbound},
 * {@link #addSubscription}; subscriptions are read by {@code while (event.nextSubscription())}.
 */
public final class SnapshotSessionEvent extends EventFlyweight<SnapshotSessionEvent>
{
    public static final int CONNECTED_FLAG = 1;
    public static final int WILL_FLAG = 2;

    public static final int SESSION_ID_OFFSET = 0;
    public static final int KEY_HASH_OFFSET = 8;
    public static final int EXPIRY_OFFSET = 16;
    public static final int CLOSED_AT_OFFSET = 24;
    public static final int WILL_DELAY_OFFSET = 32;
    public static final int QUEUE_HEAD_OFFSET = 40;
    public static final int QUEUE_NEXT_OFFSET = 48;
    public static final int QUEUE_SHIFT_OFFSET = 56;
    public static final int QUEUED_BYTES_OFFSET = 64;
    public static final int DROP_CURSOR_OFFSET = 72;
    public static final int CONNECTION_NUMBER_OFFSET = 80;
    public static final int WILL_LENGTH_OFFSET = 84;
    public static final int SUBSCRIPTION_COUNT_OFFSET = 88;
    public static final int JUMP_COUNT_OFFSET = 92;
    public static final int INBOUND_COUNT_OFFSET = 96;
    public static final int RECEIVE_MAXIMUM_OFFSET = 100;
    public static final int CLIENT_ID_LENGTH_OFFSET = 102;
    public static final int CLIENT_ID_OFFSET = 104;

    private static final int JUMP_LENGTH = 2 * Long.BYTES;
    private static final int SUBSCRIPTION_HEADER_LENGTH = 20;

    private int index;
    private int subscription;

    public SnapshotSessionEvent()
    {
        super(EventType.SNAPSHOT_SESSION, CLIENT_ID_OFFSET);
    }

    /** One of the eight-byte fields by its offset. */
    public long field(final int fieldOffset)
    {
        return getLong(fieldOffset);
    }

    public SnapshotSessionEvent field(final int fieldOffset, final long value)
    {
        return putLong(fieldOffset, value);
    }

    public long sessionId()
    {
        return getLong(SESSION_ID_OFFSET);
    }

    public long keyHash()
    {
        return getLong(KEY_HASH_OFFSET);
    }

    public boolean connected()
    {
        return hasFlag(CONNECTED_FLAG);
    }

    public SnapshotSessionEvent connected(final boolean value)
    {
        return setFlag(CONNECTED_FLAG, value);
    }

    public int connectionNumber()
    {
        return getInt(CONNECTION_NUMBER_OFFSET);
    }

    public SnapshotSessionEvent connectionNumber(final int value)
    {
        return putInt(CONNECTION_NUMBER_OFFSET, value);
    }

    public int receiveMaximum()
    {
        return getUnsignedShort(RECEIVE_MAXIMUM_OFFSET);
    }

    public SnapshotSessionEvent receiveMaximum(final int value)
    {
        return putShort(RECEIVE_MAXIMUM_OFFSET, value);
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

    public SnapshotSessionEvent putClientId(final byte[] clientId)
    {
        putShort(CLIENT_ID_LENGTH_OFFSET, clientId.length);
        final int at = limit();
        final int padded = align8(clientId.length);
        mutable().putBytes(at, clientId);
        mutable().setMemory(at + clientId.length, padded - clientId.length, (byte)0);
        limit(at + padded);
        return this;
    }

    public boolean hasWill()
    {
        return hasFlag(WILL_FLAG);
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
    public SnapshotSessionEvent putWill(final DirectBuffer source, final int blockLength)
    {
        putInt(WILL_LENGTH_OFFSET, blockLength);
        appendPadded(source, 0, blockLength);
        return setFlag(WILL_FLAG, true);
    }

    public int jumpCount()
    {
        return getInt(JUMP_COUNT_OFFSET);
    }

    private int jumpsOffset()
    {
        return willOffset() + align8(willLength());
    }

    public SnapshotSessionEvent addJump(final long number, final long distance)
    {
        final int at = limit();
        mutable().putLong(at, number, EventHeader.BYTE_ORDER);
        mutable().putLong(at + Long.BYTES, distance, EventHeader.BYTE_ORDER);
        limit(at + JUMP_LENGTH);
        return putInt(JUMP_COUNT_OFFSET, jumpCount() + 1);
    }

    public long jumpNumber(final int jump)
    {
        return buffer().getLong(jumpsOffset() + jump * JUMP_LENGTH, EventHeader.BYTE_ORDER);
    }

    public long jumpDistance(final int jump)
    {
        return buffer().getLong(jumpsOffset() + jump * JUMP_LENGTH + Long.BYTES, EventHeader.BYTE_ORDER);
    }

    public int inboundCount()
    {
        return getInt(INBOUND_COUNT_OFFSET);
    }

    private int inboundOffset()
    {
        return jumpsOffset() + jumpCount() * JUMP_LENGTH;
    }

    public SnapshotSessionEvent addInbound(final int packetId)
    {
        final int at = limit();
        mutable().putShort(at, (short)packetId, EventHeader.BYTE_ORDER);
        limit(at + Short.BYTES);
        return putInt(INBOUND_COUNT_OFFSET, inboundCount() + 1);
    }

    public int inbound(final int which)
    {
        return buffer().getShort(inboundOffset() + which * Short.BYTES, EventHeader.BYTE_ORDER) & 0xFFFF;
    }

    public int subscriptionCount()
    {
        return getInt(SUBSCRIPTION_COUNT_OFFSET);
    }

    public SnapshotSessionEvent addSubscription(
        final long incarnation, final int filterIndex, final int subscriptionId, final int options, final byte[] filter)
    {
        final MutableDirectBuffer target = mutable();
        final int at = limit();
        target.putLong(at, incarnation, EventHeader.BYTE_ORDER);
        target.putInt(at + 8, filterIndex, EventHeader.BYTE_ORDER);
        target.putInt(at + 12, subscriptionId, EventHeader.BYTE_ORDER);
        target.putByte(at + 16, (byte)options);
        target.putByte(at + 17, (byte)0);
        target.putShort(at + 18, (short)filter.length, EventHeader.BYTE_ORDER);
        target.putBytes(at + SUBSCRIPTION_HEADER_LENGTH, filter);
        limit(at + SUBSCRIPTION_HEADER_LENGTH + filter.length);
        return putInt(SUBSCRIPTION_COUNT_OFFSET, subscriptionCount() + 1);
    }

    /** Steps to the next subscription; false after the last. */
    public boolean nextSubscription()
    {
        if (index + 1 >= subscriptionCount())
        {
            return false;
        }
        subscription = index < 0 ? inboundOffset() + inboundCount() * Short.BYTES :
            subscription + SUBSCRIPTION_HEADER_LENGTH + filterLength();
        index++;
        return true;
    }

    /** Starts again before the first subscription. */
    public void rewindSubscriptions()
    {
        reset();
    }

    public long incarnation()
    {
        return buffer().getLong(subscription, EventHeader.BYTE_ORDER);
    }

    /** Place of the filter in the SUBSCRIBE that made the subscription. */
    public int filterIndex()
    {
        return buffer().getInt(subscription + 8, EventHeader.BYTE_ORDER);
    }

    public int subscriptionId()
    {
        return buffer().getInt(subscription + 12, EventHeader.BYTE_ORDER);
    }

    public int options()
    {
        return buffer().getByte(subscription + 16) & 0xFF;
    }

    public int filterLength()
    {
        return buffer().getShort(subscription + 18, EventHeader.BYTE_ORDER) & 0xFFFF;
    }

    /** Where the filter starts in {@link #buffer()}. */
    public int filterOffset()
    {
        return subscription + SUBSCRIPTION_HEADER_LENGTH;
    }

    @Override
    void reset()
    {
        index = -1;
    }

    @Override
    boolean check()
    {
        if (willLength() < 0 || jumpCount() < 0 || inboundCount() < 0 || subscriptionCount() < 0)
        {
            return false;
        }
        final long lists = CLIENT_ID_OFFSET + (long)align8(clientIdLength()) + align8(willLength()) +
            (long)jumpCount() * JUMP_LENGTH + (long)inboundCount() * Short.BYTES;
        if (lists > remaining(body()))
        {
            return false;
        }
        int at = body() + (int)lists;
        for (int i = 0, count = subscriptionCount(); i < count; i++)
        {
            if (remaining(at) < SUBSCRIPTION_HEADER_LENGTH)
            {
                return false;
            }
            at += SUBSCRIPTION_HEADER_LENGTH + (buffer().getShort(at + 18, EventHeader.BYTE_ORDER) & 0xFFFF);
        }
        return remaining(at) == 0 &&
            (!hasWill() || MessageFlyweight.isValid(buffer(), willOffset(), willLength()));
    }

    @Override
    SnapshotSessionEvent self()
    {
        return this;
    }
}
