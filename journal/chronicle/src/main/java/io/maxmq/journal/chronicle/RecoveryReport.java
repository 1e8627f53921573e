package io.maxmq.journal.chronicle;

/**
 * What was found when a journal was opened.
 *
 * @param firstSequence of the oldest event
 * @param lastSequence  of the newest event; less than {@code firstSequence} if there is none
 * @param cutEvents     events found behind the end, which do not count
 * @param damage        where and how the journal ended early; null if it did not
 */
public record RecoveryReport(long firstSequence, long lastSequence, long cutEvents, String damage) {
}
