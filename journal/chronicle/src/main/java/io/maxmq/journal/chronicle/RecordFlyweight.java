package io.maxmq.journal.chronicle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The header that every document of the journal starts with. An event longer than a document may be is written as
 * several records, which count when the last is in.
 * <pre>
 *  0 int   magic        finds records again behind damage
 *  4 int   crc          CRC32C of everything from byte 8 to the end of the part
 *  8 long  sequence     of the event
 * 16 long  synced       the newest event known to be on the disk when this was appended
 * 24 int   partLength   bytes of the event in this record
 * 28 int   eventLength  bytes of the whole event
 * 32 int   partOffset   of this part in the event
 * 36 int   0
 * 40 part of the event
 * </pre>
 * All little-endian. Stateless but for the offset; not thread-safe.
 */
final class RecordFlyweight
{
    static final int MAGIC = 0x4A51_4D4D;
    static final int MAGIC_OFFSET = 0;
    static final int CRC_OFFSET = 4;
    static final int SEQUENCE_OFFSET = 8;
    static final int SYNCED_OFFSET = 16;
    static final int PART_LENGTH_OFFSET = 24;
    static final int EVENT_LENGTH_OFFSET = 28;
    static final int PART_OFFSET_OFFSET = 32;
    static final int HEADER_LENGTH = 40;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private DirectBuffer buffer;
    private int offset;

    RecordFlyweight wrap(final DirectBuffer newBuffer, final int newOffset)
    {
        buffer = newBuffer;
        offset = newOffset;
        return this;
    }

    static void encode(
        final MutableDirectBuffer buffer, final int offset, final long sequence, final long synced,
        final int partLength, final int eventLength, final int partOffset)
    {
        buffer.putInt(offset + MAGIC_OFFSET, MAGIC, ORDER);
        buffer.putLong(offset + SEQUENCE_OFFSET, sequence, ORDER);
        buffer.putLong(offset + SYNCED_OFFSET, synced, ORDER);
        buffer.putInt(offset + PART_LENGTH_OFFSET, partLength, ORDER);
        buffer.putInt(offset + EVENT_LENGTH_OFFSET, eventLength, ORDER);
        buffer.putInt(offset + PART_OFFSET_OFFSET, partOffset, ORDER);
        buffer.putInt(offset + PART_OFFSET_OFFSET + 4, 0, ORDER);
    }

    static void crc(final MutableDirectBuffer buffer, final int offset, final int crc)
    {
        buffer.putInt(offset + CRC_OFFSET, crc, ORDER);
    }

    /** CRC32C of a record of {@code length} bytes at {@code offset} of {@code bytes}; moves its position and limit. */
    static int computeCrc(final CRC32C crc, final ByteBuffer bytes, final int offset, final int length)
    {
        bytes.limit(offset + length).position(offset + SEQUENCE_OFFSET);
        crc.reset();
        crc.update(bytes);
        return (int)crc.getValue();
    }

    long sequence()
    {
        return buffer.getLong(offset + SEQUENCE_OFFSET, ORDER);
    }

    long synced()
    {
        return buffer.getLong(offset + SYNCED_OFFSET, ORDER);
    }

    int magic()
    {
        return buffer.getInt(offset + MAGIC_OFFSET, ORDER);
    }

    int crc()
    {
        return buffer.getInt(offset + CRC_OFFSET, ORDER);
    }

    int partLength()
    {
        return buffer.getInt(offset + PART_LENGTH_OFFSET, ORDER);
    }

    int eventLength()
    {
        return buffer.getInt(offset + EVENT_LENGTH_OFFSET, ORDER);
    }

    int partOffset()
    {
        return buffer.getInt(offset + PART_OFFSET_OFFSET, ORDER);
    }

    /** Whether the lengths agree with each other and with the document's; says nothing about the contents. */
    boolean isPlausible(final long documentLength)
    {
        final int part = partLength();
        return magic() == MAGIC && part >= 0 && part == documentLength - HEADER_LENGTH && partOffset() >= 0 &&
            eventLength() >= part && partOffset() <= eventLength() - part && sequence() > 0;
    }
}
