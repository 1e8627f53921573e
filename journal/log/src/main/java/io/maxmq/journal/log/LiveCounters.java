package io.maxmq.journal.log;

import java.util.Arrays;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How many references each reader holds into one segment or generation, and when it is dead.
 * <p>
 * Each reader counts its own retains and releases, both only upwards, in a cache line of its own; it is the only
 * writer there. The log's writer decides in two steps, because readers stand at different places of the log while a
 * reference passes from one to another:
 * <ol>
 * <li>{@link #observe} and {@link #isFree}: it notes each reader's retains and the newest sequence appended, Z, and
 * sees that no reader holds anything;</li>
 * <li>{@link #hasPassedQuietly}: later, when every reader has passed Z, it sees that nobody retained anything in
 * between.</li>
 * </ol>
 * Then no reader held anything when it stood at Z, so nothing is alive in the state at Z, and what is not alive there
 * is never referred to again. One look alone would miss a reference whose giver is ahead of its taker; so would two
 * looks that compare what is held and not what was retained. The same holds for a single event that had no references
 * when it was looked at after {@link #observe}.
 */
public final class LiveCounters
{
    private static final int STRIDE = BitUtil.CACHE_LINE_LENGTH * 2;
    private static final int RETAINS_OFFSET = 0;
    private static final int RELEASES_OFFSET = 8;
    private static final long NOT_OBSERVED = -1L;

    private final int readerCount;
    private final UnsafeBuffer counters;
    /** What readers held in the segments that were compacted into this one; the writer's. */
    private final long[] base;
    private final long[] observedRetains;
    private long observedAt = NOT_OBSERVED;

    public LiveCounters(final int readerCount)
    {
        this.readerCount = readerCount;
        counters = new UnsafeBuffer(new byte[readerCount * STRIDE]);
        base = new long[readerCount];
        observedRetains = new long[readerCount];
    }

    /** The writer, while no reader can reach it. */
    public void reset()
    {
        counters.setMemory(0, counters.capacity(), (byte)0);
        Arrays.fill(base, 0L);
        observedAt = NOT_OBSERVED;
    }

    /** The reader's thread. */
    public void retain(final int reader)
    {
        increment(reader * STRIDE + RETAINS_OFFSET);
    }

    /** The reader's thread. */
    public void release(final int reader)
    {
        increment(reader * STRIDE + RELEASES_OFFSET);
    }

    /** References that a reader holds; cannot come out as too few. */
    public long live(final int reader)
    {
        final long releases = counters.getLongAcquire(reader * STRIDE + RELEASES_OFFSET);
        return base[reader] + counters.getLongAcquire(reader * STRIDE + RETAINS_OFFSET) - releases;
    }

    /** The writer takes over what readers hold in a segment they use no more. */
    public void addFrom(final LiveCounters retired)
    {
        for (int reader = 0; reader < readerCount; reader++)
        {
            base[reader] += retired.live(reader);
        }
        observedAt = NOT_OBSERVED;
    }

    /** First step; the writer. */
    public void observe(final long appended)
    {
        for (int reader = 0; reader < readerCount; reader++)
        {
            observedRetains[reader] = counters.getLongAcquire(reader * STRIDE + RETAINS_OFFSET);
        }
        observedAt = appended;
    }

    public void forget()
    {
        observedAt = NOT_OBSERVED;
    }

    public boolean isObserved()
    {
        return observedAt != NOT_OBSERVED;
    }

    /** Whether no reader holds anything, each seen at a place of its own. */
    public boolean isFree()
    {
        for (int reader = 0; reader < readerCount; reader++)
        {
            if (live(reader) != 0)
            {
                return false;
            }
        }
        return true;
    }

    /** Whether every reader has passed the place of the first step. */
    public boolean hasPassed(final long slowestPosition)
    {
        return observedAt != NOT_OBSERVED && slowestPosition >= observedAt;
    }

    /**
     * Second step; the writer, who read {@code slowestPosition} before: all are past it, and retained nothing since.
     */
    public boolean hasPassedQuietly(final long slowestPosition)
    {
        if (!hasPassed(slowestPosition))
        {
            return false;
        }
        for (int reader = 0; reader < readerCount; reader++)
        {
            if (counters.getLongAcquire(reader * STRIDE + RETAINS_OFFSET) != observedRetains[reader])
            {
                return false;
            }
        }
        return true;
    }

    private void increment(final int index)
    {
        counters.putLongRelease(index, counters.getLong(index) + 1);
    }
}
