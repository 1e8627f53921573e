package io.maxmq.core.retained;

import org.agrona.MutableDirectBuffer;

/**
 * One retained message as its partition owner knows it: where it stands in the log, and what is needed to decide about
 * it without reading it. Only its store changes it; visitors use it during their call.
 */
public final class RetainedEntry
{
    final int tenant;
    final byte[] topic;
    final int hash;
    RetainedEntry previous;
    RetainedEntry next;
    /** The newest snapshot that has this entry as it was then, or began before it was made. */
    int image;
    private long sequence;
    private long decision;
    private long expiryDeadlineMs;
    private int payloadSize;

    RetainedEntry(final int tenant, final byte[] topic, final int hash)
    {
        this.tenant = tenant;
        this.topic = topic;
        this.hash = hash;
    }

    void set(final long newSequence, final long newDecision, final long newExpiryDeadlineMs, final int newPayloadSize)
    {
        sequence = newSequence;
        decision = newDecision;
        expiryDeadlineMs = newExpiryDeadlineMs;
        payloadSize = newPayloadSize;
    }

    boolean canExpire()
    {
        return expiryDeadlineMs != Long.MAX_VALUE;
    }

    /**
     * The tenant in whose topic space the message is.
     *
     * @return the tenant.
     */
    public int tenant()
    {
        return tenant;
    }

    /**
     * Length of the topic.
     *
     * @return in bytes.
     */
    public int topicLength()
    {
        return topic.length;
    }

    /**
     * Copies the topic out.
     *
     * @param buffer to copy to.
     * @param offset to copy to.
     * @return bytes copied.
     */
    public int getTopic(final MutableDirectBuffer buffer, final int offset)
    {
        buffer.putBytes(offset, topic);
        return topic.length;
    }

    /**
     * The topic.
     *
     * @return its bytes, not to be changed.
     */
    public byte[] topic()
    {
        return topic;
    }

    /**
     * The event that stores the message, to be read through a {@link MessageSource}.
     *
     * @return a log sequence.
     */
    public long sequence()
    {
        return sequence;
    }

    /**
     * The owner's decision number of this change; larger for later changes of the same topic.
     *
     * @return the decision number.
     */
    public long decision()
    {
        return decision;
    }

    /**
     * When the message expires.
     *
     * @return epoch milliseconds, {@link Long#MAX_VALUE} for never.
     */
    public long expiryDeadlineMs()
    {
        return expiryDeadlineMs;
    }

    /**
     * Size of the payload.
     *
     * @return in bytes.
     */
    public int payloadSize()
    {
        return payloadSize;
    }

    /**
     * Whether the message has expired.
     *
     * @param nowMs epoch milliseconds.
     * @return true if it may not be sent any more (MQTT-3.3.2-5).
     */
    public boolean isExpired(final long nowMs)
    {
        return expiryDeadlineMs != Long.MAX_VALUE && expiryDeadlineMs - nowMs <= 0;
    }
}
