package io.maxmq.journal.chronicle;

/**
 * Where every sixteenth event of a generation starts, so that any event is found by a short walk. One writer; readers
 * ask only for events that are published, and see what was written before that.
 */
final class SequenceIndex
{
    /** Events between two entries. */
    static final int SPACING = 16;
    private static final int CHUNK_BITS = 12;
    private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;

    private final long[][] chunks;
    private long firstSequence;

    SequenceIndex(final long maxEvents)
    {
        chunks = new long[(int)(maxEvents / SPACING >> CHUNK_BITS) + 1][];
    }

    void begin(final long sequence)
    {
        firstSequence = sequence;
    }

    /** The writer tells every event; {@code position} is that of its first document's header. */
    void onEvent(final long sequence, final long position)
    {
        final long n = sequence - firstSequence;
        if ((n & SPACING - 1) == 0)
        {
            final int entry = (int)(n / SPACING);
            final int chunk = entry >> CHUNK_BITS;
            if (chunks[chunk] == null)
            {
                chunks[chunk] = new long[1 << CHUNK_BITS];
            }
            chunks[chunk][entry & CHUNK_MASK] = position;
        }
    }

    /** The last indexed event at or before the one wanted. */
    long floorSequence(final long sequence)
    {
        return sequence - (sequence - firstSequence & SPACING - 1);
    }

    /** Where an indexed event starts. */
    long position(final long indexedSequence)
    {
        final int entry = (int)((indexedSequence - firstSequence) / SPACING);
        return chunks[entry >> CHUNK_BITS][entry & CHUNK_MASK];
    }
}
