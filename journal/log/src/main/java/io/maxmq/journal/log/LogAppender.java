package io.maxmq.journal.log;

import org.agrona.DirectBuffer;

/**
 * The writing side of a {@link Log}; used by one thread, the sequencer's.
 * <p>
 * {@link #append} copies an event, stamps its sequence and the current {@link #timestampMs(long) time} into the copy;
 * nobody sees it before {@link #commit()}.
 */
public interface LogAppender
{
    /** The log has no room for the event now; it may have later. */
    long FULL = -1L;
    /** No log of this configuration can ever hold the event, or it is not an event. */
    long REFUSED = -2L;
    /** The log has failed (a write or sync error) and takes nothing more. */
    long FAILED = -3L;

    /** The time stamped on what follows; a time before the last one counts as the last one. */
    void timestampMs(long nowMs);

    /** The time that is stamped at present. */
    long timestampMs();

    /**
     * Appends one event.
     *
     * @return its sequence, or {@link #FULL}, {@link #REFUSED}, {@link #FAILED}: then nothing has changed
     */
    long append(DirectBuffer buffer, int offset, int length);

    /** Whether an event of {@code length} bytes would be taken now. Essential ones may use the reserve. */
    boolean hasRoom(int length, boolean essential);

    /** Publishes everything appended so far. */
    void commit();

    /** Sequence of the last event appended; 0 = none. */
    long appended();

    /** Bytes appended that the slowest reader has not passed yet. */
    long lagBytes();

    /**
     * Housekeeping that is not due on every append: frees what is dead, prepares what comes next. Bounded.
     *
     * @return how much was done
     */
    int doWork();
}
