package io.maxmq.journal.chronicle;

/**
 * Something in a journal that is not as it was written.
 *
 * @param what      for people, with file and place
 * @param firstLost of the events that cannot be read because of it; 0 if none is known to be lost
 * @param lastLost  of the events that cannot be read because of it
 * @param torn      whether it is what a loss of power leaves behind: a broker cuts it, and starts
 */
public record JournalProblem(String what, long firstLost, long lastLost, boolean torn)
{
}
