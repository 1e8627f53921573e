package io.maxmq.journal.log;

/**
 * The state of all readers together at one place of a log, as records; read at a start by every reader, each of which
 * takes what is its own. Thread-safe.
 */
public interface SnapshotSource
{
    /** The place: everything up to this event is in the snapshot, nothing behind it. */
    long sequence();

    /**
     * Hands out all records in the order in which each reader wrote its own.
     *
     * @param handler gets the records with their numbers, from 1; its answer false ends the reading
     */
    void forEach(EventHandler handler);
}
