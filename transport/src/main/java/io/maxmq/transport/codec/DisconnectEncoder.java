package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes DISCONNECT (section 3.14) in its shortest form. Used as: {@link #start}, the properties that the packet has
 * (each once), {@link #length}, {@link #encode}. Before MQTT 5 the packet says nothing, and only clients send it.
 */
public final class DisconnectEncoder
{
    private final PropertyWriter properties = new PropertyWriter();
    private int version;
    private int reasonCode;

    /**
     * Begin a packet: every field is absent again.
     *
     * @param newVersion    of the protocol.
     * @param newReasonCode of MQTT 5.
     * @return this.
     */
    public DisconnectEncoder start(final int newVersion, final int newReasonCode)
    {
        version = newVersion;
        reasonCode = newReasonCode;
        properties.clear();
        return this;
    }

    /**
     * @param seconds from a client alone, or -1.
     * @return this.
     */
    public DisconnectEncoder sessionExpirySeconds(final long seconds)
    {
        properties.putNumber(PropertyId.SESSION_EXPIRY_INTERVAL, seconds, -1);
        return this;
    }

    public DisconnectEncoder reasonString(final DirectBuffer buffer, final int offset, final int length)
    {
        properties.putBinary(PropertyId.REASON_STRING, buffer, offset, length);
        return this;
    }

    /** Allocates: for tools and tests. */
    public DisconnectEncoder reasonString(final String text)
    {
        properties.putString(PropertyId.REASON_STRING, text);
        return this;
    }

    public DisconnectEncoder serverReference(final DirectBuffer buffer, final int offset, final int length)
    {
        properties.putBinary(PropertyId.SERVER_REFERENCE, buffer, offset, length);
        return this;
    }

    /** Allocates: for tools and tests. */
    public DisconnectEncoder serverReference(final String text)
    {
        properties.putString(PropertyId.SERVER_REFERENCE, text);
        return this;
    }

    /** Add a user property. Allocates: for tools and tests. */
    public DisconnectEncoder userProperty(final String key, final String value)
    {
        properties.putUserProperty(key, value);
        return this;
    }

    /**
     * @return bytes of the whole packet.
     */
    public int length()
    {
        return Wire.frameLength(bodyLength());
    }

    /**
     * @param dst    with room for {@link #length()} bytes.
     * @param offset where to write.
     * @return bytes written.
     */
    public int encode(final MutableDirectBuffer dst, final int offset)
    {
        final int bodyLength = bodyLength();
        int position = Wire.putHeader(dst, offset, PacketType.DISCONNECT, bodyLength);
        if (bodyLength > 0)
        {
            position = Wire.putByte(dst, position, reasonCode);
        }
        if (bodyLength > 1)
        {
            position = properties.putBlock(dst, position);
        }
        return position - offset;
    }

    private int bodyLength()
    {
        if (version != MqttVersion.V5)
        {
            return 0;
        }
        if (!properties.isEmpty())
        {
            return 1 + properties.blockLength();
        }
        return reasonCode == ReasonCode.SUCCESS ? 0 : 1;
    }
}
