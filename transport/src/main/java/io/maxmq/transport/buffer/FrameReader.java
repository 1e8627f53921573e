package io.maxmq.transport.buffer;

import java.nio.ByteBuffer;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the connections of one worker and cuts what they send into frames, which the handler sees in place.
 * <p>
 * All connections share one long buffer for reading. A connection keeps memory of its own only for what could not be
 * delivered: the beginning of a frame, or frames that its handler did not take. The beginning of a frame is copied in
 * front of the next read; when that would copy more than is read (a very long frame, or one that drips in) the rest is
 * read straight behind it into memory that doubles.
 * <p>
 * Threading: one thread. The counts that the accessors give are those of the last call.
 * <p>
 * Invariants:
 * <ul>
 *   <li>the frames delivered, and their order, depend on the bytes only and not on how they were fragmented;</li>
 *   <li>a frame is delivered once, except after {@link FrameHandler.Action#RETRY}, when it is the next one
 *   delivered;</li>
 *   <li>one call reads the socket at most once and delivers at most the budget of frames;</li>
 *   <li>nothing is read while frames are kept, so a connection keeps at most one shared buffer's length or one
 *   frame;</li>
 *   <li>memory grows with the bytes received, never with a length that a peer merely declared: at most four times as
 *   much;</li>
 *   <li>the bytes copied are at most a constant times the bytes read.</li>
 * </ul>
 */
public final class FrameReader
{
    /**
     * Result: the peer has ended the connection, or it failed.
     */
    public static final int END_OF_STREAM = -1;

    /**
     * Result: the handler asked for the connection to be closed, or was told why it must be.
     */
    public static final int CLOSE = -2;

    /**
     * Length in bytes of the shared buffer unless said otherwise.
     */
    public static final int DEFAULT_LENGTH = 256 * 1024;

    private static final int MIN_SHARED_LENGTH = 16;
    private static final int MIN_READ_LENGTH = 4 * 1024;
    /**
     * Divides the memory left in the pool: no single read may bring more than this part of it, so that connections
     * whose frames cannot be taken do not use up the pool one after the other.
     */
    private static final int PRESSURE_DIVISOR = 8;

    private final BufferPool pool;
    private final FrameSplitter splitter;
    private final int frameBudget;
    private final int sharedLength;
    private final ByteBuffer sharedBytes;
    private final UnsafeBuffer shared;
    private int bytesRead;
    private int framesRead;
    private int frameLength;
    private boolean keepFrames;
    private boolean failed;
    private boolean busy;

    /**
     * @param pool         that gives memory for what must be kept.
     * @param splitter     tells where a frame ends.
     * @param sharedLength of the buffer that all connections are read into, in bytes.
     * @param frameBudget  most frames delivered by one call.
     */
    public FrameReader(
        final BufferPool pool, final FrameSplitter splitter, final int sharedLength, final int frameBudget)
    {
        if (sharedLength < MIN_SHARED_LENGTH || frameBudget < 1)
        {
            throw new IllegalArgumentException("shared buffer or frame budget too small");
        }
        this.pool = pool;
        this.splitter = splitter;
        this.frameBudget = frameBudget;
        this.sharedLength = sharedLength;
        this.sharedBytes = ByteBuffer.allocateDirect(sharedLength);
        this.shared = new UnsafeBuffer(sharedBytes);
    }

    /**
     * Read the connection once and deliver the frames that are whole. Does not read when frames are kept, but delivers
     * those.
     *
     * @param channel to read.
     * @param inbound what the connection keeps.
     * @param handler of the frames.
     * @return bytes read, {@link #END_OF_STREAM} or {@link #CLOSE}.
     */
    public int read(final ByteSource channel, final Inbound inbound, final FrameHandler handler)
    {
        if (inbound.hasMore)
        {
            return resume(inbound, handler);
        }
        begin();
        try
        {
            return inbound.gathering ? readOwn(channel, inbound, handler) : readShared(channel, inbound, handler);
        }
        finally
        {
            busy = false;
        }
    }

    /**
     * Deliver frames that are kept, without reading.
     *
     * @param inbound what the connection keeps.
     * @param handler of the frames.
     * @return 0 or {@link #CLOSE}.
     */
    public int resume(final Inbound inbound, final FrameHandler handler)
    {
        begin();
        try
        {
            return inbound.hasMore ? deliverOwn(inbound, handler) : 0;
        }
        finally
        {
            busy = false;
        }
    }

    /**
     * Take bytes that were read before the connection came here, as the beginning of what it sends. They are delivered
     * by {@link #resume(Inbound, FrameHandler)}.
     *
     * @param inbound of a new connection, empty.
     * @param unread  from position to limit.
     * @return false when the pool has no memory left.
     */
    public boolean keep(final Inbound inbound, final ByteBuffer unread)
    {
        assert inbound.buffer == null : "not a new connection";
        final int length = unread.remaining();
        if (length == 0)
        {
            return true;
        }
        final PooledBuffer buffer = pool.acquire(length);
        if (buffer == null)
        {
            return false;
        }
        buffer.buffer().putBytes(0, unread, unread.position(), length);
        inbound.buffer = buffer;
        inbound.end = length;
        inbound.hasMore = true;
        return true;
    }

    /**
     * @return bytes that the last call read.
     */
    public int bytesRead()
    {
        return bytesRead;
    }

    /**
     * @return frames that the last call delivered and the handler took.
     */
    public int framesRead()
    {
        return framesRead;
    }

    private void begin()
    {
        assert !busy : "the reader is in use";
        busy = true;
        bytesRead = 0;
        framesRead = 0;
    }

    private int readShared(final ByteSource channel, final Inbound inbound, final FrameHandler handler)
    {
        final int kept = inbound.length();
        if (kept > 0)
        {
            shared.putBytes(0, inbound.buffer.buffer(), inbound.start, kept);
        }
        final long allowed = Math.max(MIN_READ_LENGTH, pool.bytesAvailable() / PRESSURE_DIVISOR);
        final int limit = (int)Math.min(sharedLength, kept + allowed);
        final int read = channel.read(sharedBytes.limit(limit).position(kept));
        if (read <= 0)
        {
            return read < 0 ? END_OF_STREAM : 0;
        }
        bytesRead = read;
        final int end = kept + read;
        final int consumed = deliver(shared, 0, end, inbound.maxFrameLength(), handler);
        if (failed || !keepShared(inbound, consumed, end, read < kept, handler))
        {
            return CLOSE;
        }
        return read;
    }

    /**
     * Deliver what is whole.
     *
     * @return offset of the first byte that is to be kept.
     */
    private int deliver(
        final DirectBuffer buffer,
        final int start,
        final int end,
        final int maxFrameLength,
        final FrameHandler handler)
    {
        keepFrames = false;
        failed = false;
        frameLength = 0;
        int offset = start;
        while (offset < end)
        {
            final int length = splitter.frameLength(buffer, offset, end);
            if (length < 0 || length > maxFrameLength)
            {
                refuse(length, handler);
                break;
            }
            if (length == FrameSplitter.NEED_MORE || length > end - offset)
            {
                frameLength = length;
                break;
            }
            if (framesRead == frameBudget)
            {
                keepFrames = true;
                break;
            }
            final FrameHandler.Action action = handler.onFrame(buffer, offset, length);
            if (action != FrameHandler.Action.RETRY)
            {
                offset += length;
                framesRead++;
            }
            if (action != FrameHandler.Action.CONTINUE)
            {
                failed = action == FrameHandler.Action.CLOSE;
                keepFrames = offset < end;
                break;
            }
        }
        return offset;
    }

    private void refuse(final int length, final FrameHandler handler)
    {
        failed = true;
        if (length < 0)
        {
            handler.onMalformed();
        }
        else
        {
            handler.onTooLarge(length);
        }
    }

    private boolean keepShared(
        final Inbound inbound,
        final int start,
        final int end,
        final boolean drips,
        final FrameHandler handler)
    {
        final int length = end - start;
        if (length == 0)
        {
            inbound.release(pool);
            return true;
        }
        if (!reserve(inbound, length))
        {
            handler.onOutOfMemory();
            return false;
        }
        inbound.buffer.buffer().putBytes(0, shared, start, length);
        inbound.start = 0;
        inbound.end = length;
        settle(inbound, drips);
        return true;
    }

    private void settle(final Inbound inbound, final boolean drips)
    {
        inbound.hasMore = keepFrames;
        inbound.frameLength = frameLength;
        inbound.gathering = !keepFrames && frameLength > 0 && (drips || frameLength > sharedLength);
    }

    /**
     * Give an inbound that keeps nothing of value memory of the right size.
     */
    private boolean reserve(final Inbound inbound, final int length)
    {
        final PooledBuffer old = inbound.buffer;
        final boolean fits = old != null && old.capacity() >= length;
        if (fits && !isWasteful(old, length))
        {
            return true;
        }
        final PooledBuffer buffer = pool.acquire(length);
        if (buffer == null)
        {
            return fits;
        }
        inbound.release(pool);
        inbound.buffer = buffer;
        return true;
    }

    private int readOwn(final ByteSource channel, final Inbound inbound, final FrameHandler handler)
    {
        if (inbound.end == inbound.buffer.capacity() && !grow(inbound))
        {
            handler.onOutOfMemory();
            return CLOSE;
        }
        final PooledBuffer buffer = inbound.buffer;
        final int limit = (int)Math.min(buffer.capacity(), (long)inbound.start + inbound.frameLength);
        final int read = channel.read(buffer.byteBuffer().limit(limit).position(inbound.end));
        if (read <= 0)
        {
            return read < 0 ? END_OF_STREAM : 0;
        }
        bytesRead = read;
        inbound.end += read;
        if (inbound.length() == inbound.frameLength && deliverOwn(inbound, handler) == CLOSE)
        {
            return CLOSE;
        }
        return read;
    }

    private boolean grow(final Inbound inbound)
    {
        final int length = inbound.length();
        final PooledBuffer old = inbound.buffer;
        final PooledBuffer buffer = pool.acquire((int)Math.min(inbound.frameLength, 2L * length));
        if (buffer == null)
        {
            return false;
        }
        buffer.buffer().putBytes(0, old.buffer(), inbound.start, length);
        inbound.buffer = buffer;
        inbound.start = 0;
        inbound.end = length;
        pool.release(old);
        return true;
    }

    private int deliverOwn(final Inbound inbound, final FrameHandler handler)
    {
        final int consumed = deliver(
            inbound.buffer.buffer(), inbound.start, inbound.end, inbound.maxFrameLength(), handler);
        if (failed)
        {
            return CLOSE;
        }
        if (consumed == inbound.end)
        {
            inbound.release(pool);
            return 0;
        }
        inbound.start = consumed;
        settle(inbound, false);
        shrink(inbound);
        return 0;
    }

    /**
     * What is left of a long piece of memory moves to a short one, if there is one.
     */
    private void shrink(final Inbound inbound)
    {
        final int length = inbound.length();
        final PooledBuffer old = inbound.buffer;
        final PooledBuffer buffer = isWasteful(old, length) ? pool.acquire(length) : null;
        if (buffer != null)
        {
            buffer.buffer().putBytes(0, old.buffer(), inbound.start, length);
            inbound.buffer = buffer;
            inbound.start = 0;
            inbound.end = length;
            pool.release(old);
        }
    }

    private static boolean isWasteful(final PooledBuffer buffer, final int length)
    {
        return length <= buffer.capacity() / 4 && buffer.capacity() > BufferPool.MIN_LENGTH;
    }
}
