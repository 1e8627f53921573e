package io.maxmq.journal.chronicle;

import java.nio.file.Path;

/**
 * How a journal is kept; sizes in bytes. Immutable; {@code with…} methods give changed copies.
 *
 * @param folder            of the journal, and of nothing else
 * @param readerCount       tails, one per worker
 * @param sync              see {@link SyncMode}
 * @param syncIntervalMs    between two flushes with {@link SyncMode#INTERVAL}
 * @param blockLength       what Chronicle maps at once; a document is at most an eighth of it
 * @param generationLength  of one data file, at most 1 GiB
 * @param maxBytes          of all generations together
 * @param inFlightReserve   kept for events decided before their worker saw that messages are refused
 * @param essentialReserve  kept for essential events
 * @param snapshotBytes     of events after which a snapshot is made, or as many as the last one had if that is more;
 *                          0 = only when asked for, or when the disk is full
 */
public record JournalConfig(
    Path folder, int readerCount, SyncMode sync, int syncIntervalMs, int blockLength, long generationLength,
    long maxBytes, long inFlightReserve, long essentialReserve, long snapshotBytes)
{
    private static final int MIB = 1024 * 1024;

    /** Flushed every 5 ms, generations of 512 MiB, as much as the disk has. */
    public static JournalConfig in(final Path folder, final int readerCount)
    {
        return new JournalConfig(folder, readerCount, SyncMode.INTERVAL, 5, 4 * MIB, 512L * MIB, Long.MAX_VALUE / 4,
            16L * MIB, 16L * MIB, 256L * MIB);
    }

    public JournalConfig withSync(final SyncMode mode)
    {
        return new JournalConfig(folder, readerCount, mode, syncIntervalMs, blockLength, generationLength, maxBytes,
            inFlightReserve, essentialReserve, snapshotBytes);
    }

    public JournalConfig withSyncIntervalMs(final int millis)
    {
        return new JournalConfig(folder, readerCount, sync, millis, blockLength, generationLength, maxBytes,
            inFlightReserve, essentialReserve, snapshotBytes);
    }

    public JournalConfig withReaders(final int count)
    {
        return new JournalConfig(folder, count, sync, syncIntervalMs, blockLength, generationLength, maxBytes,
            inFlightReserve, essentialReserve, snapshotBytes);
    }

    public JournalConfig withBlockLength(final int bytes)
    {
        return new JournalConfig(folder, readerCount, sync, syncIntervalMs, bytes, generationLength, maxBytes,
            inFlightReserve, essentialReserve, snapshotBytes);
    }

    public JournalConfig withGenerationLength(final long bytes)
    {
        return new JournalConfig(folder, readerCount, sync, syncIntervalMs, blockLength, bytes, maxBytes,
            inFlightReserve, essentialReserve, snapshotBytes);
    }

    public JournalConfig withMaxBytes(final long bytes)
    {
        return new JournalConfig(folder, readerCount, sync, syncIntervalMs, blockLength, generationLength, bytes,
            inFlightReserve, essentialReserve, snapshotBytes);
    }

    public JournalConfig withReserves(final long inFlight, final long essential)
    {
        return new JournalConfig(folder, readerCount, sync, syncIntervalMs, blockLength, generationLength, maxBytes,
            inFlight, essential, snapshotBytes);
    }

    public JournalConfig withSnapshotBytes(final long bytes)
    {
        return new JournalConfig(folder, readerCount, sync, syncIntervalMs, blockLength, generationLength, maxBytes,
            inFlightReserve, essentialReserve, bytes);
    }

    /** Throws with an explanation if the values contradict each other. */
    public JournalConfig conclude()
    {
        check(readerCount >= 1 && readerCount <= 64, "1 to 64 readers, not " + readerCount);
        check(syncIntervalMs >= 1, "a sync interval of at least 1 ms, not " + syncIntervalMs);
        check(blockLength >= MIB && Integer.bitCount(blockLength) == 1, "a block is a power of two from 1 MiB, not " +
            blockLength);
        check(generationLength >= aheadBytes() + 4L * blockLength && generationLength <= 1024L * MIB,
            "a generation has at least four blocks and the reserves, and at most 1 GiB; not " + generationLength);
        check(generationLength / 4 >= acceptingReserve(), "a quarter of a generation holds the reserves; " +
            generationLength + " is too short");
        check(snapshotBytes >= 0, "snapshots after at least 0 bytes, not " + snapshotBytes);
        check(inFlightReserve >= 0 && essentialReserve >= 0, "reserves cannot be negative");
        return this;
    }

    /** How far ahead of the appender the file is allocated. */
    long aheadBytes()
    {
        return 2 * inFlightReserve + essentialReserve + 4L * MIB;
    }

    /** Bytes left in the allocated file below which messages are refused if there is no more. */
    long acceptingReserve()
    {
        return 2 * inFlightReserve + essentialReserve;
    }

    /** Longest part of an event in one document. */
    int maxPartLength()
    {
        return blockLength / 8 - RecordFlyweight.HEADER_LENGTH - 64;
    }

    private static void check(final boolean condition, final String message)
    {
        if (!condition)
        {
            throw new IllegalArgumentException(message);
        }
    }
}
