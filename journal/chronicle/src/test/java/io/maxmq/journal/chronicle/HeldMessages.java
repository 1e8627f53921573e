package io.maxmq.journal.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventType;
import io.maxmq.journal.event.SessionEndEvent;
import io.maxmq.journal.event.SnapshotQueueEvent;
import io.maxmq.journal.log.EventHandler;
import io.maxmq.journal.log.EventView;
import io.maxmq.journal.log.LogAppender;
import io.maxmq.journal.log.LogTail;
import io.maxmq.journal.log.SnapshotSink;
import io.maxmq.journal.log.SnapshotSource;
import io.maxmq.journal.log.TestEvents;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeSet;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * A reader whose state is simple: the messages that it keeps. Every third message is kept, one in fifty of these for
 * ever, the others until an event releases them some messages later. What comes next follows from the sequence alone,
 * so that the state at any place is known without the log.
 */
final class HeldMessages implements EventHandler
{
    private static final int KEPT = 40;

    final TreeSet<Long> held = new TreeSet<>();
    private final TestEvents events = new TestEvents();
    private final SessionEndEvent release = new SessionEndEvent();
    private final SnapshotQueueEvent queue = new SnapshotQueueEvent();
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer();
    private final EventView view = new EventView();
    private LogTail tail;

    /** Loads the snapshot and folds what is behind it. */
    HeldMessages recover(final ChronicleLog log)
    {
        tail = log.tail(0, log.firstSequence());
        final SnapshotSource snapshot = tail.snapshot();
        if (snapshot != null)
        {
            snapshot.forEach(this::onRecord);
        }
        follow();
        return this;
    }

    private boolean onRecord(final long number, final DirectBuffer buffer, final int offset, final int length)
    {
        if (EventHeader.type(buffer, offset) == EventType.SNAPSHOT_QUEUE)
        {
            assertTrue(queue.wrap(buffer, offset, length));
            for (int i = 0; i < queue.count(); i++)
            {
                keep(queue.entry(i));
            }
        }
        return true;
    }

    void follow()
    {
        while (tail.poll(this, 1000) > 0)
        {
            assertTrue(tail.position() > 0);
        }
    }

    @Override
    public boolean onEvent(final long sequence, final DirectBuffer buffer, final int offset, final int length)
    {
        switch (EventHeader.type(buffer, offset))
        {
            case EventType.MESSAGE:
                assertEquals(sequence, events.verify(buffer, offset, length));
                if (isKept(sequence))
                {
                    keep(sequence);
                }
                break;

            case EventType.SESSION_END:
                assertTrue(release.wrap(buffer, offset, length));
                drop(release.sessionId());
                break;

            case EventType.CHECKPOINT:
                write(tail.beginSnapshot(sequence));
                break;

            default:
                break;
        }
        return true;
    }

    private void keep(final long sequence)
    {
        held.add(sequence);
        tail.retain(sequence);
    }

    private void drop(final long sequence)
    {
        assertTrue(held.remove(sequence), "message " + sequence + " is not kept at " + tail.position());
        tail.release(sequence);
    }

    private void write(final SnapshotSink sink)
    {
        if (sink == null)
        {
            return;
        }
        final Deque<Long> rest = new ArrayDeque<>(held);
        while (!rest.isEmpty())
        {
            queue.wrapForWrite(scratch, 0).sessionId(1);
            for (int i = 0; i < 100 && !rest.isEmpty(); i++)
            {
                queue.add(rest.poll());
            }
            sink.append(scratch, 0, queue.length());
        }
        sink.complete();
    }

    private static boolean isKept(final long sequence)
    {
        return sequence % 3 == 0;
    }

    private static boolean isForEver(final long sequence)
    {
        return sequence % 150 == 0;
    }

    /** Appends the event that belongs after the last one; false if there is no room yet. Commits it. */
    boolean appendNext(final LogAppender appender, final int payload)
    {
        final Long oldest = held.stream().filter(kept -> !isForEver(kept)).findFirst().orElse(null);
        final long sequence = appender.appended() + 1;
        final boolean releases = oldest != null && sequence - oldest > KEPT && sequence % 3 == 1;
        final boolean taken = releases ? events.essential(oldest).appendTo(appender) > 0 :
            events.message(sequence, payload).appendTo(appender) > 0;
        appender.commit();
        return taken;
    }

    /** Everything kept can be read, and is as it was written. */
    void verifyReadable()
    {
        for (final long sequence : held)
        {
            assertTrue(tail.read(sequence, view), "message " + sequence + " is gone");
            assertEquals(sequence, events.verify(view.buffer(), view.offset(), view.length()));
        }
    }
}
