package io.maxmq.journal.chronicle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.IoUtil;

/**
 * Decides what becomes of the generations that end before a snapshot, and copies what is still needed out of those that
 * are mostly dead. Neighbours become one <em>store</em>, which stands for the same range of events; readers find by
 * sequence what is in it, and nobody asks for the rest.
 * <pre>
 * nothing needed                              → removed
 * less than half needed, or short             → copied, together with its neighbours, if that frees enough
 * else                                        → stays as it is
 * </pre>
 * Runs in the snapshot's thread; readers go on reading what is copied.
 */
final class Compaction
{
    /** What is shorter is joined with its neighbours. */
    static final long SHORT_BYTES = 16L * 1024 * 1024;
    /** So many short neighbours are worth joining even if little space comes free. */
    private static final int MIN_JOIN = 4;
    private static final long MAX_STORE_BYTES = 512L * 1024 * 1024;

    private final Path journal;
    private final int readerCount;
    private final DiskForce disk;
    private final LiveReferences live;
    private final ManifestFile numbers;
    private final RecordWalker walker = new RecordWalker();
    private final RecordFlyweight record = new RecordFlyweight();
    private final List<Generation> kept = new ArrayList<>();
    private final List<Generation> removed = new ArrayList<>();
    private final List<Move> moves = new ArrayList<>();
    private final List<Generation> run = new ArrayList<>();
    private long runBytes;
    private long runLength;

    /** Generations whose needed events are in a store now. */
    record Move(List<Generation> from, Generation to)
    {
    }

    Compaction(
        final Path journal, final int readerCount, final DiskForce disk, final LiveReferences live,
        final ManifestFile numbers)
    {
        this.journal = journal;
        this.readerCount = readerCount;
        this.disk = disk;
        this.live = live;
        this.numbers = numbers;
    }

    /** Goes through all that end before the snapshot, oldest first, and writes the stores; leaves none if it fails. */
    void run(final List<Generation> ended) throws IOException
    {
        try
        {
            decide(ended);
        }
        catch (final IOException e)
        {
            moves.forEach(move -> move.to().delete());
            throw e;
        }
    }

    private void decide(final List<Generation> ended) throws IOException
    {
        for (final Generation generation : ended)
        {
            final long events = live.liveEvents(generation);
            final long length = generation.length();
            final long bytes = length * events / Math.max(1, generation.eventCount());
            if (events == 0 && generation.live().isFree())
            {
                removed.add(generation);
            }
            else if (events == 0 || bytes * 2 > length && length > SHORT_BYTES)
            {
                endRun();
                kept.add(generation);
            }
            else
            {
                if (runBytes + bytes > MAX_STORE_BYTES)
                {
                    endRun();
                }
                run.add(generation);
                runBytes += bytes;
                runLength += length;
            }
        }
        endRun();
    }

    private void endRun() throws IOException
    {
        final boolean worthIt = runBytes * 2 <= runLength || run.size() >= MIN_JOIN;
        if (!run.isEmpty() && worthIt)
        {
            final List<Generation> from = List.copyOf(run);
            final Generation store = write(from);
            moves.add(new Move(from, store));
            kept.add(store);
        }
        else
        {
            kept.addAll(run);
        }
        run.clear();
        runBytes = 0;
        runLength = 0;
    }

    private Generation write(final List<Generation> from) throws IOException
    {
        final int number = numbers.takeNumber();
        final Path folder = Generation.folder(journal, number);
        Files.createDirectory(folder);
        try (DocumentWriter writer = new DocumentWriter(folder.resolve(Generation.STORE_FILE), disk))
        {
            final SparseIndex index = new SparseIndex();
            for (final Generation generation : from)
            {
                copy(generation, writer, index);
            }
            writer.force();
            Manifest.forceFolder(folder);
            Manifest.forceFolder(journal);
            return open(number, from, index);
        }
        catch (final IOException e)
        {
            IoUtil.delete(folder.toFile(), true);
            throw e;
        }
    }

    private Generation open(final int number, final List<Generation> from, final SparseIndex index)
        throws IOException
    {
        final Generation store = new Generation(journal, number, readerCount, index);
        store.begin(from.get(0).firstSequence(), from.get(0).basePosition() + from.get(0).startPosition(), 0);
        store.seal(from.get(from.size() - 1).lastSequence(), store.data().capacity());
        return store;
    }

    private void copy(final Generation from, final DocumentWriter writer, final SparseIndex index) throws IOException
    {
        final ByteBuffer bytes = from.map().duplicate();
        for (final long sequence : live.sequences(from))
        {
            long at = walker.locate(from, sequence);
            if (at < 0 || !walker.isIntact(from, at, bytes, sequence))
            {
                throw new IOException("event " + sequence + " in " + from.folder() + " cannot be read any more");
            }
            index.onEvent(sequence, writer.position());
            int part;
            do
            {
                final int length = from.header(at) & Generation.LENGTH_MASK;
                final int recordAt = (int)at + Generation.DOCUMENT_HEADER_LENGTH;
                record.wrap(from.data(), recordAt);
                part = record.partOffset() + record.partLength();
                writer.copy(from.data(), recordAt, length);
                at = part < record.eventLength() ? from.nextRecord(from.after(at)) : at;
            }
            while (part < record.eventLength());
        }
    }

    /** What remains, oldest first, stores included. */
    List<Generation> kept()
    {
        return kept;
    }

    /** What nobody needs. */
    List<Generation> removed()
    {
        return removed;
    }

    List<Move> moves()
    {
        return moves;
    }
}
