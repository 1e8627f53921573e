package io.maxmq.journal.chronicle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes a file of documents as {@link Generation} draws them, in order and once: a snapshot, or what is left of old
 * generations. Nothing of it counts before {@link #force} has returned and the manifest names it. Not thread-safe.
 */
final class DocumentWriter implements AutoCloseable
{
    private static final int STAGING_LENGTH = 1024 * 1024;

    private final FileChannel channel;
    private final Path file;
    private final DiskForce disk;
    private final CRC32C crc = new CRC32C();
    private ByteBuffer stagingBytes;
    private UnsafeBuffer staging;
    private int staged;
    private long flushed;

    DocumentWriter(final Path file, final DiskForce disk) throws IOException
    {
        this.file = file;
        this.disk = disk;
        channel = FileChannel.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        staging(STAGING_LENGTH);
    }

    private void staging(final int length)
    {
        stagingBytes = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
        staging = new UnsafeBuffer(stagingBytes);
    }

    /** Where the next document's header will be. */
    long position()
    {
        return flushed + staged;
    }

    /** Adds an event as one document. */
    void append(final long sequence, final DirectBuffer source, final int offset, final int length) throws IOException
    {
        final int documentLength = RecordFlyweight.HEADER_LENGTH + length;
        final int at = begin(documentLength);
        staging.putBytes(at + RecordFlyweight.HEADER_LENGTH, source, offset, length);
        RecordFlyweight.encode(staging, at, sequence, 0, length, length, 0);
        RecordFlyweight.crc(staging, at, RecordFlyweight.computeCrc(crc, stagingBytes, at, documentLength));
        end(documentLength);
    }

    /** Adds a document that stands elsewhere, unchanged. */
    void copy(final DirectBuffer source, final int recordAt, final int documentLength) throws IOException
    {
        staging.putBytes(begin(documentLength), source, recordAt, documentLength);
        end(documentLength);
    }

    /** Room for a document; returns where its contents start. */
    private int begin(final int documentLength) throws IOException
    {
        final int required = Generation.DOCUMENT_HEADER_LENGTH + BitUtil.align(documentLength, Integer.BYTES);
        if (staged + required > staging.capacity())
        {
            flush();
        }
        if (required > staging.capacity())
        {
            staging(required);
        }
        staging.putInt(staged, documentLength, ByteOrder.LITTLE_ENDIAN);
        return staged + Generation.DOCUMENT_HEADER_LENGTH;
    }

    private void end(final int documentLength)
    {
        final int padded = BitUtil.align(documentLength, Integer.BYTES);
        staging.setMemory(staged + Generation.DOCUMENT_HEADER_LENGTH + documentLength, padded - documentLength, (byte)0);
        staged += Generation.DOCUMENT_HEADER_LENGTH + padded;
    }

    private void flush() throws IOException
    {
        stagingBytes.limit(staged).position(0);
        while (stagingBytes.hasRemaining())
        {
            channel.write(stagingBytes);
        }
        stagingBytes.clear();
        flushed += staged;
        staged = 0;
    }

    /** Brings everything to the disk; throws if that failed. */
    void force() throws IOException
    {
        flush();
        disk.force(channel, file);
    }

    @Override
    public void close() throws IOException
    {
        channel.close();
    }
}
