package io.maxmq.journal.chronicle;

import io.maxmq.journal.log.Log;
import io.maxmq.journal.log.LogAppender;
import io.maxmq.journal.log.LogState;
import io.maxmq.journal.log.LogTail;
import io.maxmq.journal.log.ReaderPositions;
import io.maxmq.journal.log.Wakeups;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ErrorHandler;

/**
 * The journal: a {@link Log} on files of Chronicle Queue that survives the end of the process, and with
 * {@link SyncMode#BATCH} the loss of power.
 * <p>
 * {@link #open} takes the folder for this process, recovers what is there (see {@link Recovery}) and goes on in a new
 * generation; readers then fold it from {@link #firstSequence()} on. Positions, each at or before the next:
 * {@link #synced()} ≤ {@link #published()} ≤ appended; {@link #committed()} is the first of them with BATCH, the second
 * else. What is older than the newest snapshot stays as long as the snapshot refers to it (see {@link Compaction}).
 * <p>
 * Threads: the log's writer, the readers, {@link JournalHelper}, {@link Syncer}, {@link Snapshots}. They share the
 * volatile fields here; the directory is replaced under a lock that nobody holds for longer than that.
 */
public final class ChronicleLog implements Log
{
    private final JournalConfig config;
    private final FolderLock lock;
    private final LogState state = new LogState();
    private final ReaderPositions positions;
    private final Wakeups wakeups;
    private final JournalHelper helper;
    private final Syncer syncer;
    private final ChronicleAppender appender;
    private final RecoveryReport report;
    private final long firstSequence;
    private final Snapshots snapshots;
    private volatile Directory directory;
    private volatile GenerationWriter writer;
    private volatile long published;
    private volatile long publishedBytes;
    private volatile long synced;
    private boolean closed;

    private ChronicleLog(
        final JournalConfig config, final DiskForce disk, final Wakeups wakeups, final ErrorHandler errorHandler,
        final FolderLock lock, final Manifest manifest, final Recovery recovery) throws IOException
    {
        this.config = config;
        this.wakeups = wakeups;
        this.lock = lock;
        positions = new ReaderPositions(config.readerCount());
        directory = new Directory(1, recovery.generations());
        published = recovery.lastSequence();
        synced = recovery.lastSequence();
        report = recovery.report();
        firstSequence = report.firstSequence();
        publishedBytes = recovery.recoveredBytes();
        final ManifestFile manifestFile = new ManifestFile(config.folder(), manifest);
        helper = new JournalHelper(config, disk, errorHandler, manifestFile, recovery.recoveredBytes());
        helper.prepareNext();
        recovery.deleteWhatDoesNotCount();
        snapshots = new Snapshots(
            this, config, disk, helper, manifestFile, errorHandler, recovery.snapshot(), recovery.bytesAtSnapshot());
        appender = new ChronicleAppender(this, config, helper, helper.takeNext(), recovery.lastSequence(),
            recovery.recoveredBytes(), recovery.lastTimestampMs());
        syncer = new Syncer(this, helper, config, errorHandler);
        helper.start();
        syncer.start();
        snapshots.start();
    }

    /**
     * Opens or creates the journal.
     *
     * @param wakeups      called from the sync thread with BATCH when more may leave the broker
     * @param errorHandler told what went wrong in the background; the broker must end when {@link #state()} is FAILED
     * @throws JournalException if another process uses it, or it is damaged
     */
    public static ChronicleLog open(
        final JournalConfig config, final Wakeups wakeups, final ErrorHandler errorHandler) throws IOException
    {
        return open(config.conclude(), DiskForce.SYSTEM, wakeups, errorHandler, false);
    }

    /** Opens a damaged journal with what can be read of it; {@link #report()} says what is lost. */
    public static ChronicleLog repair(final JournalConfig config, final ErrorHandler errorHandler) throws IOException
    {
        return open(config.conclude(), DiskForce.SYSTEM, Wakeups.NONE, errorHandler, true);
    }

    static ChronicleLog open(
        final JournalConfig config, final DiskForce disk, final Wakeups wakeups, final ErrorHandler errorHandler,
        final boolean repair) throws IOException
    {
        final FolderLock lock = FolderLock.acquire(config.folder());
        try
        {
            final Manifest found = Manifest.read(config.folder());
            final Manifest manifest = found == null ? Manifest.empty() : found;
            if (found == null)
            {
                // from here on a generation without a manifest is damage, and not a first start that was interrupted
                manifest.replace(config.folder());
            }
            final Recovery recovery =
                new Recovery(config.folder(), manifest, config.readerCount(), repair).run();
            FaultPoint.RECOVERED.reached();
            return new ChronicleLog(config, disk, wakeups, errorHandler, lock, recovered(recovery, manifest), recovery);
        }
        catch (final IOException | RuntimeException e)
        {
            lock.close();
            throw e;
        }
    }

    /** The manifest of what was recovered, every generation with its end; counts when the new generation joins it. */
    private static Manifest recovered(final Recovery recovery, final Manifest found)
    {
        return new Manifest(Manifest.currentBootId(),
            recovery.generations().stream().map(Generation::entry).toList(), found.snapshot());
    }

    /** What was found when it was opened. */
    public RecoveryReport report()
    {
        return report;
    }

    @Override
    public LogAppender appender()
    {
        return appender;
    }

    @Override
    public LogTail tail(final int reader, final long fromSequence)
    {
        if (reader < 0 || reader >= config.readerCount())
        {
            throw new IllegalArgumentException("reader " + reader + " of " + config.readerCount());
        }
        if (fromSequence < firstSequence || fromSequence > published + 1)
        {
            throw new IllegalArgumentException(
                "tail from " + fromSequence + " of " + firstSequence + " to " + published);
        }
        return new ChronicleTail(this, reader, fromSequence);
    }

    @Override
    public int readerCount()
    {
        return config.readerCount();
    }

    @Override
    public LogState state()
    {
        return state;
    }

    @Override
    public long firstSequence()
    {
        return firstSequence;
    }

    @Override
    public int maxEventLength()
    {
        return appender.maxEventLength();
    }

    @Override
    public long committed()
    {
        return config.sync() == SyncMode.BATCH ? synced : published;
    }

    /** The newest event that readers see. */
    public long published()
    {
        return published;
    }

    /** The newest event that is on the disk. */
    public long synced()
    {
        return synced;
    }

    @Override
    public void close()
    {
        if (closed)
        {
            return;
        }
        closed = true;
        try
        {
            snapshots.close();
            syncer.close();
            final boolean failed = state.get() == LogState.FAILED;
            state.set(LogState.FAILED);
            helper.abandon();
            // What is on the disk after a failure cannot be known: the manifest must not call that an end in order.
            if (!failed)
            {
                closeInOrder();
            }
            lock.close();
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void closeInOrder() throws IOException, InterruptedException
    {
        writer.close();
        directory.newest().seal(published, writer.position());
        helper.close(directory.generations());
    }

    @Override
    public boolean mayHaveLost()
    {
        return report.mayHaveLost();
    }

    /** Asks for a snapshot, whatever has been written since the last; {@link #snapshotSequence()} tells when. */
    public void requestSnapshot()
    {
        snapshots.request();
    }

    /** Place of the newest snapshot that counts: recovery folds what is behind it. 0 = none. */
    public long snapshotSequence()
    {
        return snapshots.sequence();
    }

    /** Bytes of the files that hold events, as far as they are used; any thread. */
    public long storedBytes()
    {
        return directory.generations().stream()
            .mapToLong(generation -> generation.isEnded() ? generation.length() : 0L).sum() + writer.position();
    }

    void publish(final long sequence, final long bytes)
    {
        publishedBytes = bytes;
        published = sequence;
        syncer.onPublished();
    }

    void synced(final long sequence)
    {
        synced = sequence;
    }

    /** The appender goes on in another generation. */
    synchronized void begin(final Generation generation, final GenerationWriter newWriter)
    {
        directory = directory.with(generation);
        writer = newWriter;
        helper.current(newWriter);
    }

    /**
     * Other generations take the place of the oldest.
     *
     * @return version of the directory that shows it
     */
    synchronized long replace(final List<Generation> ended, final List<Generation> kept)
    {
        final List<Generation> all = new ArrayList<>(kept);
        directory.generations().stream().filter(generation -> !ended.contains(generation)).forEach(all::add);
        directory = new Directory(directory.version() + 1, all);
        return directory.version();
    }

    Directory directory()
    {
        return directory;
    }

    Snapshots snapshots()
    {
        return snapshots;
    }

    long publishedBytes()
    {
        return publishedBytes;
    }

    /** What is published is brought to the disk soon, whatever the mode. */
    void demandSync()
    {
        syncer.demand();
    }

    GenerationWriter writer()
    {
        return writer;
    }

    Wakeups wakeups()
    {
        return wakeups;
    }

    ReaderPositions positions()
    {
        return positions;
    }
}
