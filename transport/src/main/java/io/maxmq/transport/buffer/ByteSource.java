package io.maxmq.transport.buffer;

import java.nio.ByteBuffer;

/**
 * Where {@link FrameReader} reads from: the receiving half of a connection.
 */
public interface ByteSource
{
    /**
     * Read what is there, once, without waiting.
     *
     * @param dst takes the bytes from its position on, a direct buffer.
     * @return bytes read, 0 when there are none at present, or -1 when the end has been reached, the connection has
     * failed, or it is closed.
     */
    int read(ByteBuffer dst);
}
