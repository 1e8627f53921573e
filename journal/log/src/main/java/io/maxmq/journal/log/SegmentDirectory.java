package io.maxmq.journal.log;

import java.util.Arrays;

/**
 * The segments in use, oldest first; immutable. The log's writer publishes a new one when a segment opens or is freed.
 * A reader that still holds an old one finds in it what it retains and what it has not passed: those segments are not
 * freed. First sequences are copies, so that the search never looks into a segment that is used again meanwhile.
 */
final class SegmentDirectory {
    private final Segment[] segments;
    private final long[] firstSequences;

    SegmentDirectory(final Segment[] segments) {
        this.segments = segments;
        firstSequences = new long[segments.length];
        for (int i = 0; i < segments.length; i++) {
            firstSequences[i] = segments[i].firstSequence();
        }
    }

    int size() {
        return segments.length;
    }

    Segment get(final int index) {
        return segments[index];
    }

    /** The newest segment that starts at or before the sequence; null if all start later. */
    Segment find(final long sequence) {
        int low = 0;
        int high = firstSequences.length - 1;
        while (low <= high) {
            final int middle = low + high >>> 1;
            if (firstSequences[middle] <= sequence) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high < 0 ? null : segments[high];
    }

    SegmentDirectory with(final Segment added) {
        final Segment[] more = Arrays.copyOf(segments, segments.length + 1);
        more[segments.length] = added;
        return new SegmentDirectory(more);
    }

    SegmentDirectory without(final Segment removed) {
        final Segment[] fewer = new Segment[segments.length - 1];
        int kept = 0;
        for (final Segment segment : segments) {
            if (segment != removed) {
                fewer[kept++] = segment;
            }
        }
        return new SegmentDirectory(fewer);
    }
}
