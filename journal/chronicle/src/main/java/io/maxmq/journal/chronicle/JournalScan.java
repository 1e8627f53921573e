package io.maxmq.journal.chronicle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every event of a journal that is whole, wherever it stands, and what is wrong with the rest. Unlike {@link Recovery},
 * which decides what of it a broker may go on from, this goes on behind damage. Not thread-safe.
 */
final class JournalScan
{
    private final Path folder;
    private final Manifest manifest;
    private final List<FileScan> files = new ArrayList<>();
    /** What the manifest says of them. */
    private final Map<FileScan, Manifest.Entry> named = new HashMap<>();
    private final List<JournalProblem> problems = new ArrayList<>();
    private SnapshotReader snapshot;
    private long lastSequence;

    JournalScan(final Path folder, final Manifest manifest) throws IOException
    {
        this.folder = folder;
        this.manifest = manifest;
        final List<Manifest.Entry> entries = manifest.generations();
        lastSequence = entries.isEmpty() ? 0 : Math.max(1, entries.get(0).firstSequence()) - 1;
        for (final Manifest.Entry entry : entries)
        {
            read(entry);
        }
        lastSequence = Math.max(lastSequence, manifest.snapshotSequence());
        readSnapshot();
        judge();
    }

    private void readSnapshot() throws IOException
    {
        try
        {
            snapshot = manifest.snapshot() == null ? null : SnapshotReader.open(folder, manifest.snapshot());
        }
        catch (final JournalException e)
        {
            problems.add(new JournalProblem(e.getMessage(), 0, 0, false));
        }
    }

    /** Reads what a broker has added to the newest files; false if the files are others now. */
    boolean readOn(final Manifest now) throws IOException
    {
        final List<Integer> before = manifest.generations().stream().map(Manifest.Entry::number).toList();
        final List<Integer> after = now.generations().stream().map(Manifest.Entry::number).toList();
        if (!before.equals(after) || !problems.isEmpty())
        {
            return false;
        }
        for (final FileScan file : files)
        {
            if (file.isOpen())
            {
                if (Files.size(Generation.dataFile(file.folder())) < file.stop() + Generation.DOCUMENT_HEADER_LENGTH)
                {
                    return false;
                }
                file.readOn();
                lastSequence = Math.max(lastSequence, file.lastSequence());
            }
        }
        problems.clear();
        judge();
        return true;
    }

    private void read(final Manifest.Entry entry) throws IOException
    {
        try
        {
            lastSequence = Math.max(lastSequence, entry.firstSequence() - 1);
            final FileScan file = new FileScan(folder, entry.number(), entry.isOpen(),
                entry.isOpen() ? Long.MAX_VALUE : entry.lastSequence(), lastSequence);
            file.readOn();
            files.add(file);
            lastSequence = entry.isStore() ? entry.lastSequence() : file.lastSequence();
            named.put(file, entry);
        }
        catch (final IOException e)
        {
            problems.add(new JournalProblem("a file of the journal cannot be read: " + e.getMessage(), 0, 0, false));
        }
    }

    private void judge()
    {
        final long synced = files.stream().mapToLong(FileScan::highestSynced).max().orElse(0);
        long expected = manifest.generations().isEmpty() ? 1 : Math.max(1, manifest.generations().get(0).firstSequence());
        for (final FileScan file : files)
        {
            final Manifest.Entry entry = named.get(file);
            if (entry.firstSequence() <= manifest.snapshotSequence() + 1)
            {
                // What was before, and is not needed any more, may have been removed.
                expected = Math.max(expected, entry.firstSequence());
            }
            if (entry.isStore())
            {
                judgeStore(file, entry);
                expected = entry.lastSequence() + 1;
                continue;
            }
            for (final EventRun run : file.runs())
            {
                if (run.firstSequence() > expected)
                {
                    missing(file, run, expected, synced);
                }
                expected = run.lastSequence() + 1;
            }
            if (file.limit() != Long.MAX_VALUE && file.lastSequence() < file.limit())
            {
                problems.add(new JournalProblem(file.folder() + " ends at byte " + file.end() + " with event " +
                    (expected - 1) + ", but it held events up to " + file.limit(), expected, file.limit(), false));
                expected = file.limit() + 1;
            }
            else if (file.endsInDamage())
            {
                final boolean torn = !manifest.isFromThisBoot() && synced < expected;
                problems.add(new JournalProblem(file.folder() + " at byte " + file.end() +
                    ": what follows event " + (expected - 1) + " is no record", expected, expected, torn));
            }
        }
        if (synced >= expected && problems.isEmpty())
        {
            problems.add(new JournalProblem("the journal ends with event " + (expected - 1) + ", but events up to " +
                synced + " had been on the disk", expected, synced, false));
        }
    }

    private void judgeStore(final FileScan file, final Manifest.Entry entry)
    {
        final long events = file.runs().stream().mapToLong(EventRun::events).sum();
        if (events != entry.count())
        {
            problems.add(new JournalProblem(file.folder() + " holds " + events + " of the " + entry.count() +
                " events that are still needed", entry.firstSequence(), entry.lastSequence(), false));
        }
    }

    private void missing(final FileScan file, final EventRun run, final long expected, final long synced)
    {
        long at = 0;
        for (final FileScan.Gap gap : file.gaps())
        {
            at = gap.after() == expected - 1 ? gap.from() : at;
        }
        final long last = run.firstSequence() - 1;
        final boolean torn = file.isOpen() && !manifest.isFromThisBoot() && synced < expected;
        problems.add(new JournalProblem(file.folder() + " at byte " + at + ": " +
            (last == expected ? "event " + expected + " cannot" : "events " + expected + " to " + last + " cannot") +
            " be read", expected, last, torn));
    }

    /** From which a fold goes on; null if there is none, or it cannot be read. */
    SnapshotReader snapshot()
    {
        return snapshot;
    }

    Manifest manifest()
    {
        return manifest;
    }

    /** What the manifest says of a file. */
    Manifest.Entry named(final FileScan file)
    {
        return named.get(file);
    }

    List<FileScan> files()
    {
        return files;
    }

    List<JournalProblem> problems()
    {
        return problems;
    }

    long lastSequence()
    {
        return lastSequence;
    }

    /** All runs in order. */
    List<EventRun> runs()
    {
        return files.stream().flatMap(file -> file.runs().stream()).toList();
    }
}
