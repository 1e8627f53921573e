package io.maxmq.journal.log;

/**
 * The segments in use, oldest first; immutable. The log's writer publishes a new one when a segment opens, is freed or
 * moved. A reader that still holds an old one finds in it what it retains and what it has not passed: those segments
 * are not used for anything else before it has {@link ReaderPositions#adopted} a newer one. First sequences are
 * copies, so that the search never looks into a segment that is used again meanwhile.
 */
final class SegmentDirectory
{
    private final long version;
    private final Segment[] segments;
    private final long[] firstSequences;

    SegmentDirectory(final Segment first)
    {
        this(1L, new Segment[]{first});
    }

    private SegmentDirectory(final long version, final Segment[] segments)
    {
        this.version = version;
        this.segments = segments;
        firstSequences = new long[segments.length];
        for (int i = 0; i < segments.length; i++)
        {
            firstSequences[i] = segments[i].firstSequence();
        }
    }

    long version()
    {
        return version;
    }

    int size()
    {
        return segments.length;
    }

    Segment get(final int index)
    {
        return segments[index];
    }

    /** The newest segment that starts at or before the sequence; null if all start later. */
    Segment find(final long sequence)
    {
        final int index = floorIndex(sequence);
        return index < 0 ? null : segments[index];
    }

    /** Index of the newest segment that starts at or before the sequence; −1 if all start later. */
    int floorIndex(final long sequence)
    {
        int low = 0;
        int high = firstSequences.length - 1;
        while (low <= high)
        {
            final int middle = low + high >>> 1;
            if (firstSequences[middle] <= sequence)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }
        return high;
    }

    SegmentDirectory with(final Segment added)
    {
        return replace(segments.length, 0, added);
    }

    SegmentDirectory without(final int index)
    {
        return replace(index, 1, null);
    }

    /** {@code count} segments from {@code index} on give way to one, or to none if it is null. */
    SegmentDirectory replace(final int index, final int count, final Segment replacement)
    {
        final int added = replacement == null ? 0 : 1;
        final Segment[] changed = new Segment[segments.length - count + added];
        System.arraycopy(segments, 0, changed, 0, index);
        if (replacement != null)
        {
            changed[index] = replacement;
        }
        System.arraycopy(segments, index + count, changed, index + added, segments.length - index - count);
        return new SegmentDirectory(version + 1, changed);
    }
}
