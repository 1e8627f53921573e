package io.maxmq.journal.chronicle;

import java.util.Arrays;

/**
 * Where every sixteenth event of a generation from which events were taken starts, with its sequence. Filled once, then
 * read by all.
 */
final class SparseIndex
{
    private long[] sequences = new long[16];
    private int[] positions = new int[16];
    private int size;
    private long count;

    /** The next event, in order; {@code position} is that of its first document's header. */
    void onEvent(final long sequence, final long position)
    {
        if (count++ % SequenceIndex.SPACING == 0)
        {
            if (size == sequences.length)
            {
                sequences = Arrays.copyOf(sequences, size * 2);
                positions = Arrays.copyOf(positions, size * 2);
            }
            sequences[size] = sequence;
            positions[size++] = (int)position;
        }
    }

    /** Events in it. */
    long count()
    {
        return count;
    }

    /** Where to begin to look for an event; -1 if it is before the first. */
    long floorPosition(final long sequence)
    {
        final int found = Arrays.binarySearch(sequences, 0, size, sequence);
        final int index = found >= 0 ? found : -found - 2;
        return index < 0 ? -1L : positions[index];
    }
}
