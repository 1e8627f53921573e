package io.maxmq.journal.event;

import static io.maxmq.journal.event.EventHeader.BYTE_ORDER;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One application message, encoded the same way on the bus, in the log and in stores.
 * <pre>
 *  0 int    blockLength       whole block with its padding, a multiple of 8
 *  4 byte   flags             bits 0-1 qos, bit 2 retain, bit 3 unused
 *  5 byte   0
 *  6 ushort topicLength
 *  8 int    propertiesLength
 * 12 int    payloadLength
 * 16 long   expiryDeadlineMs  since 1970; Long.MAX_VALUE = none
 * 24 topic | properties | payload | zeros up to a multiple of 8
 * </pre>
 * Properties are in MQTT 5 encoding without the length prefix (MQTT-3.3.2.3), only those that are forwarded
 * unaltered and in their original order: payload format, content type, response topic, correlation data, user
 * properties.
 * <p>
 * Encoder and decoder in one; not thread-safe; allocates nothing. Valid until the buffer changes.
 */
public final class MessageFlyweight
{
    public static final int BLOCK_LENGTH_OFFSET = 0;
    public static final int FLAGS_OFFSET = 4;
    public static final int TOPIC_LENGTH_OFFSET = 6;
    public static final int PROPERTIES_LENGTH_OFFSET = 8;
    public static final int PAYLOAD_LENGTH_OFFSET = 12;
    public static final int EXPIRY_OFFSET = 16;
    public static final int HEADER_LENGTH = 24;
    public static final int MAX_TOPIC_LENGTH = 0xFFFF;
    /** The deadline of a message that never expires. */
    public static final long NO_EXPIRY = Long.MAX_VALUE;

    private static final int QOS_MASK = 0b011;
    private static final int RETAIN_FLAG = 0b100;

    private DirectBuffer buffer;
    private int offset;
    private int blockLength;

    /** Bytes that a message of these lengths takes; above {@code Integer.MAX_VALUE} it cannot be encoded. */
    public static long blockLength(final int topicLength, final int propertiesLength, final int payloadLength)
    {
        return (long)HEADER_LENGTH + topicLength + propertiesLength + payloadLength + 7 & ~7L;
    }

    /**
     * Writes header and lengths and leaves room for the parts, which the caller copies to {@link #topicOffset()},
     * {@link #propertiesOffset()} and {@link #payloadOffset()} (or by {@link #putTopic} and the like).
     */
    public MessageFlyweight wrapForWrite(
        final MutableDirectBuffer newBuffer, final int newOffset, final int qos, final boolean retain,
        final int topicLength, final int propertiesLength, final int payloadLength, final long expiryDeadlineMs)
    {
        final int length = Math.toIntExact(blockLength(topicLength, propertiesLength, payloadLength));
        newBuffer.putLong(newOffset + length - 8, 0L);
        newBuffer.putInt(newOffset + BLOCK_LENGTH_OFFSET, length, BYTE_ORDER);
        newBuffer.putByte(newOffset + FLAGS_OFFSET, (byte)(qos | (retain ? RETAIN_FLAG : 0)));
        newBuffer.putByte(newOffset + FLAGS_OFFSET + 1, (byte)0);
        newBuffer.putShort(newOffset + TOPIC_LENGTH_OFFSET, (short)topicLength, BYTE_ORDER);
        newBuffer.putInt(newOffset + PROPERTIES_LENGTH_OFFSET, propertiesLength, BYTE_ORDER);
        newBuffer.putInt(newOffset + PAYLOAD_LENGTH_OFFSET, payloadLength, BYTE_ORDER);
        newBuffer.putLong(newOffset + EXPIRY_OFFSET, expiryDeadlineMs, BYTE_ORDER);
        buffer = newBuffer;
        offset = newOffset;
        blockLength = length;
        return this;
    }

    public MessageFlyweight putTopic(final MutableDirectBuffer target, final DirectBuffer source, final int at)
    {
        target.putBytes(topicOffset(), source, at, topicLength());
        return this;
    }

    public MessageFlyweight putProperties(final MutableDirectBuffer target, final DirectBuffer source, final int at)
    {
        target.putBytes(propertiesOffset(), source, at, propertiesLength());
        return this;
    }

    public MessageFlyweight putPayload(final MutableDirectBuffer target, final DirectBuffer source, final int at)
    {
        target.putBytes(payloadOffset(), source, at, payloadLength());
        return this;
    }

    /** Takes a block written by us that was checked before. */
    public MessageFlyweight wrap(final DirectBuffer newBuffer, final int newOffset)
    {
        buffer = newBuffer;
        offset = newOffset;
        blockLength = newBuffer.getInt(newOffset + BLOCK_LENGTH_OFFSET, BYTE_ORDER);
        return this;
    }

    /**
     * Takes a block that may be damaged.
     *
     * @param maxLength bytes available
     * @return false if it does not fit into them or its lengths disagree
     */
    public boolean wrapChecked(final DirectBuffer newBuffer, final int newOffset, final int maxLength)
    {
        if (!isValid(newBuffer, newOffset, maxLength))
        {
            buffer = null;
            return false;
        }
        wrap(newBuffer, newOffset);
        return true;
    }

    /** Whether a block of consistent lengths lies at {@code offset} within {@code maxLength} bytes. */
    public static boolean isValid(final DirectBuffer buffer, final int offset, final int maxLength)
    {
        if (maxLength < HEADER_LENGTH || offset < 0 || maxLength > buffer.capacity() - offset)
        {
            return false;
        }
        final int length = buffer.getInt(offset + BLOCK_LENGTH_OFFSET, BYTE_ORDER);
        final int topic = buffer.getShort(offset + TOPIC_LENGTH_OFFSET, BYTE_ORDER) & 0xFFFF;
        final int properties = buffer.getInt(offset + PROPERTIES_LENGTH_OFFSET, BYTE_ORDER);
        final int payload = buffer.getInt(offset + PAYLOAD_LENGTH_OFFSET, BYTE_ORDER);
        return length <= maxLength && properties >= 0 && payload >= 0 &&
            length == blockLength(topic, properties, payload);
    }

    public DirectBuffer buffer()
    {
        return buffer;
    }

    public int offset()
    {
        return offset;
    }

    /** Whole block with padding. */
    public int blockLength()
    {
        return blockLength;
    }

    public int qos()
    {
        return buffer.getByte(offset + FLAGS_OFFSET) & QOS_MASK;
    }

    public boolean retain()
    {
        return (buffer.getByte(offset + FLAGS_OFFSET) & RETAIN_FLAG) != 0;
    }

    public int topicLength()
    {
        return buffer.getShort(offset + TOPIC_LENGTH_OFFSET, BYTE_ORDER) & 0xFFFF;
    }

    public int topicOffset()
    {
        return offset + HEADER_LENGTH;
    }

    public int propertiesLength()
    {
        return buffer.getInt(offset + PROPERTIES_LENGTH_OFFSET, BYTE_ORDER);
    }

    public int propertiesOffset()
    {
        return topicOffset() + topicLength();
    }

    public int payloadLength()
    {
        return buffer.getInt(offset + PAYLOAD_LENGTH_OFFSET, BYTE_ORDER);
    }

    public int payloadOffset()
    {
        return propertiesOffset() + propertiesLength();
    }

    public long expiryDeadlineMs()
    {
        return buffer.getLong(offset + EXPIRY_OFFSET, BYTE_ORDER);
    }

    /** Whether its time is up; a message without expiry never is (MQTT-3.3.2-5). */
    public boolean isExpired(final long nowMs)
    {
        final long deadlineMs = expiryDeadlineMs();
        return deadlineMs != NO_EXPIRY && deadlineMs - nowMs <= 0;
    }
}
