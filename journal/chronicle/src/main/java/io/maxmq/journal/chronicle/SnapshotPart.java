package io.maxmq.journal.chronicle;

import io.maxmq.journal.log.EventHandler;
import io.maxmq.journal.log.SnapshotSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One reader's part of a snapshot on its way to the file: the reader fills chunks, the snapshot's thread empties them.
 * <pre>
 * chunk: record*, each: int length, record, up to 7 bytes to the next multiple of 8
 * </pre>
 * When the file is slow the reader is told ({@link #hasRoom}); what it must write all the same gets more chunks.
 */
final class SnapshotPart implements SnapshotSink
{
    private static final int CHUNK_LENGTH = 256 * 1024;
    /** Chunks on their way beyond which the reader should wait. */
    private static final int MAX_WAITING = 16;
    private static final int PREFIX_LENGTH = Integer.BYTES;

    /** A buffer and how much of it is filled. */
    private static final class Chunk
    {
        final UnsafeBuffer buffer;
        int filled;

        Chunk(final int length)
        {
            buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(length));
        }
    }

    private final ConcurrentLinkedQueue<Chunk> full = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Chunk> spare = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private Chunk chunk;
    private volatile boolean complete;

    @Override
    public void append(final DirectBuffer buffer, final int offset, final int length)
    {
        final int required = BitUtil.align(PREFIX_LENGTH + length, Long.BYTES);
        if (chunk == null || chunk.filled + required > chunk.buffer.capacity())
        {
            handOver();
            chunk = next(required);
        }
        chunk.buffer.putInt(chunk.filled, length, ByteOrder.LITTLE_ENDIAN);
        chunk.buffer.putBytes(chunk.filled + PREFIX_LENGTH, buffer, offset, length);
        chunk.filled += required;
    }

    private Chunk next(final int required)
    {
        final Chunk used = required <= CHUNK_LENGTH ? spare.poll() : null;
        return used != null ? used : new Chunk(Math.max(required, CHUNK_LENGTH));
    }

    private void handOver()
    {
        if (chunk != null)
        {
            full.add(chunk);
            waiting.incrementAndGet();
            chunk = null;
        }
    }

    @Override
    public boolean hasRoom()
    {
        return waiting.get() < MAX_WAITING;
    }

    @Override
    public void complete()
    {
        handOver();
        complete = true;
    }

    /** Whether nothing more comes; what has come may still have to be taken. */
    boolean isComplete()
    {
        return complete;
    }

    /** Hands out the records of one chunk; false if there is none now. The snapshot's thread. */
    boolean take(final EventHandler handler)
    {
        final Chunk next = full.poll();
        if (next == null)
        {
            return false;
        }
        waiting.decrementAndGet();
        for (int at = 0; at < next.filled;)
        {
            final int length = next.buffer.getInt(at, ByteOrder.LITTLE_ENDIAN);
            handler.onEvent(0, next.buffer, at + PREFIX_LENGTH, length);
            at += BitUtil.align(PREFIX_LENGTH + length, Long.BYTES);
        }
        if (next.buffer.capacity() == CHUNK_LENGTH)
        {
            next.filled = 0;
            spare.add(next);
        }
        return true;
    }
}
