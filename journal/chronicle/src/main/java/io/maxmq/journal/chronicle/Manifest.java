package io.maxmq.journal.chronicle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Which files a journal consists of. Replacing it (write, fsync, rename, fsync folder) is the one moment at which a
 * recovery, a new generation, a snapshot, a compaction or a repair counts. Immutable.
 * <pre>
 * maxmq-journal 2
 * boot ‹id›                       of the system that wrote it last; the power was not lost while it is the same
 * snapshot ‹number› ‹sequence› ‹files›   the state as of that event; at most one
 * store ‹number› ‹first› ‹last› ‹count›  of these events the few that are left
 * generation ‹number› ‹first› ‹last›   oldest first; last −1 = still being written, or not closed
 * crc ‹hex›                       CRC32C of the lines before
 * </pre>
 *
 * @param bootId      of the system it was written on
 * @param generations oldest first
 * @param snapshot    from which recovery goes on; null if there is none
 */
record Manifest(String bootId, List<Entry> generations, Snapshot snapshot)
{
    private static final String FILE = "manifest";
    private static final String TITLE = "maxmq-journal 2";
    /** Without snapshots. */
    private static final String FIRST_TITLE = "maxmq-journal 1";
    private static final String SNAPSHOT = "snapshot";
    private static final String STORE = "store";
    private static final String GENERATION_PREFIX = "generation-";
    /** The end of a generation that is not known. */
    static final long OPEN = -1L;

    Manifest(final String bootId, final List<Entry> generations)
    {
        this(bootId, generations, null);
    }

    /**
     * A snapshot.
     *
     * @param number   of its files
     * @param sequence of the event as of which it is
     * @param files    how many
     */
    record Snapshot(int number, long sequence, int files)
    {
    }

    /**
     * A generation and its events.
     *
     * @param number        of its folder
     * @param firstSequence of its events
     * @param lastSequence  of its events
     * @param count         of the events in it, where not every one is
     */
    record Entry(int number, long firstSequence, long lastSequence, long count)
    {
        static final long EVERY_EVENT = -1L;

        Entry(final int number, final long firstSequence, final long lastSequence)
        {
            this(number, firstSequence, lastSequence, EVERY_EVENT);
        }

        boolean isStore()
        {
            return count != EVERY_EVENT;
        }

        boolean isOpen()
        {
            return lastSequence == OPEN;
        }
    }

    static Manifest empty()
    {
        return new Manifest(currentBootId(), List.of());
    }

    Manifest with(final Entry added)
    {
        final List<Entry> more = new ArrayList<>(generations);
        more.removeIf(entry -> entry.number() == added.number());
        more.add(added);
        return new Manifest(currentBootId(), List.copyOf(more), snapshot);
    }

    /**
     * With another snapshot, and other generations in the place of those that end at or before it.
     *
     * @param newSnapshot the state as of its place
     * @param ended       numbers of all generations that end there or before
     * @param kept        what is there instead, oldest first
     */
    Manifest with(final Snapshot newSnapshot, final Set<Integer> ended, final List<Entry> kept)
    {
        final List<Entry> all = new ArrayList<>(kept);
        generations.stream().filter(entry -> !ended.contains(entry.number())).forEach(all::add);
        return new Manifest(currentBootId(), List.copyOf(all), newSnapshot);
    }

    /** The place from which recovery folds. */
    long snapshotSequence()
    {
        return snapshot == null ? 0L : snapshot.sequence();
    }

    /** The highest number of a generation that is named; 0 = none. */
    int highestNumber()
    {
        return generations.stream().mapToInt(Entry::number).max().orElse(0);
    }

    boolean isFromThisBoot()
    {
        return !bootId.isEmpty() && bootId.equals(currentBootId());
    }

    /** Changes when the system starts; empty where that cannot be told. */
    static String currentBootId()
    {
        try
        {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim();
        }
        catch (final IOException e)
        {
            return "";
        }
    }

    /** Reads it; null in a folder that holds no journal at all. */
    static Manifest read(final Path folder) throws IOException
    {
        final String text;
        try
        {
            text = Files.readString(folder.resolve(FILE));
        }
        catch (final NoSuchFileException e)
        {
            if (highestFolder(folder) > 0)
            {
                throw new JournalException("the journal in " + folder + " has generations and no manifest; " +
                    "restore the file, or see 'maxmq journal repair'");
            }
            return null;
        }
        try
        {
            return parse(text);
        }
        catch (final RuntimeException e)
        {
            throw new JournalException("the manifest of the journal in " + folder + " is damaged (" + e.getMessage() +
                "); see 'maxmq journal repair'", e);
        }
    }

    /** The highest number of any generation's folder, whether it counts or not; 0 = none. */
    static int highestFolder(final Path folder) throws IOException
    {
        try (Stream<Path> files = Files.list(folder))
        {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(GENERATION_PREFIX))
                .mapToInt(Manifest::folderNumber).max().orElse(0);
        }
    }

    /** Of a folder with the name of a generation. */
    static int folderNumber(final String name)
    {
        return Integer.parseInt(name.substring(GENERATION_PREFIX.length()));
    }

    private static Manifest parse(final String text)
    {
        final int crcAt = text.lastIndexOf("crc ");
        if (crcAt < 0 || !text.substring(crcAt).equals("crc " + crc(text.substring(0, crcAt)) + "\n"))
        {
            throw new IllegalArgumentException("checksum");
        }
        final String[] lines = text.substring(0, crcAt).split("\n");
        if (!lines[0].equals(TITLE) && !lines[0].equals(FIRST_TITLE))
        {
            throw new IllegalArgumentException("'" + lines[0] + "'");
        }
        final String boot = lines[1].substring("boot".length()).trim();
        final List<Entry> entries = new ArrayList<>();
        Snapshot snapshot = null;
        for (int i = 2; i < lines.length; i++)
        {
            final String[] words = lines[i].split(" ");
            final int number = Integer.parseInt(words[1]);
            if (words[0].equals(SNAPSHOT))
            {
                snapshot = new Snapshot(number, Long.parseLong(words[2]), Integer.parseInt(words[3]));
            }
            else
            {
                entries.add(new Entry(number, Long.parseLong(words[2]), Long.parseLong(words[3]),
                    words[0].equals(STORE) ? Long.parseLong(words[4]) : Entry.EVERY_EVENT));
            }
        }
        return new Manifest(boot, List.copyOf(entries), snapshot);
    }

    private String print()
    {
        final StringBuilder text = new StringBuilder(TITLE).append("\nboot ").append(bootId).append('\n');
        if (snapshot != null)
        {
            text.append(SNAPSHOT).append(' ').append(snapshot.number()).append(' ').append(snapshot.sequence())
                .append(' ').append(snapshot.files()).append('\n');
        }
        for (final Entry entry : generations)
        {
            text.append(entry.isStore() ? STORE : "generation").append(' ').append(entry.number()).append(' ')
                .append(entry.firstSequence()).append(' ').append(entry.lastSequence());
            text.append(entry.isStore() ? " " + entry.count() : "").append('\n');
        }
        final String crc = crc(text.toString());
        return text.append("crc ").append(crc).append('\n').toString();
    }

    private static String crc(final String text)
    {
        final CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    /** Makes it the one that counts. */
    void replace(final Path folder) throws IOException
    {
        final Path next = folder.resolve(FILE + ".next");
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING))
        {
            final ByteBuffer bytes = ByteBuffer.wrap(print().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining())
            {
                channel.write(bytes);
            }
            channel.force(true);
        }
        FaultPoint.MANIFEST_WRITTEN.reached();
        Files.move(next, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        FaultPoint.MANIFEST_REPLACED.reached();
        forceFolder(folder);
    }

    /** Brings the names in a folder to the disk. */
    static void forceFolder(final Path folder) throws IOException
    {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ))
        {
            channel.force(true);
        }
    }
}
