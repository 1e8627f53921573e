package io.maxmq.transport.buffer;

import java.nio.ByteBuffer;

/**
 * What {@link WriteQueue} writes to: the sending half of a connection.
 */
public interface ByteSink
{
    /**
     * Write what the connection takes at present, once, without waiting.
     *
     * @param src from its position to its limit, a direct buffer.
     * @return bytes written, possibly 0, or -1 when the connection has failed or is closed.
     */
    int write(ByteBuffer src);

    /**
     * Write two buffers one after the other, in one system call where that is possible.
     *
     * @param first  from its position to its limit, a direct buffer.
     * @param second from its position to its limit, a direct buffer.
     * @return bytes written of both together, possibly 0, or -1. The positions say how many of each.
     */
    default int write(final ByteBuffer first, final ByteBuffer second)
    {
        final int written = write(first);
        if (written < 0 || first.hasRemaining())
        {
            return written;
        }
        final int more = write(second);
        return more < 0 ? -1 : written + more;
    }
}
