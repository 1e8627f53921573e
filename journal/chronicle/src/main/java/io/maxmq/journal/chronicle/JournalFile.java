package io.maxmq.journal.chronicle;

import java.nio.file.Path;

/**
 * A file of the journal, as {@link JournalReader} has found it.
 *
 * @param number        of the generation
 * @param folder        that holds it
 * @param firstSequence of the events that can be read; 0 if there are none
 * @param lastSequence  of the events that can be read; 0 if there are none
 * @param events        that can be read
 * @param length        of the file in bytes
 * @param used          bytes up to the end of the last event
 * @param open          whether it is being written, or was when the broker died
 */
public record JournalFile(
    int number, Path folder, long firstSequence, long lastSequence, long events, long length, long used, boolean open)
{
}
