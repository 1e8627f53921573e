package io.maxmq.core.connection;

import org.agrona.DirectBuffer;

/** Copies fields out of packets that are gone when the copy is used. */
final class Fields
{
    private Fields()
    {
    }

    /**
     * Copies a field of text.
     *
     * @param buffer of the packet.
     * @param offset of the field, negative where the packet has none.
     * @param length of the field, negative where the packet has none.
     * @return the text, or null.
     */
    static String string(final DirectBuffer buffer, final int offset, final int length)
    {
        return offset < 0 || length < 0 ? null : buffer.getStringWithoutLengthUtf8(offset, length);
    }

    /**
     * Copies a field of bytes.
     *
     * @param buffer of the packet.
     * @param offset of the field, negative where the packet has none.
     * @param length of the field, negative where the packet has none.
     * @return the bytes, or null.
     */
    static byte[] bytes(final DirectBuffer buffer, final int offset, final int length)
    {
        if (offset < 0 || length < 0)
        {
            return null;
        }
        final byte[] copy = new byte[length];
        buffer.getBytes(offset, copy);
        return copy;
    }
}
