package io.maxmq.journal.chronicle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The writing side of a new generation: a Chronicle queue that never rolls by itself (its clock stands still), so that
 * it is one data file. A generation that was closed or recovered is never written again.
 * <p>
 * The file has its full length from the beginning, as a hole; a store to a hole kills the JVM when the disk is full. So
 * {@link #allocate} writes zeros ahead of the appender, where an error can be caught, and the appender goes no further
 * than {@link #allocatedTo()}.
 * <p>
 * {@link #append} belongs to the log's writer; {@link #allocate} to one helper; {@link #force} to the sync thread.
 */
final class GenerationWriter implements AutoCloseable
{
    /** More than Chronicle writes of its own between two records: a page of its index. */
    static final int INDEX_PAGE_LENGTH = 128 * 1024;

    private static final TimeProvider STILL = () -> 0L;
    private static final int INDEX_SPACING = 256;
    private static final int INDEX_COUNT = 8192;
    /** Our own lock guards the folder; a stale one inside the queue is not worth waiting for. */
    private static final long LOCK_TIMEOUT_MS = 500;
    private static final int PAGE_LENGTH = 4096;
    private static final int ZEROS_LENGTH = 1024 * 1024;
    /** Free space to be left when a generation is begun: Chronicle's first stores go to holes. */
    private static final long MIN_FREE_BYTES = 2L * 1024 * 1024;

    private final Path folder;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final FileChannel channel;
    private final UnsafeBuffer target = new UnsafeBuffer(0, 0);
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_LENGTH);
    private final DiskForce disk;
    private final long length;
    private final AtomicLong position = new AtomicLong();
    private volatile long allocatedTo;

    static
    {
        // Before any class of Chronicle reads them; a launcher may have set them already.
        setDefault("chronicle.analytics.disable", "true");
        setDefault("chronicle.disk.monitor.disable", "true");
        setDefault("background.releaser.thread", "false");
        // Begun by the helper, written by the log's writer, closed by the sync thread; never two at a time.
        setDefault("disable.single.threaded.check", "true");
    }

    private GenerationWriter(
        final Path folder, final int blockLength, final long length, final DiskForce disk) throws IOException
    {
        this.folder = folder;
        this.length = length;
        this.disk = disk;
        queue = SingleChronicleQueueBuilder.binary(folder).rollCycle(RollCycles.FAST_DAILY).timeProvider(STILL)
            .blockSize(blockLength).indexCount(INDEX_COUNT).indexSpacing(INDEX_SPACING).timeoutMS(LOCK_TIMEOUT_MS)
            .checkInterrupts(false).build();
        appender = queue.createAppender();
        writeTitle();
        channel = FileChannel.open(
            Generation.dataFile(folder), StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Begins a generation in a folder that is new; leaves nothing behind if the disk has no room. */
    static GenerationWriter create(
        final Path folder, final int blockLength, final long length, final long ahead, final DiskForce disk)
        throws IOException
    {
        final long free = Files.getFileStore(folder.getParent()).getUsableSpace();
        if (free < MIN_FREE_BYTES + ahead)
        {
            throw new IOException("only " + free + " bytes free for " + folder);
        }
        Files.createDirectory(folder);
        try
        {
            final GenerationWriter writer = new GenerationWriter(folder, blockLength, length, disk);
            try
            {
                writer.reallyAllocate(ahead);
                return writer;
            }
            catch (final IOException e)
            {
                writer.close();
                throw e;
            }
        }
        catch (final IOException e)
        {
            IoUtil.delete(folder.toFile(), true);
            throw e;
        }
    }

    /** The first document, metadata that readers skip: Chronicle makes its file for it. */
    private void writeTitle()
    {
        try (DocumentContext document = appender.writingDocument(true))
        {
            final Bytes<?> bytes = document.wire().bytes();
            bytes.append("maxmq ").append(folder.getFileName().toString());
            position.set(bytes.writePosition());
        }
    }

    /** Makes the file as long as it will be, and what Chronicle has written or will write first no hole. */
    private void reallyAllocate(final long ahead) throws IOException
    {
        channel.write(ByteBuffer.allocate(1), length - 1);
        final ByteBuffer start = ByteBuffer.allocate(ZEROS_LENGTH);
        while (start.hasRemaining() && channel.read(start, start.position()) > 0)
        {
            // Until it is all there.
            continue;
        }
        start.flip();
        writeFully(start, 0);
        allocatedTo = ZEROS_LENGTH;
        while (allocatedTo < length && allocatedTo - position() < ahead)
        {
            allocate();
        }
    }

    /** Where the next document's header will be, or Chronicle's own before it. */
    long position()
    {
        return position.get();
    }

    long allocatedTo()
    {
        return allocatedTo;
    }

    long length()
    {
        return length;
    }

    Path folder()
    {
        return folder;
    }

    /** Appends one document; the caller has seen that it fits. Returns the position of its header. */
    long append(final DirectBuffer source, final int offset, final int documentLength)
    {
        try (DocumentContext document = appender.writingDocument())
        {
            final Bytes<?> bytes = document.wire().bytes();
            final long at = bytes.writePosition();
            bytes.ensureCapacity(at + documentLength);
            target.wrap(bytes.addressForWrite(at), documentLength);
            target.putBytes(0, source, offset, documentLength);
            FaultPoint.WRITING.reached();
            bytes.writeSkip(documentLength);
            position.lazySet(at + documentLength);
            return at - Generation.DOCUMENT_HEADER_LENGTH;
        }
    }

    /** Allocates the next stretch of the file; throws if the disk has no room. */
    void allocate() throws IOException
    {
        final long from = allocatedTo;
        final int count = (int)Math.min(ZEROS_LENGTH, length - from);
        if (count > 0)
        {
            zeros.clear().limit(count);
            writeFully(zeros, from);
            allocatedTo = from + count;
        }
    }

    private void writeFully(final ByteBuffer bytes, final long from) throws IOException
    {
        long at = from;
        while (bytes.hasRemaining())
        {
            at += channel.write(bytes, at);
        }
    }

    /** Brings everything written to the disk; throws if that failed. */
    void force() throws IOException
    {
        disk.force(channel, folder);
    }

    /** Whether it has been forced for the last time; only the thread that closes it may ask. */
    boolean isClosed()
    {
        return !channel.isOpen();
    }

    /** Ends writing and gives the rest of the file back; readers do not look there. */
    @Override
    public void close() throws IOException
    {
        if (channel.isOpen())
        {
            appender.close();
            queue.close();
            channel.truncate(Math.min(length, BitUtil.align(position.get() + 1, PAGE_LENGTH)));
            channel.force(true);
            channel.close();
        }
    }

    private static void setDefault(final String property, final String value)
    {
        if (System.getProperty(property) == null)
        {
            System.setProperty(property, value);
        }
    }
}
