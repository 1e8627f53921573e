package io.maxmq.transport.codec;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes UNSUBSCRIBE (section 3.10), for clients. Used as: {@link #start}, properties, the filters, {@link #length},
 * {@link #encode}. Allocates: for tools and tests.
 */
public final class UnsubscribeEncoder {
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
    public UnsubscribeEncoder start(final int newVersion, final int newPacketId) {
        version = newVersion;
        packetId = newPacketId;
        filtersLength = 0;
        properties.clear();
        return this;
    }

    /** Add a user property. Allocates: for tools and tests. */
    public UnsubscribeEncoder userProperty(final String key, final String value) {
        properties.putUserProperty(key, value);
        return this;
    }

    /** Add a filter. */
    public UnsubscribeEncoder filter(final String text) {
        filter.set(text);
        filtersLength = filter.putBinary(filters, filtersLength);
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
        int position = Wire.putHeader(dst, offset, PacketType.UNSUBSCRIBE, bodyLength());
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
