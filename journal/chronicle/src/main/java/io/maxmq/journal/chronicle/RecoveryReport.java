package io.maxmq.journal.chronicle;

/**
 * What was found when a journal was opened.
 *
 * @param firstSequence of the oldest event
 * @param lastSequence  of the newest event; less than {@code firstSequence} if there is none
 * @param closed        whether the last broker ended in order
 * @param mayHaveLost   whether events that a reader had seen may be gone: the power went, or what was damaged was cut.
 * The
 *                      first event of the new run must say so (BROKER_START, unclean)
 * @param cutEvents     events found behind the end, which do not count
 * @param damage        where and how the journal ended early; null if it did not
 */
public record RecoveryReport(
    long firstSequence, long lastSequence, boolean closed, boolean mayHaveLost, long cutEvents, String damage)
{
}
