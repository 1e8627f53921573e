package io.maxmq.transport.codec;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A string or binary field that an encoder was given: a part of somebody's buffer, or absent.
 */
final class Slice
{
    private DirectBuffer buffer;
    private int offset;
    private int length;

    void clear()
    {
        buffer = null;
        offset = 0;
        length = 0;
    }

    void set(final DirectBuffer newBuffer, final int newOffset, final int newLength)
    {
        buffer = newBuffer;
        offset = newOffset;
        length = newLength;
    }

    /** Allocates: for tools and tests. */
    void set(final String text)
    {
        set(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Allocates: for tools and tests. */
    void set(final byte[] bytes)
    {
        set(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    boolean isPresent()
    {
        return buffer != null;
    }

    int length()
    {
        return length;
    }

    /** Bytes with the length in front. */
    int binaryLength()
    {
        return Wire.LENGTH_PREFIX + length;
    }

    int putBinary(final MutableDirectBuffer dst, final int position)
    {
        return putBytes(dst, Wire.putShort(dst, position, length));
    }

    int putBytes(final MutableDirectBuffer dst, final int position)
    {
        return Wire.putBytes(dst, position, buffer, offset, length);
    }
}
