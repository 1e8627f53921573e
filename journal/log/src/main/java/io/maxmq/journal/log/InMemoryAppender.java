package io.maxmq.journal.log;

import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventType;
import java.util.ArrayDeque;
import org.agrona.DirectBuffer;

/** The writer of an {@link InMemoryLog}: fills segments, publishes, frees what is dead. */
final class InMemoryAppender implements LogAppender
{
    /** Between two looks for something to compact, which may take a millisecond, unless space is short. */
    private static final long COMPACTION_INTERVAL_MS = 10;

    private final InMemoryLog log;
    private final LogConfig config;
    private final Compactor compactor;
    private final ArrayDeque<Segment> pool = new ArrayDeque<>();
    private final long acceptingLimit;
    private final int maxEventLength;
    private SegmentDirectory directory;
    private Segment current;
    private long appended;
    private long appendedBytes;
    private long timestampMs;
    private long housekeepingMs = -1L;
    private long compactionMs = -COMPACTION_INTERVAL_MS;
    /** Bytes that may be allocated: what is configured, or less if the JVM has given no more. */
    private long maxBytes;
    private boolean dirty;
    /** Bytes of all segments in use; others only read it. */
    private volatile long usedBytes;

    InMemoryAppender(final InMemoryLog log, final LogConfig config)
    {
        this.log = log;
        this.config = config;
        maxBytes = config.maxBytes();
        // An event that ends a segment early wastes at most as much again as it takes.
        acceptingLimit = Math.max(config.segmentLength(),
            config.maxBytes() - config.essentialReserve() - 2 * config.inFlightReserve() - config.segmentLength());
        maxEventLength = (int)Math.min(Integer.MAX_VALUE / 2, acceptingLimit - Segment.required(0));
        compactor = new Compactor(this, log.positions(), config);
        current = new Segment(config.segmentLength(), config.readerCount());
        current.open(1L, 0L);
        usedBytes = current.capacity();
        directory(new SegmentDirectory(current));
    }

    @Override
    public void timestampMs(final long nowMs)
    {
        timestampMs = Math.max(timestampMs, nowMs);
    }

    @Override
    public long timestampMs()
    {
        return timestampMs;
    }

    @Override
    public long append(final DirectBuffer buffer, final int offset, final int length)
    {
        if (!EventHeader.isComplete(buffer, offset, length) || length > maxEventLength)
        {
            return REFUSED;
        }
        if (log.state().get() == LogState.FAILED)
        {
            return FAILED;
        }
        if (!current.fits(length) && !roll(length, EventType.isEssential(EventHeader.type(buffer, offset))))
        {
            return FULL;
        }
        final int at = current.claim(length);
        current.buffer().putBytes(at, buffer, offset, length);
        EventHeader.stamp(current.buffer(), at, ++appended, timestampMs);
        appendedBytes = current.positionAfter(at, length);
        dirty = true;
        return appended;
    }

    @Override
    public boolean hasRoom(final int length, final boolean essential)
    {
        return length <= maxEventLength &&
            (current.fits(length) || usedBytes + capacityFor(length) <= limit(essential));
    }

    @Override
    public void commit()
    {
        if (dirty)
        {
            dirty = false;
            log.publish(appended);
        }
    }

    @Override
    public long appended()
    {
        return appended;
    }

    @Override
    public long lagBytes()
    {
        return appendedBytes - log.positions().slowestBytes();
    }

    /** Once per millisecond: frees dead segments, moves on with compaction. Bounded by the number of segments. */
    @Override
    public int doWork()
    {
        if (housekeepingMs == timestampMs)
        {
            return 0;
        }
        housekeepingMs = timestampMs;
        final boolean mayCompact = usedBytes > acceptingLimit / 4 * 3 ||
            usedBytes > acceptingLimit / 4 && timestampMs - compactionMs >= COMPACTION_INTERVAL_MS;
        if (mayCompact)
        {
            compactionMs = timestampMs;
        }
        return keepHouse(mayCompact);
    }

    long usedBytes()
    {
        return usedBytes;
    }

    long compactions()
    {
        return compactor.moves();
    }

    int maxEventLength()
    {
        return maxEventLength;
    }

    /** A segment for events that are moved; null if there is no room for it. */
    Segment allocate(final int capacity, final long[] sequences)
    {
        if (usedBytes + capacity > maxBytes)
        {
            return null;
        }
        try
        {
            final Segment segment = new Segment(capacity, config.readerCount(), sequences);
            usedBytes += segment.capacity();
            return segment;
        }
        catch (final OutOfMemoryError tooMuch)
        {
            // Asking again would stall for a collection each time.
            maxBytes = usedBytes;
            return null;
        }
    }

    /** Publishes a directory in which a segment stands for others; returns its version. */
    long replace(final int index, final int count, final Segment replacement)
    {
        directory(directory.replace(index, count, replacement));
        return directory.version();
    }

    /** A segment that no reader can reach. */
    void free(final Segment segment)
    {
        usedBytes -= segment.capacity();
        if (segment.capacity() == config.segmentLength() && !segment.isCompacted())
        {
            pool.push(segment);
        }
    }

    private int keepHouse(final boolean mayCompact)
    {
        final long slowest = log.positions().slowestSequence();
        int workCount = freeDead(slowest);
        workCount += compactor.doWork(directory, slowest, appended, mayCompact);
        updateState();
        return workCount;
    }

    private int freeDead(final long slowest)
    {
        int freed = 0;
        for (int i = directory.size() - 1; i >= 0; i--)
        {
            final Segment segment = directory.get(i);
            if (segment.lastSequence() > slowest || compactor.isBusyWith(segment))
            {
                continue;
            }
            final LiveCounters live = segment.live();
            if (live.hasPassedQuietly(slowest))
            {
                directory(directory.without(i));
                free(segment);
                freed++;
            }
            else if (!live.isObserved() || live.hasPassed(slowest))
            {
                live.observe(appended);
                if (!live.isFree())
                {
                    live.forget();
                }
            }
        }
        return freed;
    }

    private boolean roll(final int length, final boolean essential)
    {
        keepHouse(false);
        final int capacity = capacityFor(length);
        if (usedBytes + capacity > limit(essential))
        {
            return false;
        }
        final Segment next = capacity == config.segmentLength() && !pool.isEmpty() ?
            fromPool() : allocate(capacity, null);
        if (next == null)
        {
            return false;
        }
        current.seal(appended);
        next.open(appended + 1, appendedBytes);
        current = next;
        directory(directory.with(next));
        updateState();
        return true;
    }

    private void updateState()
    {
        final long limit = acceptingLimit - (config.maxBytes() - maxBytes);
        log.state().set(usedBytes > limit ? LogState.ESSENTIAL_ONLY : LogState.ACCEPTING);
    }

    private Segment fromPool()
    {
        final Segment segment = pool.pop();
        usedBytes += segment.capacity();
        return segment;
    }

    private int capacityFor(final int length)
    {
        return (int)Math.max(config.segmentLength(), Segment.required(length));
    }

    private long limit(final boolean essential)
    {
        return essential ? maxBytes : maxBytes - config.essentialReserve();
    }

    private void directory(final SegmentDirectory newDirectory)
    {
        directory = newDirectory;
        log.directory(newDirectory);
    }
}
