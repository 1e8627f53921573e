package io.maxmq.journal.log;

import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A log that tests crash. It keeps everything on the heap, knows what is synced, and is strict where real logs are
 * lenient: reading a message that the reader neither retains nor has yet to pass, or releasing what is not retained,
 * is an error here.
 * <p>
 * Appended → published (by {@code commit}, tails see it) → synced ({@link #committed()}, effects may leave). What moves
 * the synced position:
 * <ul>
 * <li>{@link Sync#ON_COMMIT}: every commit (default);</li>
 * <li>{@link Sync#WHEN_TOLD}: {@link #sync()}; until then tails see nothing new;</li>
 * <li>{@link Sync#WHEN_TOLD_APPLY_AHEAD}: {@link #sync()}; tails see what is committed at once, and must hold back its
 * effects ({@code sync=batch}).</li>
 * </ul>
 * {@link #crash()} loses what is not synced; {@link #crash(Random)} keeps a random part of it, as {@code sync=interval}
 * may. Then the old object refuses everything, and {@link #restart(int)} gives a log with what survived, to be folded
 * by tails from {@link #firstSequence()}. For tests in one thread.
 */
public final class CrashableLog implements Log
{
    /** What moves the synced position. */
    public enum Sync
    {
        ON_COMMIT, WHEN_TOLD, WHEN_TOLD_APPLY_AHEAD
    }

    private final List<UnsafeBuffer> events = new ArrayList<>();
    private final List<Tail> tails = new ArrayList<>();
    private final LogState state = new LogState();
    private final Appender appender = new Appender();
    private final int readerCount;
    private final Sync sync;
    private long bytes;
    private long maxBytes = Long.MAX_VALUE;
    private long published;
    private long synced;
    private boolean crashed;
    private boolean full;
    private boolean fullForEssential;
    private final MemorySnapshots snapshots = new MemorySnapshots();

    public CrashableLog(final int readerCount)
    {
        this(readerCount, Sync.ON_COMMIT);
    }

    public CrashableLog(final int readerCount, final Sync sync)
    {
        this.readerCount = readerCount;
        this.sync = sync;
    }

    /** Makes everything committed so far durable. */
    public void sync()
    {
        syncTo(appender.committed);
    }

    /** Makes a part of what is committed durable. */
    public void syncTo(final long sequence)
    {
        check(sequence >= synced && sequence <= appender.committed, "sync to " + sequence + " between " + synced +
            " and " + appender.committed);
        synced = sequence;
        if (sync != Sync.WHEN_TOLD_APPLY_AHEAD)
        {
            published = synced;
        }
    }

    /** From now on the log has no room for what is not essential; {@link #state()} says so. */
    public void full(final boolean isFull)
    {
        full = isFull;
        fullForEssential &= isFull;
        state.set(isFull ? LogState.ESSENTIAL_ONLY : LogState.ACCEPTING);
    }

    /** From now on the log has no room for anything. */
    public void fullForEssential(final boolean isFull)
    {
        full(isFull);
        fullForEssential = isFull;
    }

    /** The process dies: everything not synced is lost. */
    public void crash()
    {
        crashKeeping(synced);
    }

    /** The process dies: of what is appended and not synced, a random prefix survives. */
    public void crash(final Random random)
    {
        crashKeeping(synced + random.nextInt((int)(events.size() - synced) + 1));
    }

    /** The process dies, and everything up to {@code sequence} survives. */
    public void crashKeeping(final long sequence)
    {
        check(sequence >= synced && sequence <= events.size(), "a crash that keeps up to " + sequence +
            " of " + events.size() + " events, " + synced + " synced");
        crashed = true;
        events.subList((int)sequence, events.size()).clear();
        state.set(LogState.FAILED);
    }

    /**
     * Begins a snapshot: a checkpoint, at which every reader writes down its state. It counts when all are done.
     *
     * @return false if one is being made, or there is no room
     */
    public boolean checkpoint()
    {
        return !crashed && !full && snapshots.begin(appender, readerCount);
    }

    /** Place of the newest snapshot that counts; 0 = none. */
    public long snapshotSequence()
    {
        return snapshots.newest() == null ? 0 : snapshots.newest().sequence();
    }

    /** Records of the newest snapshot that counts. */
    public SnapshotSource snapshot()
    {
        return snapshots.newest();
    }

    /** What the next process finds after a crash; any number of readers. */
    public CrashableLog restart(final int newReaderCount)
    {
        check(crashed, "restart without a crash");
        final CrashableLog next = new CrashableLog(newReaderCount, sync);
        next.events.addAll(events);
        next.bytes = events.stream().mapToLong(UnsafeBuffer::capacity).sum();
        next.published = events.size();
        next.synced = events.size();
        next.appender.committed = events.size();
        next.snapshots.restart(snapshots, events.size());
        if (!events.isEmpty())
        {
            next.appender.timestampMs = EventHeader.timestampMs(events.get(events.size() - 1), 0);
        }
        return next;
    }

    /** Number of references that a reader holds on an event, or on all of them if {@code sequence} is 0. */
    public int retained(final int reader, final long sequence)
    {
        return tails.stream().filter(tail -> tail.reader == reader).findFirst()
            .map(tail -> tail.retained.count(sequence)).orElse(0);
    }

    /** An event as it was stored. */
    public DirectBuffer event(final long sequence)
    {
        return events.get((int)sequence - 1);
    }

    /** Every event, committed or not. */
    public long appended()
    {
        return events.size();
    }

    @Override
    public LogAppender appender()
    {
        return appender;
    }

    @Override
    public LogTail tail(final int reader, final long fromSequence)
    {
        check(reader >= 0 && reader < readerCount, "reader " + reader + " of " + readerCount);
        check(tails.stream().noneMatch(t -> t.reader == reader), "second tail for reader " + reader);
        check(fromSequence >= firstSequence() && fromSequence <= published + 1, "tail from " + fromSequence);
        final Tail tail = new Tail(reader, fromSequence - 1);
        tails.add(tail);
        return tail;
    }

    @Override
    public int readerCount()
    {
        return readerCount;
    }

    @Override
    public LogState state()
    {
        return state;
    }

    @Override
    public long firstSequence()
    {
        return snapshots.removedUpTo() + 1;
    }

    @Override
    public int maxEventLength()
    {
        return Integer.MAX_VALUE / 2;
    }

    @Override
    public long committed()
    {
        return synced;
    }

    @Override
    public void close()
    {
        state.set(LogState.FAILED);
        crashed = true;
    }

    private static void check(final boolean condition, final String message)
    {
        if (!condition)
        {
            throw new IllegalStateException(message);
        }
    }

    private final class Appender implements LogAppender
    {
        private long committed;
        private long timestampMs;

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
            if (!EventHeader.isComplete(buffer, offset, length))
            {
                return REFUSED;
            }
            if (crashed)
            {
                return FAILED;
            }
            if (!hasRoom(length, EventType.isEssential(EventHeader.type(buffer, offset))))
            {
                return FULL;
            }
            final UnsafeBuffer event = new UnsafeBuffer(new byte[length]);
            event.putBytes(0, buffer, offset, length);
            EventHeader.stamp(event, 0, events.size() + 1, timestampMs);
            events.add(event);
            bytes += length;
            return events.size();
        }

        @Override
        public boolean hasRoom(final int length, final boolean essential)
        {
            return !crashed && !(essential ? fullForEssential : full);
        }

        @Override
        public void commit()
        {
            if (crashed)
            {
                return;
            }
            committed = events.size();
            if (sync == Sync.ON_COMMIT)
            {
                synced = committed;
            }
            if (sync != Sync.WHEN_TOLD)
            {
                published = committed;
            }
        }

        @Override
        public long appended()
        {
            return events.size();
        }

        @Override
        public long lagBytes()
        {
            final long slowest = tails.stream().mapToLong(t -> t.passedBytes).min().orElse(0);
            return bytes - slowest;
        }

        @Override
        public int doWork()
        {
            return 0;
        }
    }

    private final class Tail implements LogTail
    {
        private final References retained;
        private final int reader;
        private long position;
        private long passedBytes;

        Tail(final int reader, final long position)
        {
            this.reader = reader;
            retained = new References(reader);
            this.position = position;
            for (int i = 0; i < position; i++)
            {
                passedBytes += events.get(i).capacity();
            }
        }

        @Override
        public int poll(final EventHandler handler, final int limit)
        {
            final long end = Math.min(crashed ? 0 : published, position + limit);
            int taken = 0;
            while (position < end && !crashed)
            {
                final UnsafeBuffer event = events.get((int)position);
                if (!handler.onEvent(position + 1, event, 0, event.capacity()))
                {
                    break;
                }
                position++;
                passedBytes += event.capacity();
                taken++;
            }
            return taken;
        }

        @Override
        public long position()
        {
            return position;
        }

        @Override
        public long committed()
        {
            return synced;
        }

        @Override
        public long published()
        {
            return published;
        }

        @Override
        public boolean read(final long sequence, final EventView view)
        {
            if (sequence < 1 || sequence > published)
            {
                return false;
            }
            check(snapshots.isKept(sequence),
                "reader " + reader + " reads " + sequence + ", which the snapshot has not kept");
            check(sequence > position || retained.contains(sequence),
                "reader " + reader + " at " + position + " reads " + sequence + " without retaining it");
            final UnsafeBuffer event = events.get((int)sequence - 1);
            view.wrap(event, 0, event.capacity());
            return true;
        }

        @Override
        public SnapshotSource snapshot()
        {
            return snapshots.found();
        }

        @Override
        public SnapshotSink beginSnapshot(final long sequence)
        {
            return snapshots.part(reader, sequence);
        }

        @Override
        public void retain(final long sequence)
        {
            check(sequence >= 1 && sequence <= published, "retain of " + sequence + " of " + published);
            check(snapshots.isKept(sequence),
                "reader " + reader + " retains " + sequence + ", which the snapshot has not kept");
            retained.retain(sequence);
        }

        @Override
        public void release(final long sequence)
        {
            retained.release(sequence);
        }
    }
}
