package io.maxmq.journal.chronicle;

import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.log.SnapshotSink;
import io.maxmq.journal.log.SnapshotSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.agrona.ErrorHandler;

/**
 * Makes snapshots and removes what they make superfluous, in a thread of its own; see docs/journal.md for the order of
 * the steps and what a crash leaves at each.
 * <pre>
 *   due ─► wanted ─► checkpoint in the log ─► parts from all readers ─► files forced ─► log synced up to it
 *       ─► old generations compacted ─► manifest replaced ─► readers adopt the directory ─► old files removed
 * </pre>
 * One at a time. If a step fails, what it wrote is removed, and it is tried again later: the journal only grows longer.
 */
final class Snapshots implements Runnable
{
    /** A file of this name asks for a snapshot; it is removed when one begins. */
    static final String REQUEST_FILE = "snapshot.request";
    private static final long IDLE_NS = 20_000_000L;
    private static final long DRAIN_NS = 500_000L;
    private static final long RETRY_NS = 10_000_000_000L;
    private static final int IDLES_PER_LOOK = 25;

    private final ChronicleLog log;
    private final JournalConfig config;
    private final DiskForce disk;
    private final JournalHelper helper;
    private final ManifestFile manifest;
    private final ErrorHandler errorHandler;
    private volatile SnapshotReader found;
    private volatile SnapshotAttempt attempt;
    private volatile boolean wanted;
    private volatile boolean running = true;
    private volatile long sequence;
    private Thread thread;
    private volatile Compaction retiring;
    private long retiringVersion;
    private long snapshotBytes;
    private long bytesAtSnapshot;
    private int number;
    private int idles;
    private long retryNs = System.nanoTime();

    /**
     * @param found           snapshot at the start, or null
     * @param bytesAtSnapshot bytes of the log before it
     */
    Snapshots(
        final ChronicleLog log, final JournalConfig config, final DiskForce disk, final JournalHelper helper,
        final ManifestFile manifest, final ErrorHandler errorHandler, final SnapshotReader found,
        final long bytesAtSnapshot) throws IOException
    {
        this.log = log;
        this.config = config;
        this.disk = disk;
        this.helper = helper;
        this.manifest = manifest;
        this.errorHandler = errorHandler;
        this.found = found;
        this.bytesAtSnapshot = bytesAtSnapshot;
        sequence = found == null ? 0L : found.sequence();
        snapshotBytes = found == null ? 0L : found.bytes();
        number = SnapshotFiles.highest(config.folder());
    }

    void start()
    {
        thread = new Thread(this, "journal-snapshots");
        thread.setDaemon(true);
        thread.start();
    }

    /** What was found at the start, as long as readers may want it. */
    SnapshotSource found()
    {
        return found;
    }

    /** Place of the newest snapshot that counts; 0 = none. */
    long sequence()
    {
        return sequence;
    }

    /** Whether everything begun has been done. */
    boolean isIdle()
    {
        return attempt == null && retiring == null && !wanted;
    }

    /** Asks for one, whatever has been written since the last; any thread. */
    void request()
    {
        wanted = true;
    }

    /** Whether the appender is to write a checkpoint. */
    boolean isWanted()
    {
        return wanted && attempt == null;
    }

    /** A checkpoint has been appended, and nobody has seen it yet; the appender. */
    void begin(final long checkpoint, final long timestampMs)
    {
        wanted = false;
        attempt = new SnapshotAttempt(checkpoint, timestampMs, config.readerCount());
        FaultPoint.CHECKPOINT.reached();
        LockSupport.unpark(thread);
    }

    /** Where a reader's part goes; null if nobody waits for it. */
    SnapshotSink part(final int reader, final long checkpoint)
    {
        final SnapshotAttempt current = attempt;
        return current != null && current.sequence() == checkpoint ? current.part(reader) : null;
    }

    @Override
    public void run()
    {
        while (running)
        {
            if (attempt == null)
            {
                lookAround();
                LockSupport.parkNanos(IDLE_NS);
            }
            else
            {
                make(attempt);
            }
        }
    }

    private void lookAround()
    {
        removeRetired();
        if (wanted || retiring != null || System.nanoTime() - retryNs < 0)
        {
            return;
        }
        if (++idles >= IDLES_PER_LOOK)
        {
            idles = 0;
            wanted = isRequested();
        }
        final long since = log.publishedBytes() - bytesAtSnapshot;
        wanted |= config.snapshotBytes() > 0 && since >= Math.max(config.snapshotBytes(), snapshotBytes) ||
            helper.isExhausted() && since > config.essentialReserve();
    }

    private boolean isRequested()
    {
        try
        {
            return Files.deleteIfExists(config.folder().resolve(REQUEST_FILE));
        }
        catch (final IOException e)
        {
            return false;
        }
    }

    private void make(final SnapshotAttempt current)
    {
        final int newNumber = ++number;
        try
        {
            final long bytes = log.publishedBytes();
            if (write(current, newNumber))
            {
                bytesAtSnapshot = bytes;
                found = null;
            }
        }
        catch (final IOException e)
        {
            retryNs = System.nanoTime() + RETRY_NS;
            deleteQuietly(newNumber);
            errorHandler.onError(new JournalFullException(
                "no snapshot could be made; the journal grows until one can: " + e.getMessage(), e));
        }
        attempt = null;
    }

    /** False if the log was closed meanwhile. */
    private boolean write(final SnapshotAttempt current, final int newNumber) throws IOException
    {
        final LiveReferences live = new LiveReferences(log.directory());
        final Manifest.Snapshot snapshot;
        try (SnapshotWriter writer = new SnapshotWriter(config.folder(), newNumber, disk))
        {
            if (!current.drain(writer, live, this::pause))
            {
                return false;
            }
            snapshot = writer.finish(current.sequence(), current.timestampMs(), live.count());
            snapshotBytes = writer.bytes();
        }
        FaultPoint.SNAPSHOT_WRITTEN.reached();
        log.demandSync();
        while (log.synced() < current.sequence())
        {
            if (!pause())
            {
                return false;
            }
        }
        settle(snapshot, live);
        return true;
    }

    /** The files are on the disk, and the log up to them: from the replaced manifest on they count. */
    private void settle(final Manifest.Snapshot snapshot, final LiveReferences live) throws IOException
    {
        final List<Generation> all = log.directory().generations();
        final List<Generation> ended =
            all.stream().filter(generation -> generation.lastSequence() <= snapshot.sequence()).toList();
        final Compaction compaction = new Compaction(config.folder(), config.readerCount(), disk, live, manifest);
        compaction.run(ended);
        FaultPoint.COMPACTED.reached();
        final List<Manifest.Entry> entries = new ArrayList<>();
        compaction.kept().forEach(generation -> entries.add(generation.entry()));
        all.stream().filter(generation -> !ended.contains(generation))
            .forEach(generation -> entries.add(generation.openEntry()));
        final Set<Integer> named = all.stream().map(Generation::number).collect(Collectors.toSet());
        manifest.change(old -> old.with(snapshot, named, entries));
        FaultPoint.SNAPSHOT_COUNTS.reached();
        retiring = compaction;
        retiringVersion = log.replace(ended, compaction.kept());
        sequence = snapshot.sequence();
        log.wakeups().wake(EventHeader.ALL_WORKERS);
        deleteOlderThan(snapshot);
    }

    private void deleteOlderThan(final Manifest.Snapshot snapshot)
    {
        try
        {
            SnapshotFiles.deleteAllBut(config.folder(), snapshot.number());
        }
        catch (final IOException e)
        {
            errorHandler.onError(new JournalFullException("old snapshots could not be removed: " + e.getMessage(), e));
        }
    }

    /** What no reader can look at any more is removed. */
    private void removeRetired()
    {
        if (retiring == null || log.positions().oldestVersion() < retiringVersion)
        {
            return;
        }
        for (final Compaction.Move move : retiring.moves())
        {
            helper.bytesChanged(move.to().length());
            for (final Generation old : move.from())
            {
                move.to().live().addFrom(old.live());
                remove(old);
            }
        }
        retiring.removed().forEach(this::remove);
        retiring = null;
    }

    private void remove(final Generation old)
    {
        helper.bytesChanged(-old.length());
        old.unmap();
        old.delete();
        FaultPoint.DELETED.reached();
    }

    private void deleteQuietly(final int failed)
    {
        try
        {
            // If the manifest may name it, it has to stay.
            if (manifest.isSure())
            {
                SnapshotFiles.delete(config.folder(), failed);
            }
        }
        catch (final IOException e)
        {
            errorHandler.onError(new JournalFullException("files of a snapshot could not be removed", e));
        }
    }

    /** False if the log is being closed. */
    private boolean pause()
    {
        LockSupport.parkNanos(DRAIN_NS);
        return running;
    }

    /** Ends the thread; a snapshot that does not count yet is given up. */
    void close() throws InterruptedException
    {
        running = false;
        LockSupport.unpark(thread);
        thread.join();
    }

    /** Asks the broker that has a journal open for a snapshot. */
    static void request(final Path journal) throws IOException
    {
        final Path file = journal.resolve(REQUEST_FILE);
        if (!Files.exists(file))
        {
            Files.createFile(file);
        }
    }
}
