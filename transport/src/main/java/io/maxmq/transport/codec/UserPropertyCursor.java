package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;

/**
 * Goes through the user properties of a block that a decoder accepted, in their order. Valid as long as the bytes are.
 */
public final class UserPropertyCursor
{
    private DirectBuffer buffer;
    private int position;
    private int limit;
    private long key = Region.NONE;
    private long value = Region.NONE;

    /**
     * @param newBuffer holding the properties.
     * @param offset    of the block, behind its length prefix; anything when it is empty.
     * @param length    of the block.
     * @return this.
     */
    public UserPropertyCursor wrap(final DirectBuffer newBuffer, final int offset, final int length)
    {
        buffer = newBuffer;
        position = offset;
        limit = offset + length;
        key = Region.NONE;
        value = Region.NONE;
        return this;
    }

    /**
     * @return whether there is one more user property, which the accessors are then about.
     */
    public boolean next()
    {
        while (position < limit)
        {
            final int start = position;
            position = PropertyId.skip(buffer, start);
            if (buffer.getByte(start) == PropertyId.USER_PROPERTY)
            {
                key = binaryAt(start + 1);
                value = binaryAt(Region.offset(key) + Region.length(key));
                return true;
            }
        }
        return false;
    }

    private long binaryAt(final int at)
    {
        return Region.of(at + Wire.LENGTH_PREFIX, Wire.getUnsignedShort(buffer, at));
    }

    public int keyOffset()
    {
        return Region.offset(key);
    }

    public int keyLength()
    {
        return Region.length(key);
    }

    public int valueOffset()
    {
        return Region.offset(value);
    }

    public int valueLength()
    {
        return Region.length(value);
    }
}
