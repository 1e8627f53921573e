package io.maxmq.transport.tcp;

import java.nio.ByteBuffer;

/**
 * Bytes of one connection that have to wait in a {@link Layer}: exactly as much memory as there are bytes, and none when
 * there are none.
 */
public final class Kept
{
    private static final byte[] NOTHING = new byte[0];

    private byte[] bytes = NOTHING;
    private int offset;

    /**
     * @return whether nothing is kept.
     */
    public boolean isEmpty()
    {
        return offset == bytes.length;
    }

    /**
     * @return bytes that are kept.
     */
    public int length()
    {
        return bytes.length - offset;
    }

    /**
     * Replaces what is kept.
     *
     * @param src whose remaining bytes are copied.
     */
    public void set(final ByteBuffer src)
    {
        final int length = src.remaining();
        bytes = length == 0 ? NOTHING : new byte[length];
        offset = 0;
        src.get(bytes);
    }

    /**
     * @param src whose remaining bytes are put behind what is kept.
     */
    public void append(final ByteBuffer src)
    {
        final byte[] joined = new byte[length() + src.remaining()];
        final int old = length();
        System.arraycopy(bytes, offset, joined, 0, old);
        src.get(joined, old, joined.length - old);
        bytes = joined;
        offset = 0;
    }

    /**
     * Moves as much as there is room for.
     *
     * @param dst to fill.
     * @return bytes moved.
     */
    public int moveTo(final ByteBuffer dst)
    {
        final int length = Math.min(length(), dst.remaining());
        dst.put(bytes, offset, length);
        skip(length);
        return length;
    }

    /**
     * @return what is kept, for writing; to be followed by {@link #skip(int)}.
     */
    public ByteBuffer view()
    {
        return ByteBuffer.wrap(bytes, offset, length());
    }

    /**
     * @param length of what has been dealt with, from the beginning.
     */
    public void skip(final int length)
    {
        offset += length;
        if (offset == bytes.length)
        {
            clear();
        }
    }

    /** Forgets what is kept. */
    public void clear()
    {
        bytes = NOTHING;
        offset = 0;
    }
}
