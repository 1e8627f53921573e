package io.maxmq.tools.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Bytes that a socket did not take yet. Empty for nearly all connections nearly all of the time, so it has no memory
 * until it is needed and keeps it then.
 */
final class PendingOutput
{
    private static final int MIN_CAPACITY = 4 * 1024;

    private ByteBuffer buffer;

    boolean isEmpty()
    {
        return buffer == null || buffer.position() == 0;
    }

    /**
     * Append what is left in a buffer.
     */
    void append(final ByteBuffer rest)
    {
        ensureRoom(rest.remaining());
        buffer.put(rest);
    }

    /**
     * Write what the channel takes.
     *
     * @return bytes written.
     */
    int writeTo(final WritableByteChannel channel) throws IOException
    {
        buffer.flip();
        try
        {
            return channel.write(buffer);
        }
        finally
        {
            buffer.compact();
        }
    }

    void clear()
    {
        if (buffer != null)
        {
            buffer.clear();
        }
    }

    private void ensureRoom(final int length)
    {
        if (buffer == null)
        {
            buffer = ByteBuffer.allocateDirect(Math.max(MIN_CAPACITY, length));
        }
        else if (buffer.remaining() < length)
        {
            final ByteBuffer larger =
                ByteBuffer.allocateDirect(Math.max(buffer.capacity() * 2, buffer.position() + length));
            buffer.flip();
            larger.put(buffer);
            buffer = larger;
        }
    }
}
