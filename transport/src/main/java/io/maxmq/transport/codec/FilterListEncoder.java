package io.maxmq.transport.codec;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What SUBSCRIBE and UNSUBSCRIBE have in common: a list of topic filters.
 */
abstract class FilterListEncoder
{
    private static final int PACKET_ID_SIZE = 2;

    final PropertyWriter properties = new PropertyWriter();
    private final ExpandableArrayBuffer filters = new ExpandableArrayBuffer();
    private final Slice filter = new Slice();
    private final int packetType;
    private int filtersLength;
    private int version;
    private int packetId;

    FilterListEncoder(final int packetType)
    {
        this.packetType = packetType;
    }

    final void begin(final int newVersion, final int newPacketId)
    {
        version = newVersion;
        packetId = newPacketId;
        filtersLength = 0;
        properties.clear();
    }

    final void putFilter(final String text)
    {
        filter.set(text);
        filtersLength = filter.putBinary(filters, filtersLength);
    }

    final void putOptions(final int options)
    {
        filtersLength = Wire.putByte(filters, filtersLength, options);
    }

    /**
     * @return bytes of the whole packet.
     */
    public final int length()
    {
        return Wire.frameLength(bodyLength());
    }

    /**
     * @param dst    with room for {@link #length()} bytes.
     * @param offset where to write.
     * @return bytes written.
     */
    public final int encode(final MutableDirectBuffer dst, final int offset)
    {
        int position = Wire.putHeader(dst, offset, packetType, bodyLength());
        position = Wire.putShort(dst, position, packetId);
        if (version == MqttVersion.V5)
        {
            position = properties.putBlock(dst, position);
        }
        return Wire.putBytes(dst, position, filters, 0, filtersLength) - offset;
    }

    private int bodyLength()
    {
        return PACKET_ID_SIZE + (version == MqttVersion.V5 ? properties.blockLength() : 0) + filtersLength;
    }
}
