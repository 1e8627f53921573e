package io.maxmq.transport.buffer;

import java.nio.ByteBuffer;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Bytes that wait for one connection to take them, in the order in which they were committed.
 * <p>
 * Frames are encoded in place: {@link #claim(int)}, encode into {@link #buffer()} at the offset returned,
 * {@link #commit(int)} or {@link #abort()}. Once per duty cycle {@link #flush(ByteSink)} writes what has gathered, two
 * chunks with one call. A long payload that lies in a direct buffer already goes out without being copied:
 * {@link #claimDirect(int, int)}, encode what stands before the payload,
 * {@link #commitDirect(ByteSink, DirectBuffer, int)}.
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

    /**
     * Payloads from this length on are better written from where they lie than copied. A call costs as much as copying
     * 64 KiB or more, so below that it is better to gather a cycle's frames and write once.
     */
    public static final int DIRECT_THRESHOLD = 64 * 1024;

    private static final int GROWTH_SHIFT = 3;
    private static final int NONE = -1;

    private final BufferPool pool;
    private final int limitBytes;
    private final int chunkLength;
    private PooledBuffer head;
    private PooledBuffer tail;
    private int pendingBytes;
    private int claimedLength = NONE;
    private int directLength;
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
     * Ask for room to encode a frame. To be followed by {@link #commit(int)} or {@link #abort()}.
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
        directLength = 0;
        return tail.end;
    }

    /**
     * Ask for room for a frame whose payload will be written from where it lies. To be followed by
     * {@link #commitDirect(ByteSink, DirectBuffer, int)} or {@link #abort()} before anything else asks the pool for
     * memory.
     *
     * @param headLength    exact number of bytes in front of the payload, above 0.
     * @param payloadLength exact number of bytes of the payload, above 0.
     * @return offset in {@link #buffer()} at which to encode the head, or {@link #REFUSED}.
     */
    public int claimDirect(final int headLength, final int payloadLength)
    {
        assert claimedLength == NONE : "a claim is open";
        final long frameLength = (long)headLength + payloadLength;
        if (frameLength > Integer.MAX_VALUE - pendingBytes || !isWithinLimit((int)frameLength) ||
            !hasRoom(headLength) && !extend(headLength))
        {
            return REFUSED;
        }
        // What the socket does not take is copied later: the room for it must be there before a byte has left.
        if (!pool.canAcquire(Math.max(payloadLength, chunkLength)))
        {
            dropEmptyTail();
            return REFUSED;
        }
        claimedLength = headLength;
        directLength = payloadLength;
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
        assert claimedLength >= length && directLength == 0 : "commit does not fit the claim";
        claimedLength = NONE;
        tail.end += length;
        pendingBytes += length;
        dropEmptyTail();
    }

    /**
     * Give the claimed room back.
     */
    public void abort()
    {
        assert claimedLength != NONE : "no claim is open";
        claimedLength = NONE;
        directLength = 0;
        dropEmptyTail();
    }

    /**
     * Complete a frame whose head is encoded at the offset that {@link #claimDirect(int, int)} gave: write what is
     * pending, head and payload to the connection now, and keep what it does not take.
     *
     * @param channel to write.
     * @param payload over a direct {@link ByteBuffer} of this worker, whose position and limit are used. One over an
     *                array is copied instead.
     * @param offset  of the payload.
     * @return as {@link #flush(ByteSink)}; after {@link #DRAINED} and {@link #BLOCKED} the frame is accepted.
     */
    public int commitDirect(final ByteSink channel, final DirectBuffer payload, final int offset)
    {
        assert claimedLength != NONE && directLength > 0 : "no direct claim is open";
        final int length = directLength;
        tail.end += claimedLength;
        pendingBytes += claimedLength;
        claimedLength = NONE;
        directLength = 0;

        final int written = canWriteDirect(payload) ? writeWithPayload(channel, payload, offset, length) : 0;
        if (written < 0)
        {
            return closed();
        }
        if (written == length)
        {
            return DRAINED;
        }
        if (!copy(payload, offset + written, length - written))
        {
            return closed();
        }
        return blocked ? BLOCKED : flush(channel);
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
        directLength = 0;
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

    /**
     * @return true when what is pending and the payload fit one call, and there is hope that it is taken.
     */
    private boolean canWriteDirect(final DirectBuffer payload)
    {
        final ByteBuffer source = payload.byteBuffer();
        return !blocked && head == tail && source != null && source.isDirect();
    }

    /**
     * @return bytes of the payload that were written, or -1.
     */
    private int writeWithPayload(
        final ByteSink channel, final DirectBuffer payload, final int offset, final int length)
    {
        final PooledBuffer chunk = head;
        final int chunkBytes = chunk.end - chunk.start;
        final int position = payload.wrapAdjustment() + offset;
        final ByteBuffer source = payload.byteBuffer().limit(position + length).position(position);
        final int written = channel.write(readable(chunk), source);
        if (written < 0)
        {
            return CLOSED;
        }
        consume(Math.min(written, chunkBytes));
        blocked = written < chunkBytes + length;
        return Math.max(0, written - chunkBytes);
    }

    private boolean copy(final DirectBuffer payload, final int offset, final int length)
    {
        if (!hasRoom(length) && !extend(length))
        {
            return false;
        }
        tail.buffer().putBytes(tail.end, payload, offset, length);
        tail.end += length;
        pendingBytes += length;
        return true;
    }
}
