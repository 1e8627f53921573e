package io.maxmq.journal.log;

import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How far each reader has come: last sequence taken, bytes passed, version of the directory it uses. A reader is the
 * only writer of its own line and publishes with release semantics after it has done what the values say; the log's
 * writer takes the minimum. A reader that has not come yet stands at 0.
 */
public final class ReaderPositions
{
    private static final int STRIDE = BitUtil.CACHE_LINE_LENGTH * 2;
    private static final int SEQUENCE_OFFSET = 0;
    private static final int BYTES_OFFSET = 8;
    private static final int VERSION_OFFSET = 16;

    private final int readerCount;
    private final UnsafeBuffer positions;

    public ReaderPositions(final int readerCount)
    {
        this.readerCount = readerCount;
        positions = new UnsafeBuffer(new byte[readerCount * STRIDE]);
    }

    public void passed(final int reader, final long sequence, final long bytes)
    {
        positions.putLongRelease(reader * STRIDE + BYTES_OFFSET, bytes);
        positions.putLongRelease(reader * STRIDE + SEQUENCE_OFFSET, sequence);
    }

    /** The reader will not touch anything that only an earlier directory shows. */
    public void adopted(final int reader, final long version)
    {
        positions.putLongRelease(reader * STRIDE + VERSION_OFFSET, version);
    }

    public long slowestSequence()
    {
        return minimum(SEQUENCE_OFFSET);
    }

    public long slowestBytes()
    {
        return minimum(BYTES_OFFSET);
    }

    public long oldestVersion()
    {
        return minimum(VERSION_OFFSET);
    }

    private long minimum(final int field)
    {
        long minimum = Long.MAX_VALUE;
        for (int reader = 0; reader < readerCount; reader++)
        {
            minimum = Math.min(minimum, positions.getLongAcquire(reader * STRIDE + field));
        }
        return minimum;
    }
}
