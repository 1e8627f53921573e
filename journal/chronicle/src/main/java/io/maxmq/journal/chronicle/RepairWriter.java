package io.maxmq.journal.chronicle;

import io.maxmq.journal.event.EventHeader;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Writes events with their numbers and times to new generations, as many as it takes. Not thread-safe. */
final class RepairWriter
{
    /** Chronicle's own documents between records. */
    private static final long SLACK = 2L * GenerationWriter.INDEX_PAGE_LENGTH;

    private final JournalConfig config;
    private final List<Manifest.Entry> entries = new ArrayList<>();
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer stagingBytes;
    private final UnsafeBuffer staging;
    private GenerationWriter writer;
    private int number;
    private long firstSequence;
    private long lastSequence;

    RepairWriter(final JournalConfig config, final int number)
    {
        this.config = config;
        this.number = number;
        stagingBytes = ByteBuffer.allocateDirect(config.blockLength() / 8);
        staging = new UnsafeBuffer(stagingBytes);
    }

    void append(
        final DirectBuffer buffer, final int offset, final int length, final long sequence, final long timestampMs)
        throws IOException
    {
        makeRoom(length, sequence);
        final int maxPart = config.maxPartLength();
        for (int from = 0; from < length; from += maxPart)
        {
            final int part = Math.min(maxPart, length - from);
            staging.putBytes(RecordFlyweight.HEADER_LENGTH, buffer, offset + from, part);
            if (from == 0)
            {
                EventHeader.stamp(staging, RecordFlyweight.HEADER_LENGTH, sequence, timestampMs);
            }
            RecordFlyweight.encode(staging, 0, sequence, 0, part, length, from);
            final int documentLength = RecordFlyweight.HEADER_LENGTH + part;
            RecordFlyweight.crc(staging, 0, RecordFlyweight.computeCrc(crc, stagingBytes, 0, documentLength));
            writer.append(staging, 0, documentLength);
        }
        lastSequence = sequence;
    }

    private void makeRoom(final int length, final long sequence) throws IOException
    {
        final int parts = length / config.maxPartLength() + 1;
        final long required = length + parts * (RecordFlyweight.HEADER_LENGTH + 8L) + SLACK * (1 + (length >> 17));
        if (writer != null && writer.position() + required > writer.length())
        {
            finish();
        }
        if (writer == null)
        {
            firstSequence = sequence;
            writer = GenerationWriter.create(Generation.folder(config.folder(), number), config.blockLength(),
                config.generationLength(), required, DiskForce.SYSTEM);
        }
        while (writer.allocatedTo() < Math.min(writer.length(), writer.position() + required))
        {
            writer.allocate();
        }
    }

    private void finish() throws IOException
    {
        writer.force();
        writer.close();
        Manifest.forceFolder(Generation.folder(config.folder(), number));
        entries.add(new Manifest.Entry(number, firstSequence, lastSequence));
        number++;
        writer = null;
    }

    /** Everything is on the disk; the entries of the manifest, of which the last is not closed. */
    List<Manifest.Entry> close() throws IOException
    {
        if (writer != null)
        {
            finish();
            entries.set(entries.size() - 1, new Manifest.Entry(number - 1, firstSequence, Manifest.OPEN));
        }
        Manifest.forceFolder(config.folder());
        return entries;
    }
}
