package io.maxmq.journal.chronicle;

import io.maxmq.journal.log.Log;
import io.maxmq.journal.log.LogAppender;
import io.maxmq.journal.log.LogState;
import io.maxmq.journal.log.LogTail;
import io.maxmq.journal.log.ReaderPositions;
import io.maxmq.journal.log.Wakeups;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.agrona.ErrorHandler;

/**
 * The journal: a {@link Log} on files of Chronicle Queue that survives the end of the process, and with
 * {@link SyncMode#BATCH} the loss of power.
 * <p>
 * {@link #open} takes the folder for this process, recovers what is there (see {@link Recovery}) and goes on in a new
 * generation; readers then fold it from {@link #firstSequence()} on. Positions, each at or before the next:
 * {@link #synced()} ≤ {@link #published()} ≤ appended; {@link #committed()} is the first of them with BATCH, the second
 * else. Generations are kept for ever: what they hold is needed to recover as long as nothing else holds the state.
 * <p>
 * Threads: the log's writer, the readers, {@link JournalHelper}, {@link Syncer}. They share the volatile fields here.
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
    private volatile Generation[] generations;
    private volatile GenerationWriter writer;
    private volatile long published;
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
        generations = recovery.generations().toArray(new Generation[0]);
        published = recovery.lastSequence();
        synced = recovery.lastSequence();
        report = recovery.report();
        firstSequence = report.firstSequence();
        helper = new JournalHelper(config, disk, errorHandler, manifest,
            Manifest.highestFolder(config.folder()) + 1, recovery.recoveredBytes());
        helper.prepareNext();
        recovery.deleteEmpty();
        appender = new ChronicleAppender(this, config, helper, helper.takeNext(), recovery.lastSequence(),
            recovery.recoveredBytes(), recovery.lastTimestampMs());
        syncer = new Syncer(this, helper, config, errorHandler);
        helper.start();
        syncer.start();
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
            return new ChronicleLog(config, disk, wakeups, errorHandler, lock, recovered(recovery), recovery);
        }
        catch (final IOException | RuntimeException e)
        {
            lock.close();
            throw e;
        }
    }

    /** The manifest of what was recovered, every generation with its end; counts when the new generation joins it. */
    private static Manifest recovered(final Recovery recovery)
    {
        return new Manifest(
            Manifest.currentBootId(), recovery.generations().stream().map(Generation::entry).toList());
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
        final Generation[] all = generations;
        all[all.length - 1].seal(published);
        helper.close(Arrays.asList(all));
    }

    @Override
    public boolean mayHaveLost()
    {
        return report.mayHaveLost();
    }

    void publish(final long sequence)
    {
        published = sequence;
        syncer.onPublished();
    }

    void synced(final long sequence)
    {
        synced = sequence;
    }

    /** The appender goes on in another generation. */
    void begin(final Generation generation, final GenerationWriter newWriter)
    {
        final Generation[] more = Arrays.copyOf(generations, generations.length + 1);
        more[generations.length] = generation;
        generations = more;
        writer = newWriter;
        helper.current(newWriter);
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

    /** The newest generation that begins at or before an event. */
    Generation find(final long sequence)
    {
        final Generation[] all = generations;
        int index = all.length - 1;
        while (index > 0 && all[index].firstSequence() > sequence)
        {
            index--;
        }
        return all[index];
    }
}
