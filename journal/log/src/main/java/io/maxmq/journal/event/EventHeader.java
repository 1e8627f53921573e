package io.maxmq.journal.event;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The 64 bytes that open every event, with static access for code that routes events without decoding them
 * (sequencer, log, printer). All integers of events, message blocks and target lists are little-endian.
 * <pre>
 *  0 short type          {@link EventType}
 *  2 byte  version       of the body's layout
 *  3 byte  flags         per type
 *  4 int   tenant        0 = default
 *  8 long  sequence      stamped by the log, from 1
 * 16 long  timestampMs   stamped by the log: milliseconds since 1970, never backwards
 * 24 long  workers       bitmap of concerned workers; a hint, valid only if workerCount is the reader's
 * 32 short originWorker  who decided
 * 34 short workerCount   when it was decided; 0 = no hint
 * 36 int   bodyLength    bytes after the header
 * 40 long  decision      the origin's decision number
 * 48 long  reserved, 56 long reserved
 * </pre>
 * Stateless and thread-safe.
 */
public final class EventHeader
{
    public static final ByteOrder BYTE_ORDER = ByteOrder.LITTLE_ENDIAN;
    public static final int LENGTH = 64;

    public static final int TYPE_OFFSET = 0;
    public static final int VERSION_OFFSET = 2;
    public static final int FLAGS_OFFSET = 3;
    public static final int TENANT_OFFSET = 4;
    public static final int SEQUENCE_OFFSET = 8;
    public static final int TIMESTAMP_OFFSET = 16;
    public static final int WORKERS_OFFSET = 24;
    public static final int ORIGIN_WORKER_OFFSET = 32;
    public static final int WORKER_COUNT_OFFSET = 34;
    public static final int BODY_LENGTH_OFFSET = 36;
    public static final int DECISION_OFFSET = 40;
    public static final int RESERVED_OFFSET = 48;

    /** Bitmap that concerns every worker. */
    public static final long ALL_WORKERS = -1L;

    private EventHeader()
    {
    }

    public static int type(final DirectBuffer buffer, final int offset)
    {
        return buffer.getShort(offset + TYPE_OFFSET, BYTE_ORDER);
    }

    public static int version(final DirectBuffer buffer, final int offset)
    {
        return buffer.getByte(offset + VERSION_OFFSET) & 0xFF;
    }

    public static int flags(final DirectBuffer buffer, final int offset)
    {
        return buffer.getByte(offset + FLAGS_OFFSET) & 0xFF;
    }

    public static int tenant(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + TENANT_OFFSET, BYTE_ORDER);
    }

    public static long sequence(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + SEQUENCE_OFFSET, BYTE_ORDER);
    }

    public static long timestampMs(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + TIMESTAMP_OFFSET, BYTE_ORDER);
    }

    public static long workers(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + WORKERS_OFFSET, BYTE_ORDER);
    }

    public static int originWorker(final DirectBuffer buffer, final int offset)
    {
        return buffer.getShort(offset + ORIGIN_WORKER_OFFSET, BYTE_ORDER);
    }

    public static int workerCount(final DirectBuffer buffer, final int offset)
    {
        return buffer.getShort(offset + WORKER_COUNT_OFFSET, BYTE_ORDER);
    }

    public static int bodyLength(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + BODY_LENGTH_OFFSET, BYTE_ORDER);
    }

    public static long decision(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + DECISION_OFFSET, BYTE_ORDER);
    }

    /** The concerned workers as seen by a broker of {@code workerCount} workers: all of them if the hint is stale. */
    public static long concerned(final DirectBuffer buffer, final int offset, final int workerCount)
    {
        return workerCount(buffer, offset) == workerCount ? workers(buffer, offset) : ALL_WORKERS;
    }

    /** Whether {@code length} bytes at {@code offset} are as long as the header says; says nothing about the body. */
    public static boolean isComplete(final DirectBuffer buffer, final int offset, final int length)
    {
        return offset >= 0 && length >= LENGTH && length <= buffer.capacity() - offset &&
            bodyLength(buffer, offset) == length - LENGTH;
    }

    /** What only the log's writer sets. */
    public static void stamp(
        final MutableDirectBuffer buffer, final int offset, final long sequence, final long timestampMs)
    {
        buffer.putLong(offset + SEQUENCE_OFFSET, sequence, BYTE_ORDER);
        buffer.putLong(offset + TIMESTAMP_OFFSET, timestampMs, BYTE_ORDER);
    }
}
