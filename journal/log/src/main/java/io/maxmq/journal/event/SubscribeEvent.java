package io.maxmq.journal.event;

import org.agrona.DirectBuffer;

/**
 * A persistent session subscribes; the incarnation of each subscription is this event's sequence.
 * <pre>
 *  0 long sessionId
 *  8 int  connectionNumber
 * 12 int  subscriptionId   0 = none (MQTT-3.8.2.1.2)
 * 16 long requestRef       opaque to the log: who waits for SUBACK
 * 24 int  count
 * 28 int  0
 * 32 long keyHash          of the client: the owners of topics derive the session's home from it
 * 40 count × filter:
 *      0 byte   options    as in SUBSCRIBE
 *      1 byte   0
 *      2 ushort length
 *      4 filter
 * </pre>
 * Filters by {@link #addFilter} in the packet's order; read by {@code while (event.nextFilter())}.
 */
public final class SubscribeEvent extends EventFlyweight<SubscribeEvent> {
    public static final int SESSION_ID_OFFSET = 0;
    public static final int CONNECTION_NUMBER_OFFSET = 8;
    public static final int SUBSCRIPTION_ID_OFFSET = 12;
    public static final int REQUEST_REF_OFFSET = 16;
    public static final int COUNT_OFFSET = 24;
    public static final int KEY_HASH_OFFSET = 32;
    public static final int FILTERS_OFFSET = 40;
    public static final int FILTER_HEADER_LENGTH = 4;

    private int index;
    private int filter;

    public SubscribeEvent() {
        super(EventType.SUBSCRIBE, FILTERS_OFFSET);
    }

    public long sessionId() {
        return getLong(SESSION_ID_OFFSET);
    }

    public SubscribeEvent sessionId(final long value) {
        return putLong(SESSION_ID_OFFSET, value);
    }

    public int connectionNumber() {
        return getInt(CONNECTION_NUMBER_OFFSET);
    }

    public SubscribeEvent connectionNumber(final int value) {
        return putInt(CONNECTION_NUMBER_OFFSET, value);
    }

    public int subscriptionId() {
        return getInt(SUBSCRIPTION_ID_OFFSET);
    }

    public SubscribeEvent subscriptionId(final int value) {
        return putInt(SUBSCRIPTION_ID_OFFSET, value);
    }

    public long requestRef() {
        return getLong(REQUEST_REF_OFFSET);
    }

    public SubscribeEvent requestRef(final long value) {
        return putLong(REQUEST_REF_OFFSET, value);
    }

    public long keyHash() {
        return getLong(KEY_HASH_OFFSET);
    }

    public SubscribeEvent keyHash(final long value) {
        return putLong(KEY_HASH_OFFSET, value);
    }

    public int count() {
        return getInt(COUNT_OFFSET);
    }

    /** Appends one filter. */
    public SubscribeEvent addFilter(
        final int options, final DirectBuffer source, final int sourceOffset, final int length) {
        final int at = limit();
        mutable().putByte(at, (byte)options);
        mutable().putByte(at + 1, (byte)0);
        mutable().putShort(at + 2, (short)length, EventHeader.BYTE_ORDER);
        mutable().putBytes(at + FILTER_HEADER_LENGTH, source, sourceOffset, length);
        limit(at + FILTER_HEADER_LENGTH + length);
        return putInt(COUNT_OFFSET, count() + 1);
    }

    /** Steps to the next filter; false after the last. */
    public boolean nextFilter() {
        if (index + 1 >= count()) {
            return false;
        }
        filter = index < 0 ? body() + FILTERS_OFFSET : filter + FILTER_HEADER_LENGTH + filterLength();
        index++;
        return true;
    }

    /** Starts again before the first filter. */
    public SubscribeEvent rewindFilters() {
        reset();
        return this;
    }

    /** Index of the filter at hand, from 0: its place in the packet and in the answer. */
    public int filterIndex() {
        return index;
    }

    /** Subscription options as in SUBSCRIBE (MQTT-3.8.3.1): qos, no local, retain as published, retain handling. */
    public int filterOptions() {
        return buffer().getByte(filter) & 0xFF;
    }

    public int filterLength() {
        return buffer().getShort(filter + 2, EventHeader.BYTE_ORDER) & 0xFFFF;
    }

    /** Where the filter at hand starts in {@link #buffer()}. */
    public int filterOffset() {
        return filter + FILTER_HEADER_LENGTH;
    }

    @Override
    void reset() {
        index = -1;
    }

    @Override
    boolean check() {
        final int count = count();
        int at = body() + FILTERS_OFFSET;
        for (int i = 0; i < count; i++) {
            if (remaining(at) < FILTER_HEADER_LENGTH) {
                return false;
            }
            at += FILTER_HEADER_LENGTH + (buffer().getShort(at + 2, EventHeader.BYTE_ORDER) & 0xFFFF);
            if (at > limit()) {
                return false;
            }
        }
        return count >= 0 && at == limit();
    }

    @Override
    SubscribeEvent self() {
        return this;
    }
}
