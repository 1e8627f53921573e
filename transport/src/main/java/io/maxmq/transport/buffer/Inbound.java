package io.maxmq.transport.buffer;

/**
 * What one connection has sent and {@link FrameReader} could not deliver yet. Holds memory only while there is such.
 * <p>
 * Lifecycle: one per connection, {@link #release(BufferPool)} when it closes. Threading: its worker's thread.
 * <p>
 * Invariants: {@code buffer == null} means {@code start == end == 0}, no frames kept and no frame being gathered.
 */
public final class Inbound
{
    private final int maxFrameLength;
    /**
     * Memory of the bytes kept, null when there are none.
     */
    PooledBuffer buffer;
    /**
     * First byte kept.
     */
    int start;
    /**
     * Behind the last byte kept.
     */
    int end;
    /**
     * Length of the frame that begins at start, 0 when it is not known.
     */
    int frameLength;
    /**
     * Bytes are kept that have not been looked at, or that the handler has not taken.
     */
    boolean hasMore;
    /**
     * The rest of the frame is read straight behind the bytes kept.
     */
    boolean gathering;

    /**
     * @param maxFrameLength longest frame that the connection may send, in bytes.
     */
    public Inbound(final int maxFrameLength)
    {
        this.maxFrameLength = maxFrameLength;
    }

    /**
     * @return longest frame that the connection may send, in bytes.
     */
    public int maxFrameLength()
    {
        return maxFrameLength;
    }

    /**
     * @return true when bytes are kept that may hold a whole frame: nothing is read from the socket before
     * {@link FrameReader#resume(Inbound, FrameHandler)} has delivered them.
     */
    public boolean hasMore()
    {
        return hasMore;
    }

    /**
     * @return bytes kept.
     */
    public int length()
    {
        return end - start;
    }

    /**
     * Forget what is kept and give its memory back.
     *
     * @param pool of the reader.
     */
    public void release(final BufferPool pool)
    {
        final PooledBuffer released = buffer;
        buffer = null;
        start = 0;
        end = 0;
        frameLength = 0;
        hasMore = false;
        gathering = false;
        if (released != null)
        {
            pool.release(released);
        }
    }
}
