package io.maxmq.journal.chronicle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.agrona.ErrorHandler;

/**
 * Keeps the disk ahead of the appender, in a thread of its own: allocates the file before it is written to, and makes
 * the next generation before this one is full. A full disk is no error here: it is tried again, and told by
 * {@link #isExhausted()}.
 */
final class JournalHelper implements Runnable
{
    private static final long IDLE_NS = 50_000_000L;

    private final JournalConfig config;
    private final DiskForce disk;
    private final ErrorHandler errorHandler;
    private final AtomicReference<PreparedGeneration> next = new AtomicReference<>();
    private final ConcurrentLinkedQueue<GenerationWriter> retired = new ConcurrentLinkedQueue<>();
    private final ManifestFile manifest;
    private final AtomicLong totalBytes;
    private Thread thread;
    private volatile GenerationWriter current;
    private volatile long wantedBytes;
    private volatile boolean exhausted;
    private volatile boolean running = true;
    private boolean reported;

    /** The first generation has been made with {@link #prepareNext()} before the thread starts. */
    JournalHelper(
        final JournalConfig config, final DiskForce disk, final ErrorHandler errorHandler,
        final ManifestFile manifest, final long recoveredBytes)
    {
        this.disk = disk;
        this.config = config;
        this.errorHandler = errorHandler;
        this.manifest = manifest;
        totalBytes = new AtomicLong(recoveredBytes);
    }

    void start()
    {
        thread = new Thread(this, "journal-helper");
        thread.setDaemon(true);
        thread.start();
    }

    /** Something is due; any thread. */
    void wake()
    {
        LockSupport.unpark(thread);
    }

    /** An event waits for so many bytes. */
    void want(final long bytes)
    {
        wantedBytes = bytes;
        wake();
    }

    /** Files came or went; any thread. */
    void bytesChanged(final long difference)
    {
        totalBytes.addAndGet(difference);
    }

    /** Whether the disk, or what we may use of it, is full. */
    boolean isExhausted()
    {
        return exhausted;
    }

    boolean hasNext()
    {
        return next.get() != null;
    }

    /** The next generation if it is ready; the appender's. */
    PreparedGeneration takeNext()
    {
        return next.getAndSet(null);
    }

    void current(final GenerationWriter writer)
    {
        current = writer;
    }

    /** The appender will not write there again; it must still be forced, and closed. */
    void retire(final GenerationWriter writer)
    {
        retired.add(writer);
    }

    /** Those that wait to be forced and closed; for the sync thread, which removes them. */
    ConcurrentLinkedQueue<GenerationWriter> retired()
    {
        return retired;
    }

    @Override
    public void run()
    {
        try
        {
            while (running)
            {
                if (!work())
                {
                    LockSupport.parkNanos(IDLE_NS);
                }
            }
        }
        catch (final RuntimeException | Error e)
        {
            errorHandler.onError(new JournalException("the journal can allocate nothing any more: " + e, e));
        }
    }

    /** One step; false if there is nothing to do or nothing can be done. */
    private boolean work()
    {
        final GenerationWriter writer = current;
        try
        {
            final long left = writer.allocatedTo() - writer.position();
            if (left < Math.max(config.aheadBytes(), wantedBytes) && writer.allocatedTo() < writer.length())
            {
                writer.allocate();
                exhausted = false;
                return true;
            }
            if (next.get() == null && isNextDue(writer))
            {
                if (totalBytes.get() + config.generationLength() > config.maxBytes())
                {
                    exhausted = true;
                    return false;
                }
                prepareNext();
                exhausted = false;
                return true;
            }
            return false;
        }
        catch (final IOException e)
        {
            if (current != writer)
            {
                // The appender has gone on in another file, and this one was closed meanwhile.
                return true;
            }
            exhausted = true;
            report(e);
            return false;
        }
    }

    private boolean isNextDue(final GenerationWriter writer)
    {
        return writer.position() > writer.length() / 4 * 3 || writer.position() + wantedBytes >= writer.length();
    }

    /** Once until it succeeds again; retrying is not news. */
    private void report(final IOException e)
    {
        if (!reported)
        {
            reported = true;
            errorHandler.onError(new JournalFullException(
                "the journal's disk gives no more room; new messages are refused until it does: " + e.getMessage(), e));
        }
    }

    /** Makes a generation and names it in the manifest; throws if the disk has no room. */
    void prepareNext() throws IOException
    {
        final int number = manifest.takeNumber();
        final GenerationWriter writer = GenerationWriter.create(Generation.folder(config.folder(), number),
            config.blockLength(), config.generationLength(), Math.max(config.aheadBytes(), wantedBytes), disk);
        try
        {
            Manifest.forceFolder(writer.folder());
            Manifest.forceFolder(config.folder());
            final Generation generation = new Generation(config.folder(), number, config.readerCount());
            FaultPoint.PREPARED.reached();
            manifest.change(named -> named.with(new Manifest.Entry(number, Manifest.OPEN, Manifest.OPEN)));
            totalBytes.addAndGet(config.generationLength());
            reported = false;
            next.set(new PreparedGeneration(writer, generation));
        }
        catch (final IOException e)
        {
            // The folder stays: nobody knows whether the manifest that names it has reached the disk.
            writer.close();
            throw e;
        }
    }

    /** Ends the thread, and leaves everything as it is. */
    void abandon() throws InterruptedException
    {
        running = false;
        wake();
        thread.join();
    }

    /** Ends the thread; afterwards the journal's end is written to the manifest. */
    void close(final List<Generation> generations) throws IOException, InterruptedException
    {
        abandon();
        final PreparedGeneration unused = takeNext();
        if (unused != null)
        {
            unused.writer().close();
        }
        final List<Manifest.Entry> entries = new ArrayList<>();
        for (final Generation generation : generations)
        {
            if (!generation.isEmpty())
            {
                entries.add(generation.entry());
            }
        }
        manifest.change(named -> new Manifest(Manifest.currentBootId(), List.copyOf(entries), named.snapshot()));
        if (unused != null)
        {
            unused.generation().delete();
        }
        for (final Generation generation : generations)
        {
            if (generation.isEmpty())
            {
                generation.delete();
            }
        }
    }
}
