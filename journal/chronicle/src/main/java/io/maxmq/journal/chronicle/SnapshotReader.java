package io.maxmq.journal.chronicle;

import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventType;
import io.maxmq.journal.event.SnapshotEndEvent;
import io.maxmq.journal.log.EventHandler;
import io.maxmq.journal.log.SnapshotSource;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A snapshot that the manifest names, mapped and checked from the first byte to the last. Immutable.
 */
final class SnapshotReader implements SnapshotSource
{
    private final long sequence;
    private final List<MappedByteBuffer> maps = new ArrayList<>();
    private long timestampMs;
    private long bytes;

    private SnapshotReader(final long sequence)
    {
        this.sequence = sequence;
    }

    /** Throws if anything of it is missing or not as it was written. */
    static SnapshotReader open(final Path journal, final Manifest.Snapshot named) throws IOException
    {
        final SnapshotReader reader = new SnapshotReader(named.sequence());
        for (int i = 0; i < named.files(); i++)
        {
            final Path file = SnapshotFiles.file(journal, named.number(), i);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
            {
                reader.maps.add(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
                reader.bytes += channel.size();
            }
            catch (final IOException e)
            {
                throw new JournalException("the snapshot " + file + " cannot be read: " + e.getMessage(), e);
            }
        }
        if (!reader.isWhole())
        {
            throw new JournalException("the snapshot " + SnapshotFiles.file(journal, named.number(), 0) +
                " is damaged: its records do not match their checksums");
        }
        return reader;
    }

    private boolean isWhole()
    {
        final CRC32C crc = new CRC32C();
        final RecordFlyweight record = new RecordFlyweight();
        final SnapshotEndEvent end = new SnapshotEndEvent();
        long count = 0;
        boolean ended = false;
        for (final MappedByteBuffer map : maps)
        {
            final UnsafeBuffer data = new UnsafeBuffer(map);
            for (int at = 0; at < data.capacity(); at = after(data, at))
            {
                final int length = length(data, at);
                final int recordAt = at + Generation.DOCUMENT_HEADER_LENGTH;
                if (ended || length < RecordFlyweight.HEADER_LENGTH || length > data.capacity() - recordAt)
                {
                    return false;
                }
                record.wrap(data, recordAt);
                if (record.sequence() != count + 1 || !record.isPlausible(length) ||
                    record.crc() != RecordFlyweight.computeCrc(crc, map.duplicate(), recordAt, length))
                {
                    return false;
                }
                final int event = recordAt + RecordFlyweight.HEADER_LENGTH;
                ended = EventHeader.type(data, event) == EventType.SNAPSHOT_END &&
                    end.wrap(data, event, record.eventLength()) && end.records() == count;
                timestampMs = ended ? end.timestampMs() : 0L;
                count++;
            }
        }
        return ended;
    }

    private static int length(final UnsafeBuffer data, final int at)
    {
        return data.getInt(at, ByteOrder.LITTLE_ENDIAN) & Generation.LENGTH_MASK;
    }

    private static int after(final UnsafeBuffer data, final int at)
    {
        return at + Generation.DOCUMENT_HEADER_LENGTH + (length(data, at) + 3 & ~3);
    }

    @Override
    public long sequence()
    {
        return sequence;
    }

    /** Time of the last event in it. */
    long timestampMs()
    {
        return timestampMs;
    }

    /** Length of all files. */
    long bytes()
    {
        return bytes;
    }

    @Override
    public void forEach(final EventHandler handler)
    {
        long number = 0;
        for (final MappedByteBuffer map : maps)
        {
            final UnsafeBuffer data = new UnsafeBuffer(map);
            for (int at = 0; at < data.capacity(); at = after(data, at))
            {
                final int event = at + Generation.DOCUMENT_HEADER_LENGTH + RecordFlyweight.HEADER_LENGTH;
                if (!handler.onEvent(++number, data, event, length(data, at) - RecordFlyweight.HEADER_LENGTH))
                {
                    return;
                }
            }
        }
    }
}
