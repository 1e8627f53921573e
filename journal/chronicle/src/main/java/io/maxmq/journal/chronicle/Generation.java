package io.maxmq.journal.chronicle;

import io.maxmq.journal.log.LiveCounters;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A stretch of the journal as readers see it: one data file of Chronicle Queue, mapped once, read-only, for all of
 * them. They walk its documents themselves:
 * <pre>
 * document: 0 int header: bits 0-29 length of what follows, bit 30 metadata, bit 31 being written; 0 = end
 *           4 contents, then up to 3 bytes of padding to the next multiple of 4
 * </pre>
 * Documents with data are our records; Chronicle's own (its header and index) are metadata and skipped. Readers go no
 * further than what is published.
 * <p>
 * Immutable but for the end of the newest one, which its writer sets once, before anything of the next is published.
 * It is unmapped when no reader can look any more, or goes with the last reference to it.
 */
final class Generation
{
    static final int DOCUMENT_HEADER_LENGTH = 4;
    static final int LENGTH_MASK = 0x3FFF_FFFF;
    static final int META_DATA = 0x4000_0000;
    static final int NOT_COMPLETE = 0x8000_0000;
    /** The file of one that holds what is left of others. */
    static final String STORE_FILE = "events.store";
    private static final String DATA_SUFFIX = ".cq4";

    private final int number;
    private final Path folder;
    private final MappedByteBuffer map;
    private final UnsafeBuffer data;
    private final SequenceIndex index;
    /** Null where no event is missing. */
    private final SparseIndex sparse;
    private final LiveCounters live;
    private long firstSequence;
    private long basePosition;
    private long startPosition;
    private long lastSequence = Long.MAX_VALUE;
    private long length;

    /**
     * Maps the data file as long as it is now.
     */
    Generation(final Path journal, final int number, final int readerCount) throws IOException
    {
        this(journal, number, readerCount, null);
    }

    /**
     * Maps the data file as long as it is now.
     *
     * @param sparse where its events are if it holds what is left of others, with gaps between them; else null
     */
    Generation(final Path journal, final int number, final int readerCount, final SparseIndex sparse)
        throws IOException
    {
        this.number = number;
        folder = folder(journal, number);
        live = new LiveCounters(readerCount);
        try (FileChannel channel = FileChannel.open(dataFile(folder), StandardOpenOption.READ))
        {
            map = channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(channel.size(), Integer.MAX_VALUE));
        }
        data = new UnsafeBuffer(map);
        this.sparse = sparse;
        length = data.capacity();
        index = new SequenceIndex(isStore() ? 0 : data.capacity() / RecordFlyweight.HEADER_LENGTH);
    }

    /**
     * Its first event, before any reader knows it.
     *
     * @param position bytes of the journal before it
     * @param start    position in the file from which on events are found
     */
    void begin(final long sequence, final long position, final long start)
    {
        firstSequence = sequence;
        startPosition = start;
        basePosition = position - start;
        index.begin(sequence);
    }

    static Path folder(final Path journal, final int number)
    {
        return journal.resolve(String.format("generation-%08d", number));
    }

    /** The one data file in a folder. */
    static Path dataFile(final Path folder) throws IOException
    {
        try (Stream<Path> files = Files.list(folder))
        {
            return files.filter(file -> file.toString().endsWith(DATA_SUFFIX) ||
                file.getFileName().toString().equals(STORE_FILE)).findFirst()
                .orElseThrow(() -> new IOException("no data file in " + folder));
        }
    }

    int number()
    {
        return number;
    }

    Path folder()
    {
        return folder;
    }

    /** Events in it. */
    long eventCount()
    {
        return isStore() ? sparse.count() : lastSequence - firstSequence + 1;
    }

    /** Whether it holds what is left of others. */
    boolean isStore()
    {
        return sparse != null;
    }

    long firstSequence()
    {
        return firstSequence;
    }

    /** {@code Long.MAX_VALUE} while it is being written. */
    long lastSequence()
    {
        return lastSequence;
    }

    /**
     * Nothing more is written to it.
     *
     * @param last event in it
     * @param end  position in the file behind it
     */
    void seal(final long last, final long end)
    {
        lastSequence = last;
        length = end;
    }

    /** Whether nothing more is written to it. */
    boolean isEnded()
    {
        return lastSequence != Long.MAX_VALUE;
    }

    /** Bytes of the file that matter. */
    long length()
    {
        return length;
    }

    boolean isEmpty()
    {
        return lastSequence < firstSequence;
    }

    /** How the manifest names it when it is sealed. */
    Manifest.Entry entry()
    {
        return new Manifest.Entry(
            number, firstSequence, lastSequence, isStore() ? sparse.count() : Manifest.Entry.EVERY_EVENT);
    }

    /** How the manifest names it while its end is not sure. */
    Manifest.Entry openEntry()
    {
        return new Manifest.Entry(number, firstSequence, Manifest.OPEN);
    }

    /** Gives the map back; nobody may look any more. */
    void unmap()
    {
        IoUtil.unmap(map);
    }

    /** Removes the files of one that holds nothing that counts. */
    void delete()
    {
        IoUtil.delete(folder.toFile(), true);
    }

    /** Position in the file from which on events are found. */
    long startPosition()
    {
        return startPosition;
    }

    /** What makes a position in the file one in the journal. */
    long basePosition()
    {
        return basePosition;
    }

    UnsafeBuffer data()
    {
        return data;
    }

    MappedByteBuffer map()
    {
        return map;
    }

    /** The next event, in order, and where its first document's header is. */
    void onEvent(final long sequence, final long position)
    {
        if (isStore())
        {
            sparse.onEvent(sequence, position);
        }
        else
        {
            index.onEvent(sequence, position);
        }
    }

    /** Where to begin to look for an event; -1 if it is not here. */
    long floorPosition(final long sequence)
    {
        return isStore() ? sparse.floorPosition(sequence) : index.position(index.floorSequence(sequence));
    }

    LiveCounters live()
    {
        return live;
    }

    /** Position of the header of the next document with data, at or after that of some document. */
    long nextRecord(final long from)
    {
        long at = from;
        while (isMetaData(header(at)))
        {
            at = after(at);
        }
        return at;
    }

    /** Position of the header after that of a document. */
    long after(final long at)
    {
        return at + DOCUMENT_HEADER_LENGTH + ((header(at) & LENGTH_MASK) + 3 & ~3);
    }

    int header(final long at)
    {
        return data.getInt((int)at, ByteOrder.LITTLE_ENDIAN);
    }

    static boolean isMetaData(final int header)
    {
        return (header & META_DATA) != 0;
    }
}
