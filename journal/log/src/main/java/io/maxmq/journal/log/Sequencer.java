package io.maxmq.journal.log;

import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventType;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;

/**
 * The one writer of the log: takes bounded batches of events from its sources in turn, stamps them with one time per
 * cycle (which never goes backwards), appends, commits once per batch and wakes the readers concerned.
 * <p>
 * What it promises to its sources: events of one source stand in the log in their order; an event is taken once or not
 * at all; one without room stays in its source, and with it everything behind it there. That is why {@link LogState}
 * warns the workers while there is still room. While the slowest reader is more than {@code maxLagBytes} behind, only
 * essential events are taken (rule 9 of the design); from a quarter of that on every reader is woken, so that parked
 * ones move up and free space.
 * <p>
 * An event that no log can take (not an event, too long) is a bug of whoever decided it; it is thrown away, counted and
 * reported, because it would stop its source for ever.
 * <p>
 * Runs in a thread of its own, or inside worker 0's duty cycle, whose events then come through {@link #localSink()}.
 * Not thread-safe; {@link #counters()} may be read by any thread.
 */
public final class Sequencer implements Agent
{
    /** Bytes that the slowest reader may be behind. */
    public static final long DEFAULT_MAX_LAG_BYTES = 64L * 1024 * 1024;
    /** Events taken from one source in one cycle. */
    public static final int DEFAULT_BATCH_LIMIT = 64;

    private final LogAppender appender;
    private final EpochClock clock;
    private final Wakeups wakeups;
    private final ErrorHandler errorHandler;
    private final EventSource[] sources;
    private final int workerCount;
    private final long maxLagBytes;
    private final int batchLimit;
    private final EventSink sink = this::onOffer;
    private final LocalEventSink localSink = new LocalEventSink(this);
    private final SequencerCounters counters = new SequencerCounters();
    private int first;
    private long concerned;
    private boolean dirty;
    private boolean lagging;

    /**
     * Takes over the log's appender; the caller's thread must be the one that runs {@link #doWork()}, or hand it
     * over.
     */
    public Sequencer(
        final Log log, final EpochClock clock, final Wakeups wakeups, final ErrorHandler errorHandler,
        final long maxLagBytes, final int batchLimit, final EventSource... sources)
    {
        this.appender = log.appender();
        this.clock = clock;
        this.wakeups = wakeups;
        this.errorHandler = errorHandler;
        this.sources = sources.clone();
        this.workerCount = log.readerCount();
        this.maxLagBytes = maxLagBytes;
        this.batchLimit = batchLimit;
        appender.timestampMs(clock.time());
    }

    /** With the default limits, throwing when an event is refused. */
    public Sequencer(
        final Log log, final EpochClock clock, final Wakeups wakeups, final EventSource... sources)
    {
        this(log, clock, wakeups, Sequencer::rethrow, DEFAULT_MAX_LAG_BYTES, DEFAULT_BATCH_LIMIT, sources);
    }

    /** The way in for events decided on the sequencer's own thread. */
    public LocalEventSink localSink()
    {
        return localSink;
    }

    public SequencerCounters counters()
    {
        return counters;
    }

    @Override
    public int doWork()
    {
        appender.timestampMs(clock.time());
        final long lagBytes = appender.lagBytes();
        lagging = lagBytes > maxLagBytes;
        int workCount = pollSources();
        workCount += commit(lagBytes > maxLagBytes / 4);
        return workCount + appender.doWork();
    }

    @Override
    public String roleName()
    {
        return "sequencer";
    }

    LogAppender appender()
    {
        return appender;
    }

    boolean lagging()
    {
        return lagging;
    }

    boolean onOffer(final DirectBuffer buffer, final int offset, final int length)
    {
        if (lagging && !isEssential(buffer, offset, length))
        {
            counters.onLagging();
            return false;
        }
        final long sequence = appender.append(buffer, offset, length);
        if (sequence > 0)
        {
            concerned |= EventHeader.concerned(buffer, offset, workerCount);
            dirty = true;
            counters.onEvent(length);
            return true;
        }
        if (sequence == LogAppender.REFUSED)
        {
            counters.onRefused();
            errorHandler.onError(new IllegalArgumentException("an event of " + length + " bytes cannot be logged"));
            return true;
        }
        counters.onNoRoom();
        return false;
    }

    private int pollSources()
    {
        final int count = sources.length;
        int workCount = 0;
        int index = first;
        for (int i = 0; i < count; i++)
        {
            workCount += sources[index].poll(sink, batchLimit);
            index = index + 1 == count ? 0 : index + 1;
        }
        first = first + 1 >= count ? 0 : first + 1;
        return workCount;
    }

    private int commit(final boolean wakeAll)
    {
        appender.commit();
        final long readers = wakeAll ? EventHeader.ALL_WORKERS : concerned;
        if (dirty)
        {
            dirty = false;
            counters.onBatch();
        }
        concerned = 0;
        if (readers == 0)
        {
            return 0;
        }
        wakeups.wake(readers);
        return 1;
    }

    private static boolean isEssential(final DirectBuffer buffer, final int offset, final int length)
    {
        return length >= EventHeader.LENGTH && EventType.isEssential(EventHeader.type(buffer, offset));
    }

    private static void rethrow(final Throwable error)
    {
        throw error instanceof RuntimeException e ? e : new IllegalStateException(error);
    }
}
