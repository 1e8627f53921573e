package io.maxmq.tools.client;

import io.maxmq.transport.codec.PacketType;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * One received packet; valid until the next is read.
 *
 * @param buffer     holding it.
 * @param type       of {@link PacketType}.
 * @param flags      of its first byte.
 * @param bodyOffset behind the fixed header.
 * @param bodyLength bytes.
 */
record Frame(DirectBuffer buffer, int type, int flags, int bodyOffset, int bodyLength)
{

    /**
     * @param offset of text in the buffer, or -1 where it is absent.
     * @param length of it in bytes.
     * @return the text, or null.
     */
    String text(final int offset, final int length)
    {
        final byte[] bytes = bytes(offset, length);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * @param offset of data in the buffer, or -1 where it is absent.
     * @param length of it.
     * @return a copy, or null.
     */
    byte[] bytes(final int offset, final int length)
    {
        if (offset < 0)
        {
            return null;
        }
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }

    public String toString()
    {
        return PacketType.name(type) + " (" + bodyLength + " bytes)";
    }
}
