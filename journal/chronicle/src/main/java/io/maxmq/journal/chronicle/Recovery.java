package io.maxmq.journal.chronicle;

import io.maxmq.journal.event.EventHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads every generation that the manifest names, from the first byte to the last record, and decides what of it is the
 * journal: all of it up to the first record that is missing or wrong, if nothing that mattered was behind that.
 * <p>
 * Behind the first such place, the rest of the file is searched for records. Damage is <b>refused</b> if
 * <ul>
 * <li>the generation was closed, and should go further;</li>
 * <li>any record found says that the missing one had been synced; or</li>
 * <li>it had been finished, or records follow it, and the system has not started again since: without a loss of power
 * pages do not go missing.</li>
 * </ul>
 * Else it is the <b>torn tail</b> of a crash, where pages may have reached the disk in any order: what follows is cut,
 * and counted. Nothing is written here.
 */
final class Recovery
{
    private final Path folder;
    private final Manifest manifest;
    private final int readerCount;
    /** Takes what can be read and gives up the rest. */
    private final boolean repair;
    private final CRC32C crc = new CRC32C();
    private final RecordFlyweight record = new RecordFlyweight();
    private final List<Generation> generations = new ArrayList<>();
    private final List<Generation> empty = new ArrayList<>();
    private ByteBuffer bytes;
    private SnapshotReader snapshot;
    private long lastSequence;
    private long position;
    private long bytesAtSnapshot;
    private long highestSynced;
    private long lastTimestampMs;
    private long cutEvents;
    private String damage;
    /** Reading ended at a document that was finished once. */
    private boolean stoppedAtComplete;

    Recovery(final Path folder, final Manifest manifest, final int readerCount, final boolean repair)
    {
        this.folder = folder;
        this.manifest = manifest;
        this.readerCount = readerCount;
        this.repair = repair;
    }

    /** Throws if the journal is damaged where it must not be. */
    Recovery run() throws IOException
    {
        if (manifest.snapshot() != null)
        {
            snapshot = SnapshotReader.open(folder, manifest.snapshot());
            highestSynced = snapshot.sequence();
            lastTimestampMs = snapshot.timestampMs();
        }
        else
        {
            lastSequence = manifest.generations().isEmpty() ? 0 :
                Math.max(1, manifest.generations().get(0).firstSequence()) - 1;
        }
        for (final Manifest.Entry entry : manifest.generations())
        {
            if (damage == null)
            {
                recover(entry);
            }
            else
            {
                searchFollower(entry);
            }
        }
        if (lastSequence < manifest.snapshotSequence())
        {
            // Everything behind the snapshot, and more, was given up.
            lastSequence = manifest.snapshotSequence();
        }
        return this;
    }

    /** From which the fold goes on; null if there is none. */
    SnapshotReader snapshot()
    {
        return snapshot;
    }

    /** Bytes of documents before the place of the snapshot. */
    long bytesAtSnapshot()
    {
        return bytesAtSnapshot;
    }

    List<Generation> generations()
    {
        return generations;
    }

    /**
     * Removes generations in which there is not one event, and what an earlier run did not come to remove; the manifest
     * no longer names them. A folder that is newer than all it names stays: it may be wanted to find out what happened.
     */
    void deleteWhatDoesNotCount() throws IOException
    {
        empty.forEach(Generation::delete);
        SnapshotFiles.deleteAllBut(folder, manifest.snapshot() == null ? 0 : manifest.snapshot().number());
        for (final Path old : unnamed())
        {
            IoUtil.delete(old.toFile(), true);
            FaultPoint.DELETED.reached();
        }
    }

    private List<Path> unnamed() throws IOException
    {
        final int highest = manifest.highestNumber();
        final Set<Path> named = manifest.generations().stream()
            .map(entry -> Generation.folder(folder, entry.number())).collect(Collectors.toSet());
        final List<Path> found = new ArrayList<>();
        for (int number = 1; number < highest; number++)
        {
            final Path old = Generation.folder(folder, number);
            if (!named.contains(old) && Files.isDirectory(old))
            {
                found.add(old);
            }
        }
        return found;
    }

    long lastSequence()
    {
        return lastSequence;
    }

    /** Bytes of documents recovered. */
    long recoveredBytes()
    {
        return position;
    }

    long lastTimestampMs()
    {
        return lastTimestampMs;
    }

    /** What to say about it. */
    RecoveryReport report()
    {
        final List<Manifest.Entry> entries = manifest.generations();
        final boolean closed = entries.isEmpty() || !entries.get(entries.size() - 1).isOpen();
        final long first = snapshot != null ? snapshot.sequence() + 1 :
            generations.isEmpty() ? lastSequence + 1 : generations.get(0).firstSequence();
        return new RecoveryReport(first, lastSequence, closed,
            damage != null || !closed && !manifest.isFromThisBoot(), cutEvents, damage);
    }

    private void recover(final Manifest.Entry entry) throws IOException
    {
        final Path generationFolder = Generation.folder(folder, entry.number());
        if (!Files.isDirectory(generationFolder))
        {
            refuse("the folder " + generationFolder + " is missing");
            return;
        }
        final Generation generation = open(entry);
        if (generation == null)
        {
            return;
        }
        if (entry.firstSequence() > lastSequence + 1 && entry.firstSequence() > manifest.snapshotSequence() + 1)
        {
            refuse("events " + (lastSequence + 1) + " to " + (entry.firstSequence() - 1) + " are missing before " +
                generationFolder);
            return;
        }
        lastSequence = Math.max(lastSequence, entry.firstSequence() - 1);
        generation.begin(entry.isStore() ? entry.firstSequence() : lastSequence + 1, position, 0);
        bytes = generation.map().duplicate();
        final long end = entry.isStore() ? readStore(generation, entry) :
            readAll(generation, entry.isOpen() ? Long.MAX_VALUE : entry.lastSequence());
        if (!entry.isStore() && (entry.isOpen() || lastSequence < entry.lastSequence()))
        {
            // What lies behind the end of a closed one was cut before.
            lookBehind(generation, end, !entry.isOpen());
        }
        generation.seal(lastSequence, end);
        position += end;
        if (!generation.isEmpty())
        {
            generations.add(generation);
        }
        else if (damage == null)
        {
            empty.add(generation);
        }
    }

    private Generation open(final Manifest.Entry entry) throws IOException
    {
        try
        {
            return new Generation(folder, entry.number(), readerCount, entry.isStore() ? new SparseIndex() : null);
        }
        catch (final IOException e)
        {
            refuse(e.getMessage());
            return null;
        }
    }

    /** Reads records until the last that is wanted, or one that is not as it must be; returns the position there. */
    private long readAll(final Generation generation, final long last)
    {
        long at = 0;
        long eventAt = 0;
        int expectedPart = 0;
        while (lastSequence < last && isComplete(generation, at))
        {
            final int header = generation.header(at);
            if (!Generation.isMetaData(header))
            {
                final int length = header & Generation.LENGTH_MASK;
                final int recordAt = (int)at + Generation.DOCUMENT_HEADER_LENGTH;
                if (!isValid(generation.data(), recordAt, length) || record.sequence() != lastSequence + 1 ||
                    record.partOffset() != expectedPart)
                {
                    break;
                }
                if (expectedPart == 0)
                {
                    eventAt = at;
                    lastTimestampMs = EventHeader.timestampMs(
                        generation.data(), recordAt + RecordFlyweight.HEADER_LENGTH);
                }
                highestSynced = Math.max(highestSynced, record.synced());
                expectedPart += record.partLength();
                if (expectedPart == record.eventLength())
                {
                    generation.onEvent(++lastSequence, eventAt);
                    expectedPart = 0;
                    bytesAtSnapshot = lastSequence == manifest.snapshotSequence() ? position + at : bytesAtSnapshot;
                }
            }
            at = generation.after(at);
        }
        stoppedAtComplete = lastSequence < last && at <= generation.data().capacity() - Integer.BYTES &&
            (generation.header(at) & Generation.NOT_COMPLETE) == 0 && generation.header(at) != 0;
        return expectedPart == 0 ? at : eventAt;
    }

    /** Reads what is left of old generations: every record must be there and as it was written. */
    private long readStore(final Generation store, final Manifest.Entry entry) throws JournalException
    {
        long at = 0;
        long count = 0;
        int expectedPart = 0;
        while (isComplete(store, at))
        {
            final int recordAt = (int)at + Generation.DOCUMENT_HEADER_LENGTH;
            final boolean valid = isValid(store.data(), recordAt, store.header(at) & Generation.LENGTH_MASK);
            if (!valid || record.partOffset() != expectedPart ||
                expectedPart == 0 && record.sequence() <= lastSequence || record.sequence() > entry.lastSequence())
            {
                break;
            }
            if (expectedPart == 0)
            {
                lastSequence = record.sequence();
                store.onEvent(lastSequence, at);
                count++;
            }
            expectedPart = expectedPart + record.partLength() == record.eventLength() ? 0 :
                expectedPart + record.partLength();
            at = store.after(at);
        }
        if (count != entry.count() || expectedPart != 0)
        {
            refuse("the journal is damaged in " + store.folder() + " at byte " + at + ": it holds " + count +
                " of the " + entry.count() + " events that are still needed");
        }
        lastSequence = entry.lastSequence();
        return at;
    }

    private static boolean isComplete(final Generation generation, final long at)
    {
        if (at + Generation.DOCUMENT_HEADER_LENGTH > generation.data().capacity())
        {
            return false;
        }
        final int header = generation.header(at);
        return header != 0 && (header & Generation.NOT_COMPLETE) == 0 &&
            generation.after(at) <= generation.data().capacity() + 3L;
    }

    private boolean isValid(final UnsafeBuffer data, final int recordAt, final int length)
    {
        if (length < RecordFlyweight.HEADER_LENGTH || recordAt > data.capacity() - length)
        {
            return false;
        }
        record.wrap(data, recordAt);
        return record.isPlausible(length) && record.crc() == RecordFlyweight.computeCrc(crc, bytes, recordAt, length);
    }

    /** What is behind the place where reading ended: nothing, a torn tail, or proof of damage. */
    private void lookBehind(final Generation generation, final long end, final boolean isShort)
        throws JournalException
    {
        final long missing = lastSequence + 1;
        final long found = search(generation, end);
        final String place = generation.folder() + " at byte " + end + ", where event " + missing + " should be";
        if (isShort)
        {
            refuse("the journal is damaged in " + place + ": the generation was complete once");
        }
        else if (missing <= highestSynced)
        {
            refuse("the journal is damaged in " + place + ": events up to " + highestSynced + " had been on the disk");
        }
        else if (manifest.isFromThisBoot() && (found > 0 || stoppedAtComplete))
        {
            refuse("the journal is damaged in " + place + ": it was written, and there was no loss of power");
        }
        else if (found > 0)
        {
            damage = "torn tail in " + place;
        }
    }

    /** Counts the events behind the one that is missing in the rest of a file: it was complete if they are there. */
    private long search(final Generation generation, final long from)
    {
        final UnsafeBuffer data = generation.data();
        final int last = data.capacity() - RecordFlyweight.HEADER_LENGTH;
        long found = 0;
        for (int at = (int)from & ~3; at <= last; at += 4)
        {
            if (data.getInt(at, ByteOrder.LITTLE_ENDIAN) == RecordFlyweight.MAGIC)
            {
                record.wrap(data, at);
                final long length = RecordFlyweight.HEADER_LENGTH + (long)record.partLength();
                if (length <= data.capacity() - at && record.partLength() >= 0 && isValid(data, at, (int)length) &&
                    record.sequence() > lastSequence + 1)
                {
                    highestSynced = Math.max(highestSynced, record.synced());
                    found += record.partOffset() == 0 ? 1 : 0;
                }
            }
        }
        cutEvents += found;
        return found;
    }

    /** A generation after the place where the journal ends: nothing in it may have been synced. */
    private void searchFollower(final Manifest.Entry entry) throws IOException
    {
        final Generation generation = open(entry);
        if (generation != null)
        {
            bytes = generation.map().duplicate();
            final long found = search(generation, 0);
            if (!entry.isOpen() && found > 0 || lastSequence < highestSynced)
            {
                refuse("the journal is damaged after event " + lastSequence + ": later events had been on the disk");
            }
        }
    }

    private void refuse(final String what) throws JournalException
    {
        if (!repair)
        {
            throw new JournalException(what + ". Nothing was changed. Restore the folder from a copy, or give up " +
                "what cannot be read with 'maxmq journal repair'");
        }
        damage = what;
    }
}
