package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Reads PUBLISH (section 3.3). Valid until the next {@link #wrap}.
 *
 * <pre>
 *  flags:  3    2 1   0         topic length (2) | topic | packet id (2, QoS 1 and 2) | properties (5) | payload
 *         DUP   QoS  RETAIN
 * </pre>
 *
 * <p>The topic's own bytes are left to {@link TopicName#check}, which a topic seen before need not go through again,
 * and a text payload to {@link Utf8#isValid}.
 */
public final class PublishDecoder extends PacketDecoder
{
    private static final int RETAIN_FLAG = 0b0001;
    private static final int QOS_SHIFT = 1;
    private static final int QOS_MASK = 0b11;
    private static final int DUP_FLAG = 0b1000;
    private static final long REPEATABLE_FROM_SERVER =
        PropertyId.mask(PropertyId.USER_PROPERTY, PropertyId.SUBSCRIPTION_IDENTIFIER);

    private final long allowedProperties;
    private int flags;
    private int topicOffset;
    private int topicLength;
    private int packetId;
    private int payloadOffset;
    private int payloadLength;

    /** Reads what clients send. */
    public PublishDecoder()
    {
        this(Sender.CLIENT);
    }

    /**
     * @param sender of the packets: a server may send subscription identifiers, a client may not (MQTT-3.3.4-6).
     */
    public PublishDecoder(final Sender sender)
    {
        allowedProperties = sender == Sender.CLIENT ? PropertyId.OF_CLIENT_PUBLISH : PropertyId.OF_SERVER_PUBLISH;
    }

    /**
     * @param buffer   holding the body.
     * @param offset   of the body.
     * @param length   of the body.
     * @param newFlags the low nibble of the frame's first byte.
     * @param version  of the protocol.
     * @return what is wrong with it.
     */
    public Violation wrap(
        final DirectBuffer buffer, final int offset, final int length, final int newFlags, final int version)
    {
        body.wrap(buffer, offset, length);
        properties.clear();
        flags = newFlags;
        final int qos = qos();
        body.failIf(qos > 2, Violation.BAD_QOS);
        body.failIf(qos == 0 && dup(), Violation.DUP_ON_QOS_0);
        final long topic = body.readBinary();
        topicOffset = Region.offset(topic);
        topicLength = Region.length(topic);
        packetId = qos == 0 ? 0 : body.readPacketId();
        if (version == MqttVersion.V5)
        {
            properties.read(body, allowedProperties, REPEATABLE_FROM_SERVER);
        }
        body.failIf(topicLength == 0 && !properties.has(PropertyId.TOPIC_ALIAS), Violation.EMPTY_TOPIC);
        payloadOffset = body.position();
        payloadLength = body.remaining();
        return body.violation();
    }

    public int qos()
    {
        return flags >>> QOS_SHIFT & QOS_MASK;
    }

    public boolean dup()
    {
        return (flags & DUP_FLAG) != 0;
    }

    public boolean retain()
    {
        return (flags & RETAIN_FLAG) != 0;
    }

    public int topicOffset()
    {
        return topicOffset;
    }

    /**
     * @return bytes of the topic; 0 when a topic alias stands for it.
     */
    public int topicLength()
    {
        return topicLength;
    }

    /**
     * @return 1 to 65,535, or 0 at QoS 0.
     */
    public int packetId()
    {
        return packetId;
    }

    /**
     * @return 1 to 65,535, or 0 when there is none.
     */
    public int topicAlias()
    {
        return number(PropertyId.TOPIC_ALIAS, 0);
    }

    /**
     * @return seconds, or -1 when the message does not expire.
     */
    public long messageExpirySeconds()
    {
        return properties.number(PropertyId.MESSAGE_EXPIRY_INTERVAL, -1);
    }

    /**
     * @return 1 when the payload is declared to be UTF-8 text, else 0.
     */
    public int payloadFormatIndicator()
    {
        return number(PropertyId.PAYLOAD_FORMAT_INDICATOR, 0);
    }

    public int payloadOffset()
    {
        return payloadOffset;
    }

    public int payloadLength()
    {
        return payloadLength;
    }

    public int contentTypeOffset()
    {
        return offsetOf(PropertyId.CONTENT_TYPE);
    }

    public int contentTypeLength()
    {
        return lengthOf(PropertyId.CONTENT_TYPE);
    }

    public int responseTopicOffset()
    {
        return offsetOf(PropertyId.RESPONSE_TOPIC);
    }

    public int responseTopicLength()
    {
        return lengthOf(PropertyId.RESPONSE_TOPIC);
    }

    public int correlationDataOffset()
    {
        return offsetOf(PropertyId.CORRELATION_DATA);
    }

    public int correlationDataLength()
    {
        return lengthOf(PropertyId.CORRELATION_DATA);
    }

    /**
     * @return whether there are properties that subscribers get as they are.
     */
    public boolean hasForwardProperties()
    {
        return properties.forwardedLength() > 0;
    }

    /**
     * @return bytes of the properties that subscribers get as they are.
     */
    public int forwardPropertiesLength()
    {
        return properties.forwardedLength();
    }

    /**
     * Copy payload format, content type, response topic, correlation data and user properties in their order.
     *
     * @param dst to write to.
     * @param at  where to write, without a length prefix.
     * @return bytes copied: {@link #forwardPropertiesLength()}.
     */
    public int copyForwardProperties(final MutableDirectBuffer dst, final int at)
    {
        return properties.copyForwarded(dst, at);
    }

    /**
     * @param ids filled with the subscription identifiers that the server sent, as many as it has room for.
     * @return how many the server sent.
     */
    public int subscriptionIds(final int[] ids)
    {
        return properties.subscriptionIds(ids);
    }
}
