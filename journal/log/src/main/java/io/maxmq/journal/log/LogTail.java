package io.maxmq.journal.log;

/**
 * The reading side of a {@link Log} for one worker; used by that worker's thread alone.
 */
public interface LogTail
{
    /**
     * Hands committed events to the handler in order, until {@code limit}, the end, or an event that is not taken. That
     * one is offered first by the next call.
     *
     * @return how many were taken
     */
    int poll(EventHandler handler, int limit);

    /** Sequence of the last event taken; everything up to it is applied. */
    long position();

    /** The newest event whose effects may leave the broker; {@link #position()} can be ahead of it with sync=batch. */
    long committed();

    /** The newest event that {@link #poll} could hand out. */
    long published();

    /**
     * Finds a stored event by its sequence; one that this reader retains, or has not passed, is always found. The view
     * is valid until the next call, the next release, or the end of the handler.
     *
     * @return false if it is gone, was never there, or cannot be read
     */
    boolean read(long sequence, EventView view);

    /** This reader needs the event after passing it. Counts: every retain wants one release. */
    void retain(long sequence);

    /** Gives back one {@link #retain}. */
    void release(long sequence);

    /**
     * The state from which the fold goes on with {@link Log#firstSequence()}; read once, before the first poll.
     *
     * @return null if there is none and the fold starts with nothing
     */
    default SnapshotSource snapshot()
    {
        return null;
    }

    /**
     * A checkpoint has been met: this reader's part of the snapshot goes to the sink, as of that event.
     *
     * @param sequence of the checkpoint
     * @return null if nobody wants the snapshot (any more)
     */
    default SnapshotSink beginSnapshot(final long sequence)
    {
        return null;
    }
}
