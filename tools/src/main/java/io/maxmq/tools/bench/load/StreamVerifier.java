package io.maxmq.tools.bench.load;

import java.util.Arrays;

import org.agrona.collections.LongHashSet;

/**
 * Judges what one receiver, a subscriber or a shared group as a whole, gets of the lanes it listens to: every sequence
 * once, and in order. Owned by one engine; the members of a shared group live on the same engine and share it.
 *
 * <p>Per lane it keeps the next expected number, and the numbers below it that have not come yet. Those are lost until
 * they come; if they do, the message counts as late, not lost.
 */
public final class StreamVerifier
{
    /** The expected message. */
    public static final int IN_ORDER = 0;
    /** A new message, but some before it have not come yet. */
    public static final int AFTER_GAP = 1;
    /** A new message that others have overtaken. */
    public static final int LATE = 2;
    /** A message that has come before. */
    public static final int DUPLICATE = 3;
    /** A message of a lane that this receiver does not listen to. */
    public static final int MISROUTED = 4;

    private static final int MAX_TRACKED_GAP = 1 << 20;

    private final int firstLane;
    private final int[] next;
    private LongHashSet missing;
    private long untrackedLost;

    /**
     * @param firstLane the first lane it listens to.
     * @param laneCount how many lanes from there on.
     */
    public StreamVerifier(final int firstLane, final int laneCount)
    {
        this.firstLane = firstLane;
        this.next = new int[laneCount];
    }

    /**
     * Judge one arrival.
     *
     * @param lane     from the payload.
     * @param sequence from the payload.
     * @return one of the constants of this class.
     */
    public int onMessage(final int lane, final int sequence)
    {
        final int index = lane - firstLane;
        if (index < 0 || index >= next.length)
        {
            return MISROUTED;
        }
        final int expected = next[index];
        if (sequence == expected)
        {
            next[index] = expected + 1;
            return IN_ORDER;
        }
        return onUnexpected(index, expected, sequence);
    }

    /**
     * Forget the past of all lanes: the next round of retained messages begins.
     */
    public void restart()
    {
        Arrays.fill(next, 0);
        missing = null;
        untrackedLost = 0;
    }

    /**
     * How many of the messages sent on a lane have not come?
     *
     * @param lane the lane.
     * @param sent messages published on it.
     * @return those behind the newest that came; gaps before it are in {@link #gaps()}.
     */
    public long behind(final int lane, final long sent)
    {
        return sent - Integer.toUnsignedLong(next[lane - firstLane]);
    }

    /**
     * @return messages of all lanes that were overtaken and never came.
     */
    public long gaps()
    {
        return untrackedLost + (missing == null ? 0 : missing.size());
    }

    private int onUnexpected(final int index, final int expected, final int sequence)
    {
        if (sequence - expected > 0)
        {
            addMissing(index, expected, sequence);
            next[index] = sequence + 1;
            return AFTER_GAP;
        }
        return missing != null && missing.remove(key(index, sequence)) ? LATE : DUPLICATE;
    }

    private void addMissing(final int index, final int from, final int to)
    {
        if (missing == null)
        {
            missing = new LongHashSet();
        }
        if (missing.size() + (long)(to - from) > MAX_TRACKED_GAP)
        {
            untrackedLost += to - from;
            return;
        }
        for (int sequence = from; sequence != to; sequence++)
        {
            missing.add(key(index, sequence));
        }
    }

    private static long key(final int index, final int sequence)
    {
        return (long)index << 32 | Integer.toUnsignedLong(sequence);
    }
}
