package io.maxmq.transport.codec;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes SUBSCRIBE (section 3.8), for clients. Used as: {@link #start}, properties, the filters, {@link #length},
 * {@link #encode}. Allocates: for tools and tests.
 */
public final class SubscribeEncoder {
    private static final int PACKET_ID_SIZE = 2;

    private final PropertyWriter properties = new PropertyWriter();
    private final ExpandableArrayBuffer filters = new ExpandableArrayBuffer();
    private final Slice filter = new Slice();
    private int filtersLength;
    private int version;
    private int packetId;

    /**
     * Begin a packet without filters.
     *
     * @param newVersion  of the protocol.
     * @param newPacketId 1 to 65,535.
     * @return this.
     */
    public SubscribeEncoder start(final int newVersion, final int newPacketId) {
        version = newVersion;
        packetId = newPacketId;
        filtersLength = 0;
        properties.clear();
        return this;
    }

    /**
     * @param id 1 to 268,435,455, or 0 for none.
     * @return this.
     */
    public SubscribeEncoder subscriptionId(final int id) {
        properties.putNumber(PropertyId.SUBSCRIPTION_IDENTIFIER, id, 0);
        return this;
    }

    /** Add a user property. Allocates: for tools and tests. */
    public SubscribeEncoder userProperty(final String key, final String value) {
        properties.putUserProperty(key, value);
        return this;
    }

    /** Add a filter without further options. */
    public SubscribeEncoder filter(final String text, final int qos) {
        return filter(text, qos, false, false, 0);
    }

    /**
     * Add a filter.
     *
     * @param text              the topic filter.
     * @param qos               0 to 2.
     * @param noLocal           MQTT 5 alone, as the rest.
     * @param retainAsPublished whether to keep the RETAIN flag.
     * @param retainHandling    0 to 2.
     * @return this.
     */
    public SubscribeEncoder filter(
        final String text, final int qos, final boolean noLocal, final boolean retainAsPublished,
        final int retainHandling) {
        filter.set(text);
        filtersLength = filter.putBinary(filters, filtersLength);
        filtersLength = Wire.putByte(filters, filtersLength,
            SubscribeDecoder.options(qos, noLocal, retainAsPublished, retainHandling));
        return this;
    }

    /**
     * @return bytes of the whole packet.
     */
    public int length() {
        return Wire.frameLength(bodyLength());
    }

    /**
     * @param dst    with room for {@link #length()} bytes.
     * @param offset where to write.
     * @return bytes written.
     */
    public int encode(final MutableDirectBuffer dst, final int offset) {
        int position = Wire.putHeader(dst, offset, PacketType.SUBSCRIBE, bodyLength());
        position = Wire.putShort(dst, position, packetId);
        if (version == MqttVersion.V5) {
            position = properties.putBlock(dst, position);
        }
        return Wire.putBytes(dst, position, filters, 0, filtersLength) - offset;
    }

    private int bodyLength() {
        return PACKET_ID_SIZE + (version == MqttVersion.V5 ? properties.blockLength() : 0) + filtersLength;
    }
}
