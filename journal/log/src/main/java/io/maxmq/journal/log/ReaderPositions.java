package io.maxmq.journal.log;

import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How far each reader has come: last sequence taken and bytes passed. A reader is the only writer of its own line and
 * publishes with release semantics after it has handled the events; the log's writer takes the minimum.
 */
final class ReaderPositions {
    private static final int STRIDE = BitUtil.CACHE_LINE_LENGTH * 2;
    private static final int SEQUENCE_OFFSET = 0;
    private static final int BYTES_OFFSET = 8;

    private final int readerCount;
    private final UnsafeBuffer positions;

    ReaderPositions(final int readerCount) {
        this.readerCount = readerCount;
        positions = new UnsafeBuffer(new byte[readerCount * STRIDE]);
    }

    void passed(final int reader, final long sequence, final long bytes) {
        positions.putLongRelease(reader * STRIDE + BYTES_OFFSET, bytes);
        positions.putLongRelease(reader * STRIDE + SEQUENCE_OFFSET, sequence);
    }

    long slowestSequence() {
        return minimum(SEQUENCE_OFFSET);
    }

    long slowestBytes() {
        return minimum(BYTES_OFFSET);
    }

    private long minimum(final int field) {
        long minimum = Long.MAX_VALUE;
        for (int reader = 0; reader < readerCount; reader++) {
            minimum = Math.min(minimum, positions.getLongAcquire(reader * STRIDE + field));
        }
        return minimum;
    }
}
