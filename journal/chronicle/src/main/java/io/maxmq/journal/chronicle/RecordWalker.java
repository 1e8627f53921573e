package io.maxmq.journal.chronicle;

import io.maxmq.journal.log.EventView;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableDirectByteBuffer;

/** Steps from event to event in the data of a generation, within what is known to be complete. Not thread-safe. */
final class RecordWalker
{
    private final RecordFlyweight record = new RecordFlyweight();
    private final CRC32C crc = new CRC32C();

    /** Wraps the event whose first record lies at or after a document; returns the position behind it. */
    long view(
        final Generation in, final long from, final EventView view, final ExpandableDirectByteBuffer whole)
    {
        long at = in.nextRecord(from);
        final DirectBuffer data = in.data();
        record.wrap(data, (int)at + Generation.DOCUMENT_HEADER_LENGTH);
        final int length = record.eventLength();
        if (record.partLength() == length)
        {
            view.wrap(data, (int)at + Generation.DOCUMENT_HEADER_LENGTH + RecordFlyweight.HEADER_LENGTH, length);
            return in.after(at);
        }
        whole.checkLimit(length);
        int filled = 0;
        while (true)
        {
            final int part = record.partLength();
            whole.putBytes(filled, data,
                (int)at + Generation.DOCUMENT_HEADER_LENGTH + RecordFlyweight.HEADER_LENGTH, part);
            filled += part;
            at = in.after(at);
            if (filled >= length)
            {
                view.wrap(whole, 0, length);
                return at;
            }
            at = in.nextRecord(at);
            record.wrap(data, (int)at + Generation.DOCUMENT_HEADER_LENGTH);
        }
    }

    /** Position of an event's first record: from the index entry before it, a few documents on; -1 if it is gone. */
    long locate(final Generation in, final long sequence)
    {
        long at = in.floorPosition(sequence);
        if (at < 0)
        {
            return -1L;
        }
        at = in.nextRecord(at);
        record.wrap(in.data(), (int)at + Generation.DOCUMENT_HEADER_LENGTH);
        while (record.sequence() < sequence)
        {
            at = in.after(at);
            if (in.isStore() && at >= in.data().capacity())
            {
                return -1L;
            }
            at = in.nextRecord(at);
            record.wrap(in.data(), (int)at + Generation.DOCUMENT_HEADER_LENGTH);
        }
        return record.sequence() == sequence ? at : -1L;
    }

    /** Whether the first record of an event is as it was written: the disk may have changed what is old. */
    boolean isIntact(final Generation in, final long at, final ByteBuffer bytes, final long sequence)
    {
        final int length = in.header(at) & Generation.LENGTH_MASK;
        final int recordAt = (int)at + Generation.DOCUMENT_HEADER_LENGTH;
        record.wrap(in.data(), recordAt);
        return record.sequence() == sequence && record.isPlausible(length) &&
            record.crc() == RecordFlyweight.computeCrc(crc, bytes, recordAt, length);
    }
}
