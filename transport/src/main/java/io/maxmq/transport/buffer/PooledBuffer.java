package io.maxmq.transport.buffer;

import java.nio.ByteBuffer;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A piece of direct memory from a {@link BufferPool}: the same bytes as a {@link ByteBuffer} for the socket and as an
 * {@link UnsafeBuffer} for the codec.
 * <p>
 * Belongs to whoever acquired it until it is released, once. Its contents are undefined when acquired. Position and
 * limit of the {@link ByteBuffer} are the owner's to use.
 */
public final class PooledBuffer
{
    private final ByteBuffer byteBuffer;
    private final UnsafeBuffer buffer;
    private final int capacity;

    /**
     * Next in the pool's list of idle buffers or in a queue's list of chunks.
     */
    PooledBuffer next;
    /**
     * First byte of a queue's chunk that is not yet written.
     */
    int start;
    /**
     * Behind the last byte of a queue's chunk.
     */
    int end;
    boolean inUse;

    PooledBuffer(final ByteBuffer byteBuffer)
    {
        this.byteBuffer = byteBuffer;
        this.buffer = new UnsafeBuffer(byteBuffer);
        this.capacity = byteBuffer.capacity();
    }

    /**
     * @return the memory for the codec.
     */
    public UnsafeBuffer buffer()
    {
        return buffer;
    }

    /**
     * @return the memory for the socket.
     */
    public ByteBuffer byteBuffer()
    {
        return byteBuffer;
    }

    /**
     * @return length in bytes, at least what was asked for.
     */
    public int capacity()
    {
        return capacity;
    }
}
