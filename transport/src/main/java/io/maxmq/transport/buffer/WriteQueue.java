package io.maxmq.transport.buffer;

import java.nio.ByteBuffer;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Bytes that wait for one connection to take them, in the order in which they were committed.
 * <p>
 * Frames are encoded in place: {@link #claim(int)}, encode into {@link #buffer()} at the offset returned,
 * {@link #commit(int)}. Once per duty cycle {@link #flush(ByteSink)} writes what has gathered, two chunks with one
 * call: one call costs as much as copying 64 KiB, so nothing is written from where it lies.
 * <p>
 * Lifecycle: one per connection, {@link #discard()} when it closes. Threading: its worker's thread.
 * <p>
 * Invariants:
 * <ul>
 *   <li>a frame is accepted as a whole or not at all, and what was accepted leaves once, in order, or is discarded with
 *   everything behind it;</li>
 *   <li>with nothing pending and nothing claimed no memory is held;</li>
 *   <li>pending bytes never exceed the limit, save for one frame that is longer than the limit and was accepted into an
 *   empty queue (else it could never be sent);</li>
 *   <li>a write that was not taken whole ends the flush: no second system call meets a full socket;</li>
 *   <li>bytes are copied to a longer chunk at most a constant number of times, and only below the chunk length.</li>
 * </ul>
 */
public final class WriteQueue
{
    /**
     * Result of a flush: nothing is pending, no memory is held.
     */
    public static final int DRAINED = 0;

    /**
     * Result of a flush: the connection takes no more at present. Turn write interest on and flush again when it is
     * writable.
     */
    public static final int BLOCKED = 1;

    /**
     * Result of a flush: the connection has failed; everything pending was discarded.
     */
    public static final int CLOSED = -1;

    /**
     * Result of a claim that the limit or the pool does not allow.
     */
    public static final int REFUSED = -1;

    /**
     * Length in bytes of a chunk when much is pending.
     */
    public static final int DEFAULT_CHUNK_LENGTH = 64 * 1024;

    private static final int GROWTH_SHIFT = 3;
    private static final int NONE = -1;

    private final BufferPool pool;
    private final int limitBytes;
    private final int chunkLength;
    private PooledBuffer head;
    private PooledBuffer tail;
    private int pendingBytes;
    private int claimedLength = NONE;
    private boolean blocked;

    /**
     * @param pool       that gives the memory.
     * @param limitBytes most bytes that may be pending.
     */
    public WriteQueue(final BufferPool pool, final int limitBytes)
    {
        this(pool, limitBytes, DEFAULT_CHUNK_LENGTH);
    }

    /**
     * @param pool        that gives the memory.
     * @param limitBytes  most bytes that may be pending.
     * @param chunkLength in bytes of a piece of memory when much is pending, a power of two.
     */
    public WriteQueue(final BufferPool pool, final int limitBytes, final int chunkLength)
    {
        this.pool = pool;
        this.limitBytes = limitBytes;
        this.chunkLength = chunkLength;
    }

    /**
     * Ask for room to encode a frame. To be followed by {@link #commit(int)}.
     *
     * @param length most bytes that the frame will take, above 0.
     * @return offset in {@link #buffer()} at which to encode, or {@link #REFUSED}.
     */
    public int claim(final int length)
    {
        assert claimedLength == NONE : "a claim is open";
        if (!isWithinLimit(length) || !hasRoom(length) && !extend(length))
        {
            return REFUSED;
        }
        claimedLength = length;
        return tail.end;
    }

    /**
     * @return the buffer into which the open claim is encoded.
     */
    public UnsafeBuffer buffer()
    {
        return tail.buffer();
    }

    /**
     * @param length of the frame that was encoded at the claimed offset, at most the length claimed.
     */
    public void commit(final int length)
    {
        assert claimedLength >= length : "commit does not fit the claim";
        claimedLength = NONE;
        tail.end += length;
        pendingBytes += length;
        dropEmptyTail();
    }

    /**
     * Write as much as the connection takes.
     *
     * @param channel to write.
     * @return {@link #DRAINED}, {@link #BLOCKED} or {@link #CLOSED}.
     */
    public int flush(final ByteSink channel)
    {
        assert claimedLength == NONE : "a claim is open";
        while (head != null)
        {
            final int offered = offered();
            final int written = writeHead(channel);
            if (written < 0)
            {
                return closed();
            }
            consume(written);
            if (written < offered)
            {
                blocked = true;
                return BLOCKED;
            }
        }
        blocked = false;
        return DRAINED;
    }

    /**
     * @return bytes committed and not yet taken by the connection.
     */
    public int pendingBytes()
    {
        return pendingBytes;
    }

    /**
     * @return true when the last flush ended with {@link #BLOCKED}: flushing again is of use only when the connection
     * has become writable.
     */
    public boolean isBlocked()
    {
        return blocked;
    }

    /**
     * Forget everything pending and claimed, and give the memory back.
     */
    public void discard()
    {
        claimedLength = NONE;
        blocked = false;
        pendingBytes = 0;
        PooledBuffer chunk = head;
        head = null;
        tail = null;
        while (chunk != null)
        {
            final PooledBuffer next = chunk.next;
            pool.release(chunk);
            chunk = next;
        }
    }

    private boolean isWithinLimit(final int length)
    {
        return pendingBytes == 0 || length <= limitBytes - pendingBytes;
    }

    private boolean hasRoom(final int length)
    {
        final PooledBuffer chunk = tail;
        return chunk != null && chunk.capacity() - chunk.end >= length;
    }

    private boolean extend(final int length)
    {
        if (tail == null)
        {
            return append(length);
        }
        final long growth = (long)tail.end - tail.start + length;
        return head == tail && growth <= chunkLength ? grow((int)growth) : append(Math.max(length, chunkLength));
    }

    private boolean append(final int length)
    {
        final PooledBuffer chunk = pool.acquire(length);
        if (chunk == null)
        {
            return false;
        }
        if (tail == null)
        {
            head = chunk;
        }
        else
        {
            tail.next = chunk;
        }
        tail = chunk;
        return true;
    }

    private boolean grow(final int length)
    {
        final PooledBuffer old = tail;
        final int wish = Math.min(old.capacity() << GROWTH_SHIFT, chunkLength);
        final PooledBuffer chunk = pool.acquire(Math.max(length, wish));
        if (chunk == null)
        {
            return false;
        }
        final int kept = old.end - old.start;
        chunk.buffer().putBytes(0, old.buffer(), old.start, kept);
        chunk.end = kept;
        head = chunk;
        tail = chunk;
        pool.release(old);
        return true;
    }

    private int offered()
    {
        final PooledBuffer next = head.next;
        return head.end - head.start + (next == null ? 0 : next.end - next.start);
    }

    private int writeHead(final ByteSink channel)
    {
        final PooledBuffer next = head.next;
        return next == null ? channel.write(readable(head)) : channel.write(readable(head), readable(next));
    }

    private static ByteBuffer readable(final PooledBuffer chunk)
    {
        return chunk.byteBuffer().limit(chunk.end).position(chunk.start);
    }

    /**
     * Account for bytes that were written; chunks leave when they are empty.
     */
    private void consume(final int written)
    {
        pendingBytes -= written;
        int left = written;
        PooledBuffer chunk;
        while ((chunk = head) != null)
        {
            final int ofChunk = Math.min(left, chunk.end - chunk.start);
            chunk.start += ofChunk;
            left -= ofChunk;
            if (chunk.start < chunk.end)
            {
                return;
            }
            head = chunk.next;
            pool.release(chunk);
        }
        tail = null;
    }

    private void dropEmptyTail()
    {
        if (pendingBytes == 0)
        {
            discard();
        }
    }

    private int closed()
    {
        discard();
        return CLOSED;
    }
}
