package io.maxmq.journal.event;

import org.agrona.DirectBuffer;

/**
 * One application message with its retained change and its targets: stored once, however many sessions get it. Its
 * sequence is the reference to it for ever.
 * <pre>
 * flags: bit 0 retained change (the message replaces the topic's retained one)
 *        bit 1 retained clear  (empty payload: the topic has none from here, MQTT-3.3.1-6)
 *        bit 2 will            (published for the publisher session)
 *        bit 3 publisher is persistent
 *        bit 4 match           (no list: every worker matches at this place of the log)
 *  0 long   publisherSessionId
 *  8 int    publisherConnectionNumber
 * 12 ushort packetId                   0 = none (QoS 0, will)
 * 14 byte   qos                        of the PUBLISH
 * 15 byte   0
 * 16 long   messageIdHigh              0, 0 = derived from the sequence, see {@link MessageId}
 * 24 long   messageIdLow
 * 32 message block | target list
 * </pre>
 * Variable parts in the order {@link #putMessage} (or a block written at {@link #messageOffset()} and
 * {@link #messageWritten}), then the list written at {@link #targetsOffset()} and {@link #targetsWritten}.
 * Reading checks the lengths of block and list; {@link TargetsFlyweight#isValid} checks the list's entries too, which
 * a reader of a log that verified its records need not repeat.
 */
public final class MessageEvent extends EventFlyweight<MessageEvent>
{
    public static final int RETAINED_CHANGE_FLAG = 1;
    public static final int RETAINED_CLEAR_FLAG = 2;
    public static final int WILL_FLAG = 4;
    public static final int PUBLISHER_PERSISTENT_FLAG = 8;
    public static final int MATCH_FLAG = 16;

    public static final int PUBLISHER_SESSION_ID_OFFSET = 0;
    public static final int PUBLISHER_CONNECTION_NUMBER_OFFSET = 8;
    public static final int PACKET_ID_OFFSET = 12;
    public static final int QOS_OFFSET = 14;
    public static final int MESSAGE_ID_HIGH_OFFSET = 16;
    public static final int MESSAGE_ID_LOW_OFFSET = 24;
    public static final int MESSAGE_OFFSET = 32;

    public MessageEvent()
    {
        super(EventType.MESSAGE, 32);
    }

    public boolean retainedChange()
    {
        return hasFlag(RETAINED_CHANGE_FLAG);
    }

    public MessageEvent retainedChange(final boolean value)
    {
        return setFlag(RETAINED_CHANGE_FLAG, value);
    }

    public boolean retainedClear()
    {
        return hasFlag(RETAINED_CLEAR_FLAG);
    }

    public MessageEvent retainedClear(final boolean value)
    {
        return setFlag(RETAINED_CLEAR_FLAG, value);
    }

    public boolean will()
    {
        return hasFlag(WILL_FLAG);
    }

    public MessageEvent will(final boolean value)
    {
        return setFlag(WILL_FLAG, value);
    }

    public boolean publisherIsPersistent()
    {
        return hasFlag(PUBLISHER_PERSISTENT_FLAG);
    }

    public MessageEvent publisherIsPersistent(final boolean value)
    {
        return setFlag(PUBLISHER_PERSISTENT_FLAG, value);
    }

    public boolean match()
    {
        return hasFlag(MATCH_FLAG);
    }

    public MessageEvent match(final boolean value)
    {
        return setFlag(MATCH_FLAG, value);
    }

    public long publisherSessionId()
    {
        return getLong(PUBLISHER_SESSION_ID_OFFSET);
    }

    public MessageEvent publisherSessionId(final long value)
    {
        return putLong(PUBLISHER_SESSION_ID_OFFSET, value);
    }

    public int publisherConnectionNumber()
    {
        return getInt(PUBLISHER_CONNECTION_NUMBER_OFFSET);
    }

    public MessageEvent publisherConnectionNumber(final int value)
    {
        return putInt(PUBLISHER_CONNECTION_NUMBER_OFFSET, value);
    }

    public int packetId()
    {
        return getUnsignedShort(PACKET_ID_OFFSET);
    }

    public MessageEvent packetId(final int value)
    {
        return putShort(PACKET_ID_OFFSET, value);
    }

    public int qos()
    {
        return getUnsignedByte(QOS_OFFSET);
    }

    public MessageEvent qos(final int value)
    {
        return putByte(QOS_OFFSET, value);
    }

    public long messageIdHigh()
    {
        return getLong(MESSAGE_ID_HIGH_OFFSET);
    }

    public MessageEvent messageIdHigh(final long value)
    {
        return putLong(MESSAGE_ID_HIGH_OFFSET, value);
    }

    public long messageIdLow()
    {
        return getLong(MESSAGE_ID_LOW_OFFSET);
    }

    public MessageEvent messageIdLow(final long value)
    {
        return putLong(MESSAGE_ID_LOW_OFFSET, value);
    }

    /** Where the message block starts in {@link #buffer()}. */
    public int messageOffset()
    {
        return body() + MESSAGE_OFFSET;
    }

    public int messageLength()
    {
        return buffer().getInt(messageOffset(), EventHeader.BYTE_ORDER);
    }

    /** Copies a message block. */
    public MessageEvent putMessage(final DirectBuffer source, final int sourceOffset, final int blockLength)
    {
        mutable().putBytes(messageOffset(), source, sourceOffset, blockLength);
        return messageWritten(blockLength);
    }

    /** The caller wrote a message block of this length at {@link #messageOffset()}. An empty list follows it. */
    public MessageEvent messageWritten(final int blockLength)
    {
        final int targets = messageOffset() + blockLength;
        mutable().putInt(targets + TargetsFlyweight.COUNT_OFFSET, 0, EventHeader.BYTE_ORDER);
        mutable().putInt(
            targets + TargetsFlyweight.BYTE_LENGTH_OFFSET, TargetsFlyweight.HEADER_LENGTH, EventHeader.BYTE_ORDER);
        limit(targets + TargetsFlyweight.HEADER_LENGTH);
        return this;
    }

    /** Where the target list starts in {@link #buffer()}. */
    public int targetsOffset()
    {
        return messageOffset() + messageLength();
    }

    public int targetsLength()
    {
        return buffer().getInt(targetsOffset() + TargetsFlyweight.BYTE_LENGTH_OFFSET, EventHeader.BYTE_ORDER);
    }

    /** The caller wrote a target list of this length at {@link #targetsOffset()}. */
    public MessageEvent targetsWritten(final int byteLength)
    {
        limit(targetsOffset() + byteLength);
        return this;
    }

    /** Length of a whole event with parts of these lengths. */
    public static int length(final int blockLength, final int targetsLength)
    {
        return EventHeader.LENGTH + MESSAGE_OFFSET + blockLength + targetsLength;
    }

    @Override
    boolean check()
    {
        if (!MessageFlyweight.isValid(buffer(), messageOffset(), remaining(messageOffset())))
        {
            return false;
        }
        final int targets = targetsOffset();
        final int length = remaining(targets);
        if (length < TargetsFlyweight.HEADER_LENGTH || targetsLength() != length)
        {
            return false;
        }
        final int count = buffer().getInt(targets + TargetsFlyweight.COUNT_OFFSET, EventHeader.BYTE_ORDER);
        return count >= 0 && count <= (length - TargetsFlyweight.HEADER_LENGTH) / TargetsFlyweight.ENTRY_LENGTH;
    }

    @Override
    MessageEvent self()
    {
        return this;
    }
}
