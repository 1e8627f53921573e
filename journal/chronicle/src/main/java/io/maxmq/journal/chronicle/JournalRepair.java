package io.maxmq.journal.chronicle;

import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.LostEvent;
import io.maxmq.journal.log.EventView;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.ExpandableDirectByteBuffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes of a damaged journal one that a broker starts from, with every event that can be read. Files before the first
 * damaged one stay as they are; from there on all events are written again, with their numbers and times, and in the
 * place of each that is lost stands a {@link LostEvent}. Nothing is deleted: what was replaced is moved aside.
 * <p>
 * The new manifest is the moment at which it counts; before it nothing of the old journal has changed, and a repair that
 * was interrupted is begun again. The next broker assumes that events were lost (see {@link RecoveryReport}).
 * <p>
 * Works without a manifest too: then all files count, in the order of their numbers. Not thread-safe.
 */
public final class JournalRepair
{
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final Path folder;
    private final boolean manifestIsLost;
    private final JournalScan scan;
    private final long highestSequence;
    private final long kept;
    private final long lost;

    private JournalRepair(final Path folder, final boolean manifestIsLost, final JournalScan scan)
    {
        this.folder = folder;
        this.manifestIsLost = manifestIsLost;
        this.scan = scan;
        long highest = scan.lastSequence();
        for (final FileScan file : scan.files())
        {
            highest = Math.max(highest, file.highestSynced());
            highest = file.limit() == Long.MAX_VALUE ? highest : Math.max(highest, file.limit());
        }
        for (final Manifest.Entry entry : scan.manifest().generations())
        {
            highest = Math.max(highest, entry.lastSequence());
        }
        highestSequence = highest;
        kept = scan.runs().stream().mapToLong(EventRun::events).sum();
        lost = countLost();
    }

    private long countLost()
    {
        long expected = firstSequence();
        long count = 0;
        for (final FileScan file : scan.files())
        {
            final Manifest.Entry entry = scan.named(file);
            expected = begin(entry, expected);
            if (entry.isStore())
            {
                count += entry.count() - events(file);
                expected = entry.lastSequence() + 1;
                continue;
            }
            for (final EventRun run : file.runs())
            {
                count += run.firstSequence() - expected;
                expected = run.lastSequence() + 1;
            }
        }
        return count + Math.max(0, highestSequence - expected + 1);
    }

    private static long events(final FileScan file)
    {
        return file.runs().stream().mapToLong(EventRun::events).sum();
    }

    /** With which event a file should begin: what a snapshot has made superfluous may have gone. */
    private long begin(final Manifest.Entry entry, final long expected)
    {
        return entry.firstSequence() <= scan.manifest().snapshotSequence() + 1 ?
            Math.max(expected, entry.firstSequence()) : expected;
    }

    /** Looks what would be done; writes nothing. */
    public static JournalRepair plan(final Path folder) throws IOException
    {
        if (!Files.isDirectory(folder))
        {
            throw new JournalException("there is no folder " + folder);
        }
        Manifest manifest = null;
        boolean lost = false;
        try
        {
            manifest = Manifest.read(folder);
        }
        catch (final JournalException e)
        {
            lost = true;
        }
        if (manifest == null && !lost)
        {
            throw new JournalException("there is no journal in " + folder);
        }
        return new JournalRepair(folder, lost, new JournalScan(folder, lost ? guess(folder) : manifest));
    }

    /** Every file that is there. One ends where the next begins: what it holds behind that had been cut. */
    private static Manifest guess(final Path folder) throws IOException
    {
        final List<Integer> numbers;
        try (Stream<Path> files = Files.list(folder))
        {
            numbers = files.map(file -> file.getFileName().toString()).filter(name -> name.matches("generation-[0-9]{8}"))
                .map(name -> Integer.valueOf(name.substring("generation-".length()))).sorted().toList();
        }
        final List<Manifest.Entry> entries = new ArrayList<>();
        long next = Long.MAX_VALUE;
        for (int i = numbers.size() - 1; i >= 0; i--)
        {
            final JournalScan alone = new JournalScan(
                folder, new Manifest("", List.of(new Manifest.Entry(numbers.get(i), Manifest.OPEN, Manifest.OPEN))));
            final long first = alone.runs().isEmpty() ? 0 : alone.runs().get(0).firstSequence();
            if (first > 0)
            {
                final long last = next == Long.MAX_VALUE ? Manifest.OPEN : Math.min(alone.lastSequence(), next - 1);
                entries.add(0, new Manifest.Entry(numbers.get(i), first, last));
                next = first;
            }
        }
        return new Manifest("", List.copyOf(entries));
    }

    public boolean isManifestLost()
    {
        return manifestIsLost;
    }

    /** Whether there is anything to do. */
    public boolean isNeeded()
    {
        return manifestIsLost || !scan.problems().isEmpty();
    }

    /** What is wrong. */
    public List<JournalProblem> problems()
    {
        return List.copyOf(scan.problems());
    }

    /** Events that can be read. */
    public long kept()
    {
        return kept;
    }

    /** Events that cannot, as far as is known. */
    public long lost()
    {
        return lost;
    }

    private long firstSequence()
    {
        final List<Manifest.Entry> entries = scan.manifest().generations();
        return entries.isEmpty() || entries.get(0).firstSequence() < 1 ? 1 : entries.get(0).firstSequence();
    }

    /**
     * Does it.
     *
     * @param config of the journal
     * @return where the files that were replaced are now
     * @throws JournalException if a broker uses the journal
     */
    public static Path repair(final JournalConfig config) throws IOException
    {
        try (FolderLock lock = FolderLock.acquire(config.folder()))
        {
            return plan(config.folder()).apply(config);
        }
    }

    private Path apply(final JournalConfig config) throws IOException
    {
        refuseWithoutState();
        final List<FileScan> replaced = new ArrayList<>();
        final List<FileScan> stretch = new ArrayList<>();
        final List<Manifest.Entry> entries = new ArrayList<>();
        int number = Manifest.highestFolder(folder) + 1;
        long expected = firstSequence();
        for (final FileScan file : scan.files())
        {
            final Manifest.Entry entry = scan.named(file);
            expected = stretch.isEmpty() ? begin(entry, expected) : expected;
            if (entry.isStore() ? events(file) == entry.count() : stretch.isEmpty() && isWhole(file, expected))
            {
                entries.add(entry);
                expected = entry.lastSequence() + 1;
            }
            else if (entry.isStore())
            {
                replaced.add(file);
                number = writeStore(config, number, file, entries);
                expected = entry.lastSequence() + 1;
            }
            else
            {
                replaced.add(file);
                stretch.add(file);
            }
        }
        final RepairWriter writer = new RepairWriter(config, number);
        write(writer, stretch, expected);
        entries.addAll(writer.close());
        return replace(entries, replaced);
    }

    /** The state at a snapshot is nowhere else. */
    private void refuseWithoutState() throws JournalException
    {
        if (scan.manifest().snapshot() != null && scan.snapshot() == null)
        {
            throw new JournalException("the snapshot as of event " + scan.manifest().snapshotSequence() + " cannot be " +
                "read, and what led to it is no longer there: restore the folder from a copy. Nothing was changed");
        }
        if (manifestIsLost && !scan.runs().isEmpty() && scan.runs().get(0).firstSequence() > 1)
        {
            throw new JournalException("the manifest is lost, and with it which snapshot counts: restore the file from " +
                "a copy. Nothing was changed");
        }
    }

    /** The manifest that counts from here on; what it does not name any more goes aside. */
    private Path replace(final List<Manifest.Entry> entries, final List<FileScan> replaced) throws IOException
    {
        final Path aside = aside();
        if (Files.exists(folder.resolve("manifest")))
        {
            Files.copy(folder.resolve("manifest"), aside.resolve("manifest"), StandardCopyOption.REPLACE_EXISTING);
        }
        // As if written by another run of the system: so the next broker assumes that events are lost.
        new Manifest("", List.copyOf(entries), scan.manifest().snapshot()).replace(folder);
        for (final FileScan file : replaced)
        {
            Files.move(file.folder(), aside.resolve(file.folder().getFileName()));
        }
        Manifest.forceFolder(folder);
        return aside;
    }

    /** Of a store, which holds the few events that are still needed, those that can be read; returns the next number. */
    private static int writeStore(
        final JournalConfig config, final int number, final FileScan file, final List<Manifest.Entry> entries)
        throws IOException
    {
        final EventView view = new EventView();
        final ExpandableDirectByteBuffer whole = new ExpandableDirectByteBuffer(1024);
        int next = number;
        for (final EventRun run : file.runs())
        {
            final RepairWriter writer = new RepairWriter(config, next);
            long at = run.position(run.firstSequence());
            for (long sequence = run.firstSequence(); sequence <= run.lastSequence(); sequence++)
            {
                at = file.view(at, view, whole);
                writer.append(view.buffer(), view.offset(), view.length(), sequence,
                    EventHeader.timestampMs(view.buffer(), view.offset()));
            }
            for (final Manifest.Entry entry : writer.close())
            {
                entries.add(new Manifest.Entry(entry.number(), entry.firstSequence(),
                    entry.isOpen() ? run.lastSequence() : entry.lastSequence(),
                    (entry.isOpen() ? run.lastSequence() : entry.lastSequence()) - entry.firstSequence() + 1));
                next = entry.number() + 1;
            }
        }
        return next;
    }

    private static boolean isWhole(final FileScan file, final long expected)
    {
        return file.runs().size() == 1 && file.runs().get(0).firstSequence() == expected && !file.endsInDamage() &&
            file.gaps().isEmpty() && (file.limit() == Long.MAX_VALUE || file.lastSequence() == file.limit()) &&
            !file.isOpen();
    }

    private void write(final RepairWriter writer, final List<FileScan> replaced, final long from) throws IOException
    {
        final EventView view = new EventView();
        final ExpandableDirectByteBuffer whole = new ExpandableDirectByteBuffer(1024);
        long expected = from;
        long timestampMs = 0;
        for (final FileScan file : replaced)
        {
            for (final EventRun run : file.runs())
            {
                long at = run.position(run.firstSequence());
                for (long sequence = run.firstSequence(); sequence <= run.lastSequence(); sequence++)
                {
                    at = file.view(at, view, whole);
                    final long eventMs = EventHeader.timestampMs(view.buffer(), view.offset());
                    writeLost(writer, expected, sequence - 1, timestampMs == 0 ? eventMs : timestampMs);
                    timestampMs = eventMs;
                    writer.append(view.buffer(), view.offset(), view.length(), sequence, timestampMs);
                    expected = sequence + 1;
                }
            }
        }
        writeLost(writer, expected, highestSequence, timestampMs);
    }

    private static void writeLost(
        final RepairWriter writer, final long from, final long to, final long timestampMs) throws IOException
    {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(128);
        for (long sequence = from; sequence <= to; sequence++)
        {
            final LostEvent lost = new LostEvent().wrapForWrite(buffer, 0).workers(EventHeader.ALL_WORKERS, 0);
            writer.append(buffer, 0, lost.length(), sequence, timestampMs);
        }
    }

    private Path aside() throws IOException
    {
        final String name = "damaged-" + LocalDateTime.now().format(NAME);
        Path aside = folder.resolve(name);
        for (int i = 2; Files.exists(aside); i++)
        {
            aside = folder.resolve(name + "-" + i);
        }
        return Files.createDirectory(aside);
    }

    @Override
    public String toString()
    {
        return "repair of " + folder + " up to " + highestSequence;
    }
}
