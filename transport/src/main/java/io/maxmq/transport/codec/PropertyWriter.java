package io.maxmq.transport.codec;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Collects properties in their wire form (section 2.2.2), so that their length is known before they are written. What
 * is put in must be put once, and checked by whoever puts it. The buffer is kept when it is cleared. Methods that take
 * a String allocate: they are for tools and tests.
 */
public final class PropertyWriter
{
    private final ExpandableArrayBuffer encoded = new ExpandableArrayBuffer();
    private int length;

    /** Begin anew, without properties. */
    public void clear()
    {
        length = 0;
    }

    /**
     * @param id    one of {@link PropertyId} whose value is a number.
     * @param value in the range that the standard gives it.
     */
    public void putNumber(final int id, final long value)
    {
        length = Wire.putByte(encoded, length, id);
        switch (PropertyId.type(id))
        {
            case PropertyId.Type.BOOLEAN:
                length = Wire.putByte(encoded, length, (int)value);
                break;
            case PropertyId.Type.TWO_BYTES:
                length = Wire.putShort(encoded, length, (int)value);
                break;
            case PropertyId.Type.FOUR_BYTES:
                length = Wire.putInt(encoded, length, value);
                break;
            default:
                length = Varint.put(encoded, length, (int)value);
        }
    }

    /** A number that need not be written where it is what its absence means. */
    void putNumber(final int id, final long value, final long absent)
    {
        if (value != absent)
        {
            putNumber(id, value);
        }
    }

    void putFlag(final int id, final boolean value, final boolean absent)
    {
        putNumber(id, value ? 1 : 0, absent ? 1 : 0);
    }

    /**
     * @param id     one of {@link PropertyId} whose value is a string or binary data.
     * @param src    holding the value.
     * @param offset of the value.
     * @param size   of the value, at most 65,535.
     */
    public void putBinary(final int id, final DirectBuffer src, final int offset, final int size)
    {
        length = Wire.putBinary(encoded, Wire.putByte(encoded, length, id), src, offset, size);
    }

    /**
     * @param id    one of {@link PropertyId} whose value is a string.
     * @param value of it.
     */
    public void putString(final int id, final String value)
    {
        length = encode(Wire.putByte(encoded, length, id), value);
    }

    /** Add a user property; their order is kept (MQTT-3.3.2-18). */
    public void putUserProperty(final String key, final String value)
    {
        length = encode(encode(Wire.putByte(encoded, length, PropertyId.USER_PROPERTY), key), value);
    }

    /** Add properties that are in wire form already. */
    public void putEncoded(final DirectBuffer src, final int offset, final int size)
    {
        length = Wire.putBytes(encoded, length, src, offset, size);
    }

    private int encode(final int position, final String value)
    {
        final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return Wire.putBinary(encoded, position, new UnsafeBuffer(bytes), 0, bytes.length);
    }

    /**
     * @return what holds the properties, from 0 on, without a length in front.
     */
    public DirectBuffer buffer()
    {
        return encoded;
    }

    /**
     * @return bytes of the properties.
     */
    public int length()
    {
        return length;
    }

    boolean isEmpty()
    {
        return length == 0;
    }

    /** Bytes with the length in front. */
    int blockLength()
    {
        return Varint.size(length) + length;
    }

    int putBlock(final MutableDirectBuffer dst, final int position)
    {
        return Wire.putBytes(dst, Varint.put(dst, position, length), encoded, 0, length);
    }
}
