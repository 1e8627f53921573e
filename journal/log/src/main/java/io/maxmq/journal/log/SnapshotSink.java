package io.maxmq.journal.log;

import org.agrona.DirectBuffer;

/**
 * Takes one reader's part of a snapshot, in the reader's thread, without waiting for anything: what is appended is
 * written by another thread. Used from {@link LogTail#beginSnapshot} to {@link #complete}.
 */
public interface SnapshotSink
{
    /** One record, an event of one of the SNAPSHOT types; copied. */
    void append(DirectBuffer buffer, int offset, int length);

    /** Whether the writer keeps up; if not, what can wait should. */
    boolean hasRoom();

    /** The reader's part is whole. */
    void complete();
}
