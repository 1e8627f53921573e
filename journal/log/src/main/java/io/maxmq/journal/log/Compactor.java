package io.maxmq.journal.log;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Moves the few events that are still needed out of segments that are mostly dead, so that one retained message does
 * not keep megabytes. Used by the log's writer; one move at a time, in steps that never wait:
 * <ol>
 * <li><b>choose</b>: neighbours that all readers have passed and of which little is alive; note which of their events
 * have references;</li>
 * <li><b>copy</b>, once every reader has passed what was appended then and nobody retained anything in them meanwhile
 * (see {@link LiveCounters}; else give up and try later): the noted events go to a segment of just their size, which
 * takes the neighbours' place in the directory;</li>
 * <li><b>settle</b>, once every reader uses the new directory: nobody touches the old segments any more, so their
 * counts are final; they are added to the new segment's, which readers have been changing since, and the old ones are
 * free.</li>
 * </ol>
 * A reader that keeps an event sees nothing of it: it asks by sequence.
 */
final class Compactor
{
    /** Neighbours looked at in one step, which bounds its time. */
    private static final int MAX_RUN = 8;
    /** So many small segments are worth joining even if little space comes free. */
    private static final int MIN_JOIN = 4;

    private final InMemoryAppender owner;
    private final ReaderPositions positions;
    private final int segmentLength;
    private final Segment[] run = new Segment[MAX_RUN];
    private final BitSet[] needed = new BitSet[MAX_RUN];
    private int runLength;
    private int neededCount;
    private long neededBytes;
    private long cursor;
    private Segment target;
    private long targetVersion;
    private volatile long moves;

    Compactor(final InMemoryAppender owner, final ReaderPositions positions, final LogConfig config)
    {
        this.owner = owner;
        this.positions = positions;
        this.segmentLength = config.segmentLength();
        for (int i = 0; i < MAX_RUN; i++)
        {
            needed[i] = new BitSet();
        }
    }

    /** Moves completed; any thread. */
    long moves()
    {
        return moves;
    }

    /** Whether a segment takes part in a move and must be left alone. */
    boolean isBusyWith(final Segment segment)
    {
        if (segment == target)
        {
            return true;
        }
        for (int i = 0; i < runLength; i++)
        {
            if (run[i] == segment)
            {
                return true;
            }
        }
        return false;
    }

    /** One step, if one is due; {@code mayChoose} allows to begin another move. */
    int doWork(final SegmentDirectory directory, final long slowest, final long appended, final boolean mayChoose)
    {
        if (target != null)
        {
            return settle();
        }
        if (runLength > 0)
        {
            return copy(directory, slowest);
        }
        return mayChoose ? choose(directory, slowest, appended) : 0;
    }

    private int choose(final SegmentDirectory directory, final long slowest, final long appended)
    {
        int index = Math.max(0, directory.floorIndex(cursor));
        while (index < directory.size() && !isCandidate(directory.get(index), slowest))
        {
            index++;
        }
        neededBytes = 0;
        neededCount = 0;
        long length = 0;
        while (index < directory.size() && runLength < MAX_RUN && isCandidate(directory.get(index), slowest))
        {
            final Segment segment = directory.get(index);
            final long bytes = note(segment, needed[runLength], appended);
            if (neededBytes + bytes > segmentLength / 2)
            {
                segment.live().forget();
                break;
            }
            neededBytes += bytes;
            neededCount += needed[runLength].cardinality();
            length += segment.capacity();
            run[runLength++] = segment;
            index++;
        }
        // A neighbour that is too much alive is passed over, else the same run is tried again for ever.
        cursor = index + (runLength == 0 ? 1 : 0) < directory.size() ?
            directory.get(index + (runLength == 0 ? 1 : 0)).firstSequence() : 0L;
        if (neededCount == 0 || length - neededBytes < segmentLength / 2 && runLength < MIN_JOIN)
        {
            giveUp();
            return 0;
        }
        return 1;
    }

    /** What is observed already is about to be freed. */
    private boolean isCandidate(final Segment segment, final long slowest)
    {
        return segment.lastSequence() <= slowest && segment.capacity() <= segmentLength &&
            !segment.live().isObserved();
    }

    /** Notes the events with references, after the reader's retains; returns the bytes that they take. */
    private static long note(final Segment segment, final BitSet needed, final long appended)
    {
        segment.live().observe(appended);
        needed.clear();
        long bytes = 0;
        for (int i = 0; i < segment.count(); i++)
        {
            if (segment.references(i) > 0)
            {
                needed.set(i);
                bytes += Segment.required(segment.eventLength(segment.eventOffset(i)));
            }
        }
        return bytes;
    }

    private int copy(final SegmentDirectory directory, final long slowest)
    {
        for (int i = 0; i < runLength; i++)
        {
            if (!run[i].live().hasPassed(slowest))
            {
                return 0;
            }
        }
        for (int i = 0; i < runLength; i++)
        {
            if (!run[i].live().hasPassedQuietly(slowest))
            {
                giveUp();
                return 0;
            }
        }
        target = owner.allocate((int)neededBytes, sequences());
        if (target == null)
        {
            giveUp();
            return 0;
        }
        target.open(run[0].firstSequence(), run[0].basePosition());
        for (int i = 0; i < runLength; i++)
        {
            for (int index = needed[i].nextSetBit(0); index >= 0; index = needed[i].nextSetBit(index + 1))
            {
                final int offset = run[i].eventOffset(index);
                final int length = run[i].eventLength(offset);
                target.buffer().putBytes(target.claim(length), run[i].buffer(), offset, length);
            }
        }
        target.seal(run[runLength - 1].lastSequence());
        targetVersion = owner.replace(directory.floorIndex(run[0].firstSequence()), runLength, target);
        return 1;
    }

    private long[] sequences()
    {
        final long[] sequences = new long[neededCount];
        int n = 0;
        for (int i = 0; i < runLength; i++)
        {
            for (int index = needed[i].nextSetBit(0); index >= 0; index = needed[i].nextSetBit(index + 1))
            {
                sequences[n++] = run[i].sequence(index);
            }
        }
        return sequences;
    }

    private int settle()
    {
        if (positions.oldestVersion() < targetVersion)
        {
            return 0;
        }
        int n = 0;
        for (int i = 0; i < runLength; i++)
        {
            for (int index = needed[i].nextSetBit(0); index >= 0; index = needed[i].nextSetBit(index + 1))
            {
                target.addReferences(n++, run[i].references(index));
            }
            target.live().addFrom(run[i].live());
            owner.free(run[i]);
        }
        target = null;
        moves = moves + 1;
        clear();
        return 1;
    }

    private void giveUp()
    {
        for (int i = 0; i < runLength; i++)
        {
            run[i].live().forget();
        }
        clear();
    }

    private void clear()
    {
        Arrays.fill(run, null);
        runLength = 0;
    }
}
