package io.maxmq.core.message;

import org.agrona.DirectBuffer;

import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A message on its way to one session: the message and what the session's subscriptions make of it. Reused for every
 * target of a message, owned by one worker thread.
 */
public final class Delivery
{
    private final Message message = new Message();
    private int qos;
    private boolean retain;
    private boolean shared;
    private int group;
    private int[] ids = new int[8];
    private int idCount;
    private long poolHandle;
    private long storedAtMs;

    /**
     * @return the message; whoever sets it calls {@link #messageChanged()}.
     */
    public Message message()
    {
        return message;
    }

    /**
     * @return when a stored message was stored, in milliseconds since the epoch.
     */
    public long storedAtMs()
    {
        return storedAtMs;
    }

    public void storedAtMs(final long timeMs)
    {
        storedAtMs = timeMs;
    }

    /** Says that another message is delivered now. */
    public void messageChanged()
    {
        poolHandle = 0;
    }

    /**
     * Sets what the session's subscriptions make of the message.
     *
     * @param qos    effective QoS.
     * @param retain RETAIN flag to send.
     * @param shared whether a shared subscription chose the session.
     * @return this, without group and subscription identifiers.
     */
    public Delivery target(final int qos, final boolean retain, final boolean shared)
    {
        this.qos = qos;
        this.retain = retain;
        this.shared = shared;
        group = 0;
        idCount = 0;
        return this;
    }

    public void addId(final int subscriptionId)
    {
        if (idCount == ids.length)
        {
            ids = Arrays.copyOf(ids, idCount * 2);
        }
        ids[idCount++] = subscriptionId;
    }

    /**
     * Reads subscription identifiers.
     *
     * @param buffer that holds them.
     * @param offset of an int that counts them, the ids follow.
     */
    public void readIds(final DirectBuffer buffer, final int offset)
    {
        final int count = buffer.getInt(offset, ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++)
        {
            addId(buffer.getInt(offset + Integer.BYTES * (i + 1), ByteOrder.LITTLE_ENDIAN));
        }
    }

    public int qos()
    {
        return qos;
    }

    public boolean retain()
    {
        return retain;
    }

    public boolean shared()
    {
        return shared;
    }

    /**
     * Says which shared group chose the session.
     *
     * @param groupBits that tell it, see {@code TargetsFlyweight}.
     * @return this.
     */
    public Delivery group(final int groupBits)
    {
        group = groupBits;
        return this;
    }

    public int group()
    {
        return group;
    }

    public int[] ids()
    {
        return ids;
    }

    public int idCount()
    {
        return idCount;
    }

    long poolHandle()
    {
        return poolHandle;
    }

    void poolHandle(final long handle)
    {
        poolHandle = handle;
    }
}
