package io.maxmq.journal.log;

import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventType;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;

/**
 * The one writer of the log: takes bounded batches of events from its sources in turn, stamps them with one time per
 * cycle, appends, commits once per batch and wakes the readers concerned.
 * <p>
 * An event that has no room stays in its source, and with it everything behind it there; that is why {@link LogState}
 * warns the workers early. While the slowest reader is more than the configured bytes behind, only essential events are
 * taken (rule 9 of the design).
 * <p>
 * Runs in a thread of its own, or as a part of worker 0's duty cycle, whose events then come through
 * {@link #localSink()}. Not thread-safe.
 */
public final class Sequencer implements Agent {
    /** Bytes that the slowest reader may be behind. */
    public static final long DEFAULT_MAX_LAG_BYTES = 64L * 1024 * 1024;
    /** Events taken from one source in one cycle. */
    public static final int DEFAULT_BATCH_LIMIT = 64;

    private final LogAppender appender;
    private final EpochClock clock;
    private final Wakeups wakeups;
    private final EventSource[] sources;
    private final int workerCount;
    private final long maxLagBytes;
    private final int batchLimit;
    private final EventSink sink = this::onOffer;
    private final LocalEventSink localSink = new LocalEventSink(this);
    private int first;
    private long concerned;
    private boolean lagging;

    public Sequencer(
        final Log log, final EpochClock clock, final Wakeups wakeups, final long maxLagBytes, final int batchLimit,
        final EventSource... sources) {
        this.appender = log.appender();
        this.clock = clock;
        this.wakeups = wakeups;
        this.sources = sources.clone();
        this.workerCount = log.readerCount();
        this.maxLagBytes = maxLagBytes;
        this.batchLimit = batchLimit;
        appender.timestampMs(clock.time());
    }

    /** With the default limits. */
    public Sequencer(
        final Log log, final EpochClock clock, final Wakeups wakeups, final EventSource... sources) {
        this(log, clock, wakeups, DEFAULT_MAX_LAG_BYTES, DEFAULT_BATCH_LIMIT, sources);
    }

    /** The way in for events decided on the sequencer's own thread. */
    public LocalEventSink localSink() {
        return localSink;
    }

    @Override
    public int doWork() {
        appender.timestampMs(clock.time());
        lagging = appender.lagBytes() > maxLagBytes;
        int workCount = 0;
        final int count = sources.length;
        for (int i = 0; i < count; i++) {
            workCount += sources[(first + i) % count].poll(sink, batchLimit);
        }
        first = count == 0 ? 0 : (first + 1) % count;
        return workCount + commit() + appender.doWork();
    }

    /** Publishes what was appended; wakes whom it concerns. */
    int commit() {
        appender.commit();
        if (concerned == 0) {
            return 0;
        }
        final long readers = concerned;
        concerned = 0;
        wakeups.wake(readers);
        return 1;
    }

    boolean lagging() {
        return lagging;
    }

    LogAppender appender() {
        return appender;
    }

    boolean onOffer(final DirectBuffer buffer, final int offset, final int length) {
        if (lagging && !isEssential(buffer, offset, length)) {
            return false;
        }
        final long sequence = appender.append(buffer, offset, length);
        if (sequence > 0) {
            concerned |= EventHeader.concerned(buffer, offset, workerCount);
            return true;
        }
        return false;
    }

    private static boolean isEssential(final DirectBuffer buffer, final int offset, final int length) {
        return length >= EventHeader.LENGTH &&
            EventType.isEssential(EventHeader.type(buffer, offset));
    }

    @Override
    public String roleName() {
        return "sequencer";
    }
}
