package io.maxmq.journal.chronicle;

import io.maxmq.journal.log.EventHandler;
import io.maxmq.journal.log.EventView;
import io.maxmq.journal.log.LogTail;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableDirectByteBuffer;

/**
 * A reader of a {@link ChronicleLog}: walks the mapped files, without a call to the system or to Chronicle. Events in one
 * record are handed out where they lie; longer ones are put together in a buffer of the reader's own.
 */
final class ChronicleTail implements LogTail {
    private final ChronicleLog log;
    private final int reader;
    private final RecordFlyweight record = new RecordFlyweight();
    private final ExpandableDirectByteBuffer assembled = new ExpandableDirectByteBuffer(1024);
    private final ExpandableDirectByteBuffer assembledForRead = new ExpandableDirectByteBuffer(1024);
    private final EventView next = new EventView();
    private final CRC32C crc = new CRC32C();
    private Generation checked;
    private ByteBuffer checkedBytes;
    private Generation generation;
    /** Of the header of the next document in the generation. */
    private long cursor;
    private long position;

    ChronicleTail(final ChronicleLog log, final int reader, final long fromSequence) {
        this.log = log;
        this.reader = reader;
        position = fromSequence - 1;
        generation = log.find(fromSequence);
        cursor = fromSequence == generation.firstSequence() ? generation.startPosition() :
            view(generation, locate(generation, position), next, assembled);
        log.positions().passed(reader, position, generation.basePosition() + cursor);
    }

    @Override
    public int poll(final EventHandler handler, final int limit) {
        final long end = Math.min(log.published(), position + limit);
        final long from = position;
        try {
            while (position < end) {
                if (position + 1 > generation.lastSequence()) {
                    generation = log.find(position + 1);
                    cursor = generation.startPosition();
                }
                final long after = view(generation, cursor, next, assembled);
                if (!handler.onEvent(position + 1, next.buffer(), next.offset(), next.length())) {
                    break;
                }
                cursor = after;
                position++;
            }
        } finally {
            if (position != from) {
                log.positions().passed(reader, position, generation.basePosition() + cursor);
            }
        }
        return (int)(position - from);
    }

    /** Wraps the event whose first record lies at or after a document; returns the position behind it. */
    private long view(
        final Generation in, final long from, final EventView view, final ExpandableDirectByteBuffer whole) {
        long at = in.nextRecord(from);
        final DirectBuffer data = in.data();
        record.wrap(data, (int)at + Generation.DOCUMENT_HEADER_LENGTH);
        final int length = record.eventLength();
        if (record.partLength() == length) {
            view.wrap(data, (int)at + Generation.DOCUMENT_HEADER_LENGTH + RecordFlyweight.HEADER_LENGTH, length);
            return in.after(at);
        }
        whole.checkLimit(length);
        int filled = 0;
        while (true) {
            final int part = record.partLength();
            whole.putBytes(filled, data,
                (int)at + Generation.DOCUMENT_HEADER_LENGTH + RecordFlyweight.HEADER_LENGTH, part);
            filled += part;
            at = in.after(at);
            if (filled >= length) {
                view.wrap(whole, 0, length);
                return at;
            }
            at = in.nextRecord(at);
            record.wrap(data, (int)at + Generation.DOCUMENT_HEADER_LENGTH);
        }
    }

    /** Position of an event's first record: from the index entry before it, a few documents on. */
    private long locate(final Generation in, final long sequence) {
        final long indexed = in.index().floorSequence(sequence);
        long at = in.nextRecord(in.index().position(indexed));
        record.wrap(in.data(), (int)at + Generation.DOCUMENT_HEADER_LENGTH);
        while (record.sequence() < sequence) {
            at = in.nextRecord(in.after(at));
            record.wrap(in.data(), (int)at + Generation.DOCUMENT_HEADER_LENGTH);
        }
        return at;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long committed() {
        return log.committed();
    }

    @Override
    public long published() {
        return log.published();
    }

    @Override
    public boolean read(final long sequence, final EventView view) {
        if (sequence < log.firstSequence() || sequence > log.published()) {
            return false;
        }
        final Generation in = log.find(sequence);
        final long at = locate(in, sequence);
        if (record.sequence() != sequence || !isIntact(in, at)) {
            return false;
        }
        view(in, at, view, assembledForRead);
        return true;
    }

    /** The disk may have changed what was written long ago. */
    private boolean isIntact(final Generation in, final long at) {
        final int length = in.header(at) & Generation.LENGTH_MASK;
        record.wrap(in.data(), (int)at + Generation.DOCUMENT_HEADER_LENGTH);
        return record.isPlausible(length) && record.crc() == RecordFlyweight.computeCrc(
            crc, bytesOf(in), (int)at + Generation.DOCUMENT_HEADER_LENGTH, length);
    }

    /** A view of a generation with a position of its own. */
    private ByteBuffer bytesOf(final Generation in) {
        if (in != checked) {
            checked = in;
            checkedBytes = in.map().duplicate();
        }
        return checkedBytes;
    }

    @Override
    public void retain(final long sequence) {
        log.find(sequence).live().retain(reader);
    }

    @Override
    public void release(final long sequence) {
        log.find(sequence).live().release(reader);
    }
}
