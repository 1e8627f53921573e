package io.maxmq.transport.codec;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes PUBLISH (section 3.3). Used as: {@link #start}, the fields that the packet has, {@link #length} for the
 * space to claim, {@link #encode}. What the fields point at must stay until then. Allocates nothing, but for
 * subscription identifiers when there are more of them than ever before.
 *
 * <p>In 3.x everything that only MQTT 5 has is left out, so that a message is given in the same way for all.
 */
public final class PublishEncoder
{
    private static final int QOS_SHIFT = 1;
    private static final int QOS_BITS = 0b0110;
    private static final int DUP_FLAG = 0b1000;
    private static final int PACKET_ID_SIZE = 2;
    private static final int EXPIRY_SIZE = 1 + 4;
    private static final int TOPIC_ALIAS_SIZE = 1 + 2;
    private static final int INITIAL_IDS = 16;

    private final Slice topic = new Slice();
    private final Slice forwardProperties = new Slice();
    private final Slice payload = new Slice();
    private int version;
    private int flags;
    private int packetId;
    private int topicAlias;
    private long messageExpirySeconds;
    private int[] subscriptionIds = new int[INITIAL_IDS];
    private int subscriptionIdCount;

    /**
     * Begin a packet: every field is absent again.
     *
     * @param newVersion of the protocol.
     * @param qos        0 to 2.
     * @param dup        whether it is sent again.
     * @param retain     the RETAIN flag.
     * @return this.
     */
    public PublishEncoder start(final int newVersion, final int qos, final boolean dup, final boolean retain)
    {
        version = newVersion;
        flags = qos << QOS_SHIFT | (dup ? DUP_FLAG : 0) | (retain ? 1 : 0);
        packetId = 0;
        topicAlias = 0;
        messageExpirySeconds = -1;
        subscriptionIdCount = 0;
        topic.clear();
        forwardProperties.clear();
        payload.clear();
        return this;
    }

    /**
     * @param newPacketId 1 to 65,535; not written at QoS 0.
     * @return this.
     */
    public PublishEncoder packetId(final int newPacketId)
    {
        packetId = newPacketId;
        return this;
    }

    /**
     * The topic. Left out, or given with length 0, where a topic alias that the receiver knows stands for it.
     */
    public PublishEncoder topic(final DirectBuffer buffer, final int offset, final int length)
    {
        topic.set(buffer, offset, length);
        return this;
    }

    /** Allocates: for tools and tests. */
    public PublishEncoder topic(final String name)
    {
        topic.set(name);
        return this;
    }

    /**
     * @param alias 1 to 65,535, or 0 for none.
     * @return this.
     */
    public PublishEncoder topicAlias(final int alias)
    {
        topicAlias = alias;
        return this;
    }

    /**
     * @param seconds that are left, or -1 for none.
     * @return this.
     */
    public PublishEncoder messageExpirySeconds(final long seconds)
    {
        messageExpirySeconds = seconds;
        return this;
    }

    /**
     * Properties in wire form without a length prefix, as {@link PublishDecoder#copyForwardProperties} gave them.
     */
    public PublishEncoder forwardProperties(final DirectBuffer buffer, final int offset, final int length)
    {
        forwardProperties.set(buffer, offset, length);
        return this;
    }

    /** The same, from a writer that is left as it is until the packet is written. */
    public PublishEncoder forwardProperties(final PropertyWriter properties)
    {
        return forwardProperties(properties.buffer(), 0, properties.length());
    }

    public PublishEncoder payload(final DirectBuffer buffer, final int offset, final int length)
    {
        payload.set(buffer, offset, length);
        return this;
    }

    /** Allocates: for tools and tests. */
    public PublishEncoder payload(final byte[] bytes)
    {
        payload.set(bytes);
        return this;
    }

    /**
     * Add one subscription identifier.
     *
     * @param id 1 to 268,435,455, or 0 for none.
     * @return this.
     */
    public PublishEncoder subscriptionId(final int id)
    {
        if (id != 0)
        {
            ensureRoomForIds(1);
            subscriptionIds[subscriptionIdCount++] = id;
        }
        return this;
    }

    /**
     * Add subscription identifiers.
     *
     * @param ids   array of them.
     * @param count of those that are valid.
     * @return this.
     */
    public PublishEncoder subscriptionIds(final int[] ids, final int count)
    {
        ensureRoomForIds(count);
        System.arraycopy(ids, 0, subscriptionIds, subscriptionIdCount, count);
        subscriptionIdCount += count;
        return this;
    }

    /**
     * Add subscription identifiers.
     *
     * @param buffer holding, in native byte order: int n | n × int.
     * @param offset of n.
     * @return this.
     */
    public PublishEncoder subscriptionIds(final DirectBuffer buffer, final int offset)
    {
        final int count = buffer.getInt(offset);
        ensureRoomForIds(count);
        for (int i = 0; i < count; i++)
        {
            subscriptionIds[subscriptionIdCount++] = buffer.getInt(offset + (i + 1) * Integer.BYTES);
        }
        return this;
    }

    private void ensureRoomForIds(final int count)
    {
        final int needed = subscriptionIdCount + count;
        if (needed > subscriptionIds.length)
        {
            subscriptionIds = Arrays.copyOf(subscriptionIds, Math.max(needed, 2 * subscriptionIds.length));
        }
    }

    /**
     * @return bytes of the whole packet.
     */
    public int length()
    {
        return Wire.frameLength(bodyLength(propertiesLength()));
    }

    /**
     * @param dst    with room for {@link #length()} bytes.
     * @param offset where to write.
     * @return bytes written.
     */
    public int encode(final MutableDirectBuffer dst, final int offset)
    {
        final int propertiesLength = propertiesLength();
        int position = Wire.putHeader(dst, offset, PacketType.PUBLISH, flags, bodyLength(propertiesLength));
        position = topic.putBinary(dst, position);
        if (hasPacketId())
        {
            position = Wire.putShort(dst, position, packetId);
        }
        if (version == MqttVersion.V5)
        {
            position = putProperties(dst, Varint.put(dst, position, propertiesLength));
        }
        return payload.putBytes(dst, position) - offset;
    }

    private int putProperties(final MutableDirectBuffer dst, final int start)
    {
        int position = start;
        if (messageExpirySeconds >= 0)
        {
            position = Wire.putByte(dst, position, PropertyId.MESSAGE_EXPIRY_INTERVAL);
            position = Wire.putInt(dst, position, messageExpirySeconds);
        }
        if (topicAlias != 0)
        {
            position = Wire.putByte(dst, position, PropertyId.TOPIC_ALIAS);
            position = Wire.putShort(dst, position, topicAlias);
        }
        for (int i = 0; i < subscriptionIdCount; i++)
        {
            position = Wire.putByte(dst, position, PropertyId.SUBSCRIPTION_IDENTIFIER);
            position = Varint.put(dst, position, subscriptionIds[i]);
        }
        return forwardProperties.putBytes(dst, position);
    }

    private int bodyLength(final int propertiesLength)
    {
        return topic.binaryLength() + (hasPacketId() ? PACKET_ID_SIZE : 0) + payload.length() +
            (version == MqttVersion.V5 ? Varint.size(propertiesLength) + propertiesLength : 0);
    }

    private int propertiesLength()
    {
        int length = forwardProperties.length() + (messageExpirySeconds >= 0 ? EXPIRY_SIZE : 0) +
            (topicAlias != 0 ? TOPIC_ALIAS_SIZE : 0);
        for (int i = 0; i < subscriptionIdCount; i++)
        {
            length += 1 + Varint.size(subscriptionIds[i]);
        }
        return length;
    }

    private boolean hasPacketId()
    {
        return (flags & QOS_BITS) != 0;
    }
}
