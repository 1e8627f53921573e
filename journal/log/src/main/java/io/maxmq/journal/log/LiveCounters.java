package io.maxmq.journal.log;

import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How many references each reader holds into one segment or generation, and when it is dead.
 * <p>
 * Each reader counts its own retains and releases, both only upwards, in a cache line of its own; it is the only
 * writer there. The log's writer decides by {@link #observe} and {@link #isDead}, in two steps, because readers stand
 * at different places of the log while a reference passes from one to another:
 * <ol>
 * <li>it sees no reader hold anything, and notes each reader's retains and the newest sequence appended, Z;</li>
 * <li>later, when every reader has passed Z, it sees that nobody retained anything in between.</li>
 * </ol>
 * Then no reader held anything when it stood at Z, so nothing is alive in the state at Z, and what is not alive there
 * is never referred to again. One look alone would miss a reference whose giver is ahead of its taker.
 */
final class LiveCounters {
    private static final int STRIDE = BitUtil.CACHE_LINE_LENGTH * 2;
    private static final int RETAINS_OFFSET = 0;
    private static final int RELEASES_OFFSET = 8;
    private static final long NOT_OBSERVED = -1L;

    private final int readerCount;
    private final UnsafeBuffer counters;
    private final long[] observedRetains;
    private long observedAt = NOT_OBSERVED;

    LiveCounters(final int readerCount) {
        this.readerCount = readerCount;
        counters = new UnsafeBuffer(new byte[readerCount * STRIDE]);
        observedRetains = new long[readerCount];
    }

    /** The writer, while no reader can reach it. */
    void reset() {
        counters.setMemory(0, counters.capacity(), (byte)0);
        observedAt = NOT_OBSERVED;
    }

    /** The reader's thread. */
    void retain(final int reader) {
        increment(reader * STRIDE + RETAINS_OFFSET);
    }

    /** The reader's thread. */
    void release(final int reader) {
        increment(reader * STRIDE + RELEASES_OFFSET);
    }

    /** References that a reader holds; exact for its own thread. */
    long live(final int reader) {
        // Releases first: a count that is not older than them cannot make the difference too small.
        final long releases = counters.getLongAcquire(reader * STRIDE + RELEASES_OFFSET);
        return counters.getLongAcquire(reader * STRIDE + RETAINS_OFFSET) - releases;
    }

    /** First step; the writer. False if somebody holds something. */
    boolean observe(final long appended) {
        for (int reader = 0; reader < readerCount; reader++) {
            final long releases = counters.getLongAcquire(reader * STRIDE + RELEASES_OFFSET);
            final long retains = counters.getLongAcquire(reader * STRIDE + RETAINS_OFFSET);
            if (retains != releases) {
                observedAt = NOT_OBSERVED;
                return false;
            }
            observedRetains[reader] = retains;
        }
        observedAt = appended;
        return true;
    }

    boolean isObserved() {
        return observedAt != NOT_OBSERVED;
    }

    /** Second step; the writer, who read {@code slowestPosition} before. */
    boolean isDead(final long slowestPosition) {
        if (observedAt == NOT_OBSERVED || slowestPosition < observedAt) {
            return false;
        }
        for (int reader = 0; reader < readerCount; reader++) {
            if (counters.getLongAcquire(reader * STRIDE + RETAINS_OFFSET) != observedRetains[reader]) {
                observedAt = NOT_OBSERVED;
                return false;
            }
        }
        return true;
    }

    private void increment(final int index) {
        counters.putLongRelease(index, counters.getLong(index) + 1);
    }
}
