package io.maxmq.transport.buffer;

import java.nio.ByteBuffer;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;

/**
 * Direct memory of one worker, handed out in sizes that are powers of two from {@link #MIN_LENGTH} to
 * {@link #MAX_POOLED_LENGTH}. Longer pieces are allocated to measure and freed when they come back.
 * <p>
 * Lifecycle: made and closed by its worker; what is still in use at close stays valid and is freed when released.
 * Threading: one thread.
 * <p>
 * Invariants:
 * <ul>
 *   <li>bytes in use and bytes idle together never exceed the cap: idle memory of one size is freed before another size
 *   is refused;</li>
 *   <li>bytes idle never exceed the idle cap, so a burst does not leave its memory behind for good;</li>
 *   <li>a piece that is in use is in no list, and releasing it twice fails at the second release;</li>
 *   <li>once the sizes that a load needs are there, acquiring and releasing allocate nothing.</li>
 * </ul>
 * The cap counts whole pieces, not the bytes asked for. {@code -XX:MaxDirectMemorySize} must be above the sum of the
 * caps of all pools: below it the JVM, and not this class, would refuse, and it collects garbage before it does.
 */
public final class BufferPool implements AutoCloseable
{
    /**
     * Length of the smallest piece in bytes.
     */
    public static final int MIN_LENGTH = 512;

    /**
     * Length of the longest piece that is kept when it is released.
     */
    public static final int MAX_POOLED_LENGTH = 1024 * 1024;

    private static final int MIN_SHIFT = Integer.numberOfTrailingZeros(MIN_LENGTH);
    private static final int CLASS_COUNT = Integer.numberOfTrailingZeros(MAX_POOLED_LENGTH) - MIN_SHIFT + 1;

    private final PooledBuffer[] idle = new PooledBuffer[CLASS_COUNT];
    private final long capBytes;
    private final long idleCapBytes;
    private long bytesInUse;
    private long bytesIdle;
    private long refusals;
    private long allocations;
    private boolean closed;

    /**
     * A pool that keeps up to a quarter of its cap when it is idle.
     *
     * @param capBytes most bytes in use and idle at any time.
     */
    public BufferPool(final long capBytes)
    {
        this(capBytes, capBytes / 4);
    }

    /**
     * @param capBytes     most bytes in use and idle at any time.
     * @param idleCapBytes most bytes that are kept while nobody uses them.
     */
    public BufferPool(final long capBytes, final long idleCapBytes)
    {
        this.capBytes = capBytes;
        this.idleCapBytes = Math.min(idleCapBytes, capBytes);
    }

    /**
     * @param length needed in bytes, above 0.
     * @return a piece at least that long, or null when the cap would be exceeded.
     */
    public PooledBuffer acquire(final int length)
    {
        final int pieceLength = pieceLength(length);
        final PooledBuffer pooled = pieceLength <= MAX_POOLED_LENGTH ? takeIdle(classOf(pieceLength)) : null;
        final PooledBuffer buffer = pooled != null ? pooled : allocate(pieceLength);
        if (buffer == null)
        {
            refusals++;
            return null;
        }
        bytesInUse += buffer.capacity();
        buffer.inUse = true;
        buffer.start = 0;
        buffer.end = 0;
        return buffer;
    }

    /**
     * @param length in bytes, above 0.
     * @return true when {@link #acquire(int)} of that length would stay within the cap if it was called now.
     */
    public boolean canAcquire(final int length)
    {
        return bytesInUse + pieceLength(length) <= capBytes;
    }

    /**
     * @param buffer that is no longer used by the caller.
     */
    public void release(final PooledBuffer buffer)
    {
        if (!buffer.inUse)
        {
            throw new IllegalStateException("buffer released twice");
        }
        buffer.inUse = false;
        buffer.next = null;
        final int capacity = buffer.capacity();
        bytesInUse -= capacity;
        if (closed || capacity > MAX_POOLED_LENGTH || bytesIdle + capacity > idleCapBytes)
        {
            BufferUtil.free(buffer.byteBuffer());
        }
        else
        {
            final int index = classOf(capacity);
            buffer.next = idle[index];
            idle[index] = buffer;
            bytesIdle += capacity;
        }
    }

    /**
     * @return most bytes in use and idle at any time.
     */
    public long capBytes()
    {
        return capBytes;
    }

    /**
     * @return bytes that are acquired and not released, counted in whole pieces.
     */
    public long bytesInUse()
    {
        return bytesInUse;
    }

    /**
     * @return bytes that are kept and not in use.
     */
    public long bytesIdle()
    {
        return bytesIdle;
    }

    /**
     * @return bytes that could still be acquired.
     */
    public long bytesAvailable()
    {
        return capBytes - bytesInUse;
    }

    /**
     * @return how many times {@link #acquire(int)} returned null.
     */
    public long refusals()
    {
        return refusals;
    }

    /**
     * @return how many times memory was asked of the system. It stands still under a steady load.
     */
    public long allocations()
    {
        return allocations;
    }

    /**
     * Free what is idle. What is in use is freed when it is released.
     */
    public void close()
    {
        closed = true;
        freeIdle(0);
    }

    private PooledBuffer takeIdle(final int index)
    {
        final PooledBuffer buffer = idle[index];
        if (buffer != null)
        {
            idle[index] = buffer.next;
            buffer.next = null;
            bytesIdle -= buffer.capacity();
        }
        return buffer;
    }

    private PooledBuffer allocate(final int pieceLength)
    {
        final long idleAllowed = capBytes - bytesInUse - pieceLength;
        if (idleAllowed < 0)
        {
            return null;
        }
        freeIdle(idleAllowed);
        try
        {
            final PooledBuffer buffer = new PooledBuffer(ByteBuffer.allocateDirect(pieceLength));
            allocations++;
            return buffer;
        }
        catch (final OutOfMemoryError ex)
        {
            return null;
        }
    }

    private void freeIdle(final long bytesAllowed)
    {
        for (int i = CLASS_COUNT - 1; i >= 0 && bytesIdle > bytesAllowed; i--)
        {
            PooledBuffer buffer;
            while (bytesIdle > bytesAllowed && (buffer = takeIdle(i)) != null)
            {
                BufferUtil.free(buffer.byteBuffer());
            }
        }
    }

    private static int pieceLength(final int length)
    {
        if (length > MAX_POOLED_LENGTH)
        {
            return length;
        }
        return length <= MIN_LENGTH ? MIN_LENGTH : BitUtil.findNextPositivePowerOfTwo(length);
    }

    private static int classOf(final int pieceLength)
    {
        return Integer.numberOfTrailingZeros(pieceLength) - MIN_SHIFT;
    }
}
