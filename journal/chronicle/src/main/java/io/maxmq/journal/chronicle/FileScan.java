package io.maxmq.journal.chronicle;

import io.maxmq.journal.log.EventView;
import org.agrona.BitUtil;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Finds every event of one data file that is whole, also behind damage, as long as the file is being written or not. It
 * believes nothing but checksums: what is no record is searched for the next one. Not thread-safe.
 */
final class FileScan
{
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    /**
     * A stretch without a record before one that is whole, or before the end.
     *
     * @param from  byte
     * @param to    byte, {@code from} where nothing follows that could be read
     * @param after the event before it
     */
    record Gap(long from, long to, long after)
    {
    }

    private final int number;
    private final Path folder;
    private final boolean open;
    private final long limit;
    private final MappedByteBuffer map;
    private final ByteBuffer bytes;
    private final UnsafeBuffer data;
    private final RecordFlyweight record = new RecordFlyweight();
    private final CRC32C crc = new CRC32C();
    private final List<EventRun> runs = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private long lastSequence;
    private long highestSynced;
    /** Where reading goes on when a broker has written more. */
    private long end;
    /** Of the first document that is no record. */
    private long stop;
    private boolean broken;

    /**
     * @param journal folder
     * @param number  of the generation
     * @param limit   the last event that counts; {@code Long.MAX_VALUE} if all do
     * @param after   the event after which those that count begin
     */
    FileScan(final Path journal, final int number, final boolean open, final long limit, final long after)
        throws IOException
    {
        this.number = number;
        this.open = open;
        this.limit = limit;
        lastSequence = after;
        folder = Generation.folder(journal, number);
        try (FileChannel channel = FileChannel.open(Generation.dataFile(folder), StandardOpenOption.READ))
        {
            map = channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(channel.size(), Integer.MAX_VALUE));
        }
        bytes = map.duplicate();
        data = new UnsafeBuffer(map);
    }

    /** Reads on from where it stopped; false if there is nothing new. */
    boolean readOn()
    {
        final long before = lastSequence;
        readRecords(end);
        while (lastSequence < limit)
        {
            final long next = findRecord(stop);
            if (isRecord(stop))
            {
                // a broker has written it meanwhile
                readRecords(end);
            }
            else if (next < 0)
            {
                break;
            }
            else
            {
                gaps.add(new Gap(stop, next, lastSequence));
                broken = true;
                readRecords(next);
            }
        }
        return lastSequence > before;
    }

    /** Reads records up to what is none, where it stops; the end is behind the last event that is whole. */
    private void readRecords(final long from)
    {
        long at = from;
        long good = from;
        long sequence = 0;
        int expected = 0;
        while (lastSequence < limit && isComplete(at))
        {
            if (Generation.isMetaData(header(at)))
            {
                at = after(at);
                continue;
            }
            if (!isRecord(at))
            {
                break;
            }
            if (record.partOffset() == 0)
            {
                sequence = record.sequence();
                good = at;
            }
            expected = record.partOffset() == 0 ? record.partLength() :
                record.sequence() == sequence && record.partOffset() == expected ? expected + record.partLength() : -1;
            highestSynced = Math.max(highestSynced, record.synced());
            final boolean whole = expected == record.eventLength();
            at = after(at);
            if (whole)
            {
                add(sequence, good);
            }
            good = whole || expected < 0 ? at : good;
        }
        end = good;
        stop = at;
    }

    private void add(final long sequence, final long position)
    {
        if (sequence > lastSequence && sequence <= limit)
        {
            if (broken || runs.isEmpty() || sequence != lastSequence + 1)
            {
                runs.add(new EventRun(this, sequence));
                broken = false;
            }
            runs.get(runs.size() - 1).add(position);
            lastSequence = sequence;
        }
    }

    private boolean isComplete(final long at)
    {
        if (at + Generation.DOCUMENT_HEADER_LENGTH > data.capacity())
        {
            return false;
        }
        final int header = header(at);
        return header != 0 && (header & Generation.NOT_COMPLETE) == 0 && after(at) <= data.capacity() + 3L;
    }

    /** Whether a document is a record as it was written. */
    private boolean isRecord(final long at)
    {
        if (!isComplete(at) || Generation.isMetaData(header(at)))
        {
            return false;
        }
        final int length = header(at) & Generation.LENGTH_MASK;
        return isValid((int)at + Generation.DOCUMENT_HEADER_LENGTH, length);
    }

    private boolean isValid(final int recordAt, final int length)
    {
        if (length < RecordFlyweight.HEADER_LENGTH || recordAt > data.capacity() - length)
        {
            return false;
        }
        record.wrap(data, recordAt);
        return record.isPlausible(length) && record.crc() == RecordFlyweight.computeCrc(crc, bytes, recordAt, length);
    }

    /** The next document at or behind a position whose record is whole; −1 if there is none. Zeros are passed quickly. */
    private long findRecord(final long from)
    {
        final int last = data.capacity() - RecordFlyweight.HEADER_LENGTH;
        for (int at = BitUtil.align((int)from, 4) + Generation.DOCUMENT_HEADER_LENGTH; at <= last; at += 4)
        {
            if (data.getLong(at) == 0)
            {
                at += 4;
            }
            else if (data.getInt(at, ORDER) == RecordFlyweight.MAGIC)
            {
                record.wrap(data, at);
                final long length = RecordFlyweight.HEADER_LENGTH + (long)record.partLength();
                if (record.partLength() >= 0 && length <= data.capacity() - at && isValid(at, (int)length) &&
                    header(at - 4L) == (int)length)
                {
                    return at - Generation.DOCUMENT_HEADER_LENGTH;
                }
            }
        }
        return -1;
    }

    /** Whether there is something at the end that was finished and is no record. */
    boolean endsInDamage()
    {
        return lastSequence < limit && isComplete(stop) && !isRecord(stop);
    }

    private long skipMetaData(final long from)
    {
        long at = from;
        while (isComplete(at) && Generation.isMetaData(header(at)))
        {
            at = after(at);
        }
        return at;
    }

    private int header(final long at)
    {
        return data.getInt((int)at, ORDER);
    }

    private long after(final long at)
    {
        return at + Generation.DOCUMENT_HEADER_LENGTH + ((header(at) & Generation.LENGTH_MASK) + 3 & ~3);
    }

    /** Position of an event that is in the run which begins at a position. */
    long locate(final long from, final long sequence)
    {
        long at = skipMetaData(from);
        record.wrap(data, (int)at + Generation.DOCUMENT_HEADER_LENGTH);
        while (record.sequence() < sequence)
        {
            at = skipMetaData(after(at));
            record.wrap(data, (int)at + Generation.DOCUMENT_HEADER_LENGTH);
        }
        return at;
    }

    /** Wraps the event that starts at or behind a document; returns the position behind it. */
    long view(final long from, final EventView view, final ExpandableDirectByteBuffer whole)
    {
        long at = skipMetaData(from);
        record.wrap(data, (int)at + Generation.DOCUMENT_HEADER_LENGTH);
        final int length = record.eventLength();
        int part = (int)at + Generation.DOCUMENT_HEADER_LENGTH + RecordFlyweight.HEADER_LENGTH;
        if (record.partLength() == length)
        {
            view.wrap(data, part, length);
            return after(at);
        }
        whole.checkLimit(length);
        int filled = 0;
        while (true)
        {
            whole.putBytes(filled, data, part, record.partLength());
            filled += record.partLength();
            at = after(at);
            if (filled >= length)
            {
                view.wrap(whole, 0, length);
                return at;
            }
            at = skipMetaData(at);
            record.wrap(data, (int)at + Generation.DOCUMENT_HEADER_LENGTH);
            part = (int)at + Generation.DOCUMENT_HEADER_LENGTH + RecordFlyweight.HEADER_LENGTH;
        }
    }

    List<EventRun> runs()
    {
        return runs;
    }

    List<Gap> gaps()
    {
        return gaps;
    }

    int number()
    {
        return number;
    }

    Path folder()
    {
        return folder;
    }

    boolean isOpen()
    {
        return open;
    }

    long limit()
    {
        return limit;
    }

    /** Of the last event read, or before the first. */
    long lastSequence()
    {
        return lastSequence;
    }

    /** The newest event that any record says had been on the disk. */
    long highestSynced()
    {
        return highestSynced;
    }

    long end()
    {
        return end;
    }

    /** Of the first document that is no record; at or behind the end. */
    long stop()
    {
        return stop;
    }

    JournalFile describe()
    {
        final long events = runs.stream().mapToLong(EventRun::events).sum();
        return new JournalFile(number, folder, runs.isEmpty() ? 0 : runs.get(0).firstSequence(),
            runs.isEmpty() ? 0 : lastSequence, events, data.capacity(), end, open);
    }
}
