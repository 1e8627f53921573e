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
 * 40 count × filter         as {@link FilterListEvent} draws it
 * </pre>
 * Filters by {@link #addFilter} in the packet's order.
 */
public final class SubscribeEvent extends FilterListEvent<SubscribeEvent>
{
    public static final int SESSION_ID_OFFSET = 0;
    public static final int CONNECTION_NUMBER_OFFSET = 8;
    public static final int SUBSCRIPTION_ID_OFFSET = 12;
    public static final int REQUEST_REF_OFFSET = 16;
    public static final int COUNT_OFFSET = 24;
    public static final int KEY_HASH_OFFSET = 32;
    public static final int FILTERS_OFFSET = 40;

    public SubscribeEvent()
    {
        super(EventType.SUBSCRIBE, COUNT_OFFSET, FILTERS_OFFSET);
    }

    public long sessionId()
    {
        return getLong(SESSION_ID_OFFSET);
    }

    public SubscribeEvent sessionId(final long value)
    {
        return putLong(SESSION_ID_OFFSET, value);
    }

    public int connectionNumber()
    {
        return getInt(CONNECTION_NUMBER_OFFSET);
    }

    public SubscribeEvent connectionNumber(final int value)
    {
        return putInt(CONNECTION_NUMBER_OFFSET, value);
    }

    public int subscriptionId()
    {
        return getInt(SUBSCRIPTION_ID_OFFSET);
    }

    public SubscribeEvent subscriptionId(final int value)
    {
        return putInt(SUBSCRIPTION_ID_OFFSET, value);
    }

    public long requestRef()
    {
        return getLong(REQUEST_REF_OFFSET);
    }

    public SubscribeEvent requestRef(final long value)
    {
        return putLong(REQUEST_REF_OFFSET, value);
    }

    public long keyHash()
    {
        return getLong(KEY_HASH_OFFSET);
    }

    public SubscribeEvent keyHash(final long value)
    {
        return putLong(KEY_HASH_OFFSET, value);
    }

    /** Appends one filter. */
    public SubscribeEvent addFilter(
        final int options, final DirectBuffer source, final int sourceOffset, final int length)
    {
        return append(options, source, sourceOffset, length);
    }

    /** Subscription options as in SUBSCRIBE (MQTT-3.8.3.1): qos, no local, retain as published, retain handling. */
    public int filterOptions()
    {
        return options();
    }

    @Override
    SubscribeEvent self()
    {
        return this;
    }
}
