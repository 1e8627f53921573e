package io.maxmq.journal.log;

/** How the sequencer tells parked readers that there is something for them. */
@FunctionalInterface
public interface Wakeups
{
    /** Nobody parks. */
    Wakeups NONE = readers -> {};

    /** Wakes those of the readers in the bitmap that are parked; called once per committed batch. */
    void wake(long readers);
}
