package io.maxmq.journal.log;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the {@link Sequencer} counts. Written by its thread, read by any; each value is exact, together they are not a
 * snapshot.
 */
public final class SequencerCounters
{
    private static final int EVENTS = 0;
    private static final int BYTES = 8;
    private static final int BATCHES = 16;
    private static final int NO_ROOM = 24;
    private static final int LAGGING = 32;
    private static final int REFUSED = 40;
    private static final int LENGTH = 48;

    private final UnsafeBuffer values = new UnsafeBuffer(new byte[LENGTH]);

    SequencerCounters()
    {
    }

    /** Events appended. */
    public long events()
    {
        return values.getLongOpaque(EVENTS);
    }

    /** Bytes of events appended. */
    public long bytes()
    {
        return values.getLongOpaque(BYTES);
    }

    /** Commits that published something. */
    public long batches()
    {
        return values.getLongOpaque(BATCHES);
    }

    /** Offers turned down because the log had no room. */
    public long noRoom()
    {
        return values.getLongOpaque(NO_ROOM);
    }

    /** Offers turned down because a reader was too far behind. */
    public long lagging()
    {
        return values.getLongOpaque(LAGGING);
    }

    /** Events thrown away because no log could take them: a bug of whoever decided them. */
    public long refused()
    {
        return values.getLongOpaque(REFUSED);
    }

    void onEvent(final int length)
    {
        add(EVENTS, 1);
        add(BYTES, length);
    }

    void onBatch()
    {
        add(BATCHES, 1);
    }

    void onNoRoom()
    {
        add(NO_ROOM, 1);
    }

    void onLagging()
    {
        add(LAGGING, 1);
    }

    void onRefused()
    {
        add(REFUSED, 1);
    }

    private void add(final int index, final long n)
    {
        values.putLongOpaque(index, values.getLong(index) + n);
    }
}
