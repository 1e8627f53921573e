package io.maxmq.core.message;

import io.maxmq.journal.event.MessageFlyweight;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One application message as the parts of the broker hand it on: regions of buffers that somebody else owns.
 * <p>
 * It is a view, valid until the buffers change: a PUBLISH in the read buffer, a hop on the bus, an event in the log or
 * a stored message all look the same through it. Reused, owned by one worker thread.
 */
public final class Message
{
    /** Expiry of a message that does not expire, in milliseconds since the epoch. */
    public static final long NEVER = Long.MAX_VALUE;

    private final MessageFlyweight block = new MessageFlyweight();

    private int tenant;
    private int qos;
    private boolean retain;
    private long expiryDeadlineMs;
    private DirectBuffer topic;
    private int topicOffset;
    private int topicLength;
    private DirectBuffer properties;
    private int propertiesOffset;
    private int propertiesLength;
    private DirectBuffer payload;
    private int payloadOffset;
    private int payloadLength;

    public Message attributes(final int tenant, final int qos, final boolean retain, final long expiryDeadlineMs)
    {
        this.tenant = tenant;
        this.qos = qos;
        this.retain = retain;
        this.expiryDeadlineMs = expiryDeadlineMs;
        return this;
    }

    public Message topic(final DirectBuffer buffer, final int offset, final int length)
    {
        topic = buffer;
        topicOffset = offset;
        topicLength = length;
        return this;
    }

    /**
     * Sets the properties that travel with the message: MQTT 5 encoding, without their length, only those that a
     * broker forwards unaltered (MQTT-3.3.2-4, -15 to -20).
     *
     * @param buffer that holds them.
     * @param offset of the first.
     * @param length in bytes.
     * @return this.
     */
    public Message properties(final DirectBuffer buffer, final int offset, final int length)
    {
        properties = buffer;
        propertiesOffset = offset;
        propertiesLength = length;
        return this;
    }

    public Message payload(final DirectBuffer buffer, final int offset, final int length)
    {
        payload = buffer;
        payloadOffset = offset;
        payloadLength = length;
        return this;
    }

    /**
     * Looks at the same regions as another message.
     *
     * @param other to copy from.
     * @return this.
     */
    public Message copy(final Message other)
    {
        attributes(other.tenant, other.qos, other.retain, other.expiryDeadlineMs);
        topic(other.topic, other.topicOffset, other.topicLength);
        properties(other.properties, other.propertiesOffset, other.propertiesLength);
        return payload(other.payload, other.payloadOffset, other.payloadLength);
    }

    /**
     * Looks at a message block (see {@link MessageFlyweight}).
     *
     * @param tenant of the message.
     * @param buffer that holds the block.
     * @param offset of the block.
     * @return this.
     */
    public Message wrapBlock(final int tenant, final DirectBuffer buffer, final int offset)
    {
        block.wrap(buffer, offset);
        attributes(tenant, block.qos(), block.retain(), block.expiryDeadlineMs());
        topic(buffer, block.topicOffset(), block.topicLength());
        properties(buffer, block.propertiesOffset(), block.propertiesLength());
        return payload(buffer, block.payloadOffset(), block.payloadLength());
    }

    public long blockLength()
    {
        return MessageFlyweight.blockLength(topicLength, propertiesLength, payloadLength);
    }

    /**
     * Writes the message as a message block.
     *
     * @param buffer to write to, long enough for {@link #blockLength()}.
     * @param offset of the block, a multiple of 8.
     * @return length of the block.
     */
    public int encodeBlock(final MutableDirectBuffer buffer, final int offset)
    {
        block.wrapForWrite(
            buffer, offset, qos, retain, topicLength, propertiesLength, payloadLength, expiryDeadlineMs);
        block.putTopic(buffer, topic, topicOffset);
        block.putProperties(buffer, properties, propertiesOffset);
        block.putPayload(buffer, payload, payloadOffset);
        return block.blockLength();
    }

    public boolean isExpired(final long nowMs)
    {
        return expiryDeadlineMs - nowMs <= 0;
    }

    /**
     * The message expiry interval to forward: what is left of it (MQTT-3.3.2-6).
     *
     * @param nowMs time of this cycle.
     * @return seconds, at least 1, or -1 where the message does not expire.
     */
    public long remainingExpirySeconds(final long nowMs)
    {
        return expiryDeadlineMs == NEVER ? -1 : Math.max(1, (expiryDeadlineMs - nowMs + 999) / 1000);
    }

    public int tenant()
    {
        return tenant;
    }

    public int qos()
    {
        return qos;
    }

    public boolean retain()
    {
        return retain;
    }

    public long expiryDeadlineMs()
    {
        return expiryDeadlineMs;
    }

    public DirectBuffer topicBuffer()
    {
        return topic;
    }

    public int topicOffset()
    {
        return topicOffset;
    }

    public int topicLength()
    {
        return topicLength;
    }

    public DirectBuffer propertiesBuffer()
    {
        return properties;
    }

    public int propertiesOffset()
    {
        return propertiesOffset;
    }

    public int propertiesLength()
    {
        return propertiesLength;
    }

    public DirectBuffer payloadBuffer()
    {
        return payload;
    }

    public int payloadOffset()
    {
        return payloadOffset;
    }

    public int payloadLength()
    {
        return payloadLength;
    }
}
