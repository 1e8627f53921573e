package io.maxmq.journal.chronicle;

import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.SnapshotEndEvent;
import java.io.IOException;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/** Writes the files of a snapshot, each no longer than can be mapped. Not thread-safe. */
final class SnapshotWriter implements AutoCloseable
{
    private static final long MAX_FILE_LENGTH = 1L << 30;

    private final Path journal;
    private final int number;
    private final DiskForce disk;
    private DocumentWriter file;
    private int files;
    private long records;
    private long bytes;

    SnapshotWriter(final Path journal, final int number, final DiskForce disk) throws IOException
    {
        this.journal = journal;
        this.number = number;
        this.disk = disk;
        next();
    }

    private void next() throws IOException
    {
        file = new DocumentWriter(SnapshotFiles.file(journal, number, files), disk);
        files++;
    }

    void append(final DirectBuffer buffer, final int offset, final int length) throws IOException
    {
        if (file.position() + length > MAX_FILE_LENGTH)
        {
            endFile();
            next();
        }
        file.append(++records, buffer, offset, length);
    }

    private void endFile() throws IOException
    {
        bytes += file.position();
        file.force();
        file.close();
    }

    /** Makes it whole and brings it to the disk. */
    Manifest.Snapshot finish(final long sequence, final long timestampMs, final long references) throws IOException
    {
        final MutableDirectBuffer buffer = new ExpandableArrayBuffer(128);
        final SnapshotEndEvent end = new SnapshotEndEvent().wrapForWrite(buffer, 0)
            .records(records).references(references);
        EventHeader.stamp(buffer, 0, sequence, timestampMs);
        append(buffer, 0, end.length());
        endFile();
        Manifest.forceFolder(journal);
        return new Manifest.Snapshot(number, sequence, files);
    }

    /** Length of all files. */
    long bytes()
    {
        return bytes;
    }

    @Override
    public void close() throws IOException
    {
        file.close();
    }
}
