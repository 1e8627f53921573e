package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes AUTH (section 3.15), which MQTT 5 alone has. Used as: {@link #start}, the properties that the packet has
 * (each once), {@link #length}, {@link #encode}.
 */
public final class AuthEncoder
{
    private final PropertyWriter properties = new PropertyWriter();
    private int reasonCode;

    /**
     * Begin a packet: every field is absent again.
     *
     * @param newReasonCode success, continue authentication or re-authenticate.
     * @return this.
     */
    public AuthEncoder start(final int newReasonCode)
    {
        reasonCode = newReasonCode;
        properties.clear();
        return this;
    }

    public AuthEncoder authenticationMethod(final DirectBuffer buffer, final int offset, final int length)
    {
        properties.putBinary(PropertyId.AUTHENTICATION_METHOD, buffer, offset, length);
        return this;
    }

    /** Allocates: for tools and tests. */
    public AuthEncoder authenticationMethod(final String text)
    {
        properties.putString(PropertyId.AUTHENTICATION_METHOD, text);
        return this;
    }

    public AuthEncoder authenticationData(final DirectBuffer buffer, final int offset, final int length)
    {
        properties.putBinary(PropertyId.AUTHENTICATION_DATA, buffer, offset, length);
        return this;
    }

    public AuthEncoder reasonString(final DirectBuffer buffer, final int offset, final int length)
    {
        properties.putBinary(PropertyId.REASON_STRING, buffer, offset, length);
        return this;
    }

    /** Allocates: for tools and tests. */
    public AuthEncoder reasonString(final String text)
    {
        properties.putString(PropertyId.REASON_STRING, text);
        return this;
    }

    /** Add a user property. Allocates: for tools and tests. */
    public AuthEncoder userProperty(final String key, final String value)
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
        int position = Wire.putHeader(dst, offset, PacketType.AUTH, bodyLength);
        if (bodyLength > 0)
        {
            position = properties.putBlock(dst, Wire.putByte(dst, position, reasonCode));
        }
        return position - offset;
    }

    private int bodyLength()
    {
        return reasonCode == ReasonCode.SUCCESS && properties.isEmpty() ? 0 : 1 + properties.blockLength();
    }
}
