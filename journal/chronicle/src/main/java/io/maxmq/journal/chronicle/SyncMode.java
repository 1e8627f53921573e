package io.maxmq.journal.chronicle;

/** When what is appended reaches the disk. */
public enum SyncMode
{
    /** When the system pleases, and at the end; survives the end of the process, not of the power. */
    NONE,
    /** Every few milliseconds; the loss of power may cost those. */
    INTERVAL,
    /** As fast as the disk can; nothing leaves the broker before its cause is on the disk. */
    BATCH
}
