package io.maxmq.journal.chronicle;

import io.maxmq.journal.log.EventHandler;
import io.maxmq.journal.log.EventView;
import io.maxmq.journal.log.SnapshotSource;
import org.agrona.ExpandableDirectByteBuffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a journal without being its broker: takes no lock, writes nothing. Of one that a broker is writing to, it shows
 * what was there when it was opened, and after {@link #readOn()} what has come since; of a damaged one, every event that
 * can be read, and {@link #problems()} says what is wrong.
 * <p>
 * For tools. Not thread-safe.
 */
public final class JournalReader
{
    /** While a broker goes on to another file, two looks at it may disagree; that many in a row do not. */
    private static final int ATTEMPTS = 4;

    private final Path folder;
    private final ExpandableDirectByteBuffer assembled = new ExpandableDirectByteBuffer(1024);
    private final EventView view = new EventView();
    private JournalScan scan;
    private List<EventRun> runs;

    private JournalReader(final Path folder, final JournalScan scan)
    {
        this.folder = folder;
        show(scan);
    }

    private void show(final JournalScan found)
    {
        scan = found;
        runs = found.runs();
    }

    /** Checks everything from the first byte to the last; throws if there is no journal, or none that has a manifest. */
    public static JournalReader open(final Path folder) throws IOException
    {
        return new JournalReader(folder, look(folder));
    }

    private static JournalScan look(final Path folder) throws IOException
    {
        JournalScan scan = new JournalScan(folder, manifest(folder));
        for (int i = 1; i < ATTEMPTS && !scan.problems().isEmpty(); i++)
        {
            final JournalScan again = new JournalScan(folder, manifest(folder));
            final boolean stands = again.lastSequence() == scan.lastSequence();
            scan = again;
            if (stands)
            {
                break;
            }
        }
        return scan;
    }

    private static Manifest manifest(final Path folder) throws IOException
    {
        if (!Files.isDirectory(folder))
        {
            throw new JournalException("there is no folder " + folder);
        }
        final Manifest manifest = Manifest.read(folder);
        if (manifest == null)
        {
            throw new JournalException("there is no journal in " + folder);
        }
        return manifest;
    }

    /**
     * Looks for events that have been written since.
     *
     * @return whether there are any
     */
    public boolean readOn() throws IOException
    {
        final long before = lastSequence();
        show(scan.readOn(manifest(folder)) ? scan : look(folder));
        return lastSequence() > before;
    }

    public Path folder()
    {
        return folder;
    }

    /** What a broker would find: all up to the first problem. */
    public RecoveryReport report()
    {
        final List<Manifest.Entry> entries = scan.manifest().generations();
        final boolean closed = entries.isEmpty() || !entries.get(entries.size() - 1).isOpen();
        final JournalProblem first = scan.problems().isEmpty() ? null : scan.problems().get(0);
        final long last = first == null || first.firstLost() == 0 ? lastSequence() : first.firstLost() - 1;
        return new RecoveryReport(firstSequence(), last, closed,
            first != null || !closed && !scan.manifest().isFromThisBoot(),
            runs.stream().mapToLong(run -> Math.max(0, run.lastSequence() - Math.max(last, run.firstSequence() - 1))).sum(),
            first == null ? null : first.what());
    }

    /** Of the oldest event that can be read; one more than the last if there is none. */
    public long firstSequence()
    {
        return runs.isEmpty() ? scan.lastSequence() + 1 : runs.get(0).firstSequence();
    }

    /** Of the newest event that can be read, behind damage too. */
    public long lastSequence()
    {
        return scan.lastSequence();
    }

    /**
     * The newest snapshot, from which a fold goes on; what was before it is there as far as it is still needed.
     *
     * @return null if there is none
     */
    public SnapshotSource snapshot()
    {
        return scan.snapshot();
    }

    /** Place of the newest snapshot: the state before it is not known any more. 0 = none. */
    public long snapshotSequence()
    {
        return scan.snapshot() == null ? 0L : scan.snapshot().sequence();
    }

    /** The files, oldest first. */
    public List<JournalFile> files()
    {
        return scan.files().stream().map(FileScan::describe).toList();
    }

    /** What is wrong; nothing in a journal that a broker would start from as it is. */
    public List<JournalProblem> problems()
    {
        return List.copyOf(scan.problems());
    }

    /**
     * A reader of its own that begins behind the newest snapshot, or at the first event where there is none, and finds
     * every one again, for whoever folds the journal. Not thread-safe.
     *
     * @return at the begin of what is to be folded
     */
    public JournalTail tail()
    {
        return new JournalTail(
            runs, scan.snapshot() == null ? firstSequence() : snapshotSequence() + 1, lastSequence(), scan.snapshot());
    }

    /**
     * Hands out events in order until the handler answers false. Where some cannot be read, it goes on behind them.
     *
     * @param fromSequence the first; what is before the journal's first is not there
     * @return how many were taken
     */
    public long forEach(final long fromSequence, final EventHandler handler)
    {
        long taken = 0;
        for (final EventRun run : runs)
        {
            final long first = Math.max(fromSequence, run.firstSequence());
            long at = first > run.lastSequence() ? 0 : run.position(first);
            for (long sequence = first; sequence <= run.lastSequence(); sequence++)
            {
                at = run.file().view(at, view, assembled);
                if (!handler.onEvent(sequence, view.buffer(), view.offset(), view.length()))
                {
                    return taken;
                }
                taken++;
            }
        }
        return taken;
    }
}
