package io.maxmq.journal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventType;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link Log} holds; each implementation runs these tests by extending this class. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class LogContract
{
    protected final TestEvents events = new TestEvents();
    private Log log;

    /** A new, empty log. */
    protected abstract Log create(int readerCount);

    /** Waits or works until what was committed may leave the broker. */
    protected void settle(final Log settling)
    {
    }

    @AfterEach
    void closeLog()
    {
        if (log != null)
        {
            log.close();
        }
    }

    private Log log(final int readerCount)
    {
        log = create(readerCount);
        return log;
    }

    private void append(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            assertTrue(events.message(log.appender().appended() + 1, 16 + i % 300).appendTo(log.appender()) > 0);
        }
    }

    private EventHandler verifying()
    {
        return (sequence, buffer, offset, length) ->
        {
            assertEquals(sequence, EventHeader.sequence(buffer, offset));
            assertEquals(sequence, events.verify(buffer, offset, length));
            return true;
        };
    }

    @Test
    void shouldNumberEventsFromOneWithoutGaps()
    {
        final LogAppender appender = log(1).appender();
        for (int i = 1; i <= 100; i++)
        {
            assertEquals(i, events.message(i, 20).appendTo(appender));
            assertEquals(i, appender.appended());
        }
    }

    @Test
    void shouldShowNothingBeforeCommit()
    {
        final LogTail tail = log(1).tail(0, 1);
        append(3);
        assertEquals(0, tail.poll(verifying(), 10));
        assertEquals(0, log.committed());
        assertFalse(tail.read(1, new EventView()));
        log.appender().commit();
        assertEquals(3, tail.poll(verifying(), 10));
        settle(log);
        assertEquals(3, log.committed());
        assertEquals(3, tail.committed());
    }

    @Test
    void shouldShowEveryReaderEveryEventUnalteredAndOnce()
    {
        log(3);
        final LogTail[] tails = {log.tail(0, 1), log.tail(1, 1), log.tail(2, 1)};
        for (int round = 0; round < 50; round++)
        {
            append(97);
            log.appender().commit();
            for (int reader = 0; reader < 3; reader++)
            {
                while (round % (reader + 1) == 0 && tails[reader].poll(verifying(), 10 + reader) > 0)
                {
                    assertTrue(tails[reader].position() <= tails[reader].published());
                }
            }
        }
        for (final LogTail tail : tails)
        {
            while (tail.poll(verifying(), 1000) > 0)
            {
                assertTrue(tail.position() <= tail.published());
            }
            assertEquals(50 * 97, tail.position());
        }
    }

    @Test
    void shouldOfferAnEventThatWasNotTakenAgain()
    {
        final LogTail tail = log(1).tail(0, 1);
        append(5);
        log.appender().commit();
        final long[] refused = {3};
        final EventHandler handler = (sequence, buffer, offset, length) -> sequence != refused[0];
        assertEquals(2, tail.poll(handler, 10));
        assertEquals(2, tail.position());
        assertEquals(0, tail.poll(handler, 10));
        refused[0] = 0;
        assertEquals(3, tail.poll(handler, 10));
        assertEquals(5, tail.position());
    }

    @Test
    void shouldTakeNoMoreThanTheLimit()
    {
        final LogTail tail = log(1).tail(0, 1);
        append(10);
        log.appender().commit();
        assertEquals(4, tail.poll(verifying(), 4));
        assertEquals(0, tail.poll(verifying(), 0));
        assertEquals(6, tail.poll(verifying(), Integer.MAX_VALUE));
    }

    @Test
    void shouldKeepAnEventThatThrew()
    {
        final LogTail tail = log(1).tail(0, 1);
        append(3);
        log.appender().commit();
        final IllegalStateException error = new IllegalStateException("from the handler");
        try
        {
            tail.poll((sequence, buffer, offset, length) ->
            {
                if (sequence == 2)
                {
                    throw error;
                }
                return true;
            }, 10);
        }
        catch (final IllegalStateException caught)
        {
            assertEquals(error, caught);
        }
        assertEquals(1, tail.position());
        assertEquals(2, tail.poll(verifying(), 10));
    }

    @Test
    void shouldStampTimeThatNeverGoesBackwards()
    {
        final LogTail tail = log(1).tail(0, 1);
        final long[] times = {1000, 2000, 1500, 3000};
        final long[] expected = {1000, 2000, 2000, 3000};
        for (final long time : times)
        {
            log.appender().timestampMs(time);
            append(1);
        }
        log.appender().commit();
        assertEquals(4, tail.poll((sequence, buffer, offset, length) ->
        {
            assertEquals(expected[(int)sequence - 1], EventHeader.timestampMs(buffer, offset));
            return true;
        }, 10));
    }

    @Test
    void shouldStampItsCopyOnly()
    {
        log(1);
        events.message(1, 20).appendTo(log.appender());
        assertEquals(0, EventHeader.sequence(events.buffer(), 0));
    }

    @Test
    void shouldRefuseWhatIsNoEvent()
    {
        final LogAppender appender = log(1).appender();
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[200]);
        buffer.putBytes(0, events.essential(5).buffer(), 0, events.length());
        for (int length = 0; length < 200; length++)
        {
            assertEquals(length == events.length() ? 1 : LogAppender.REFUSED, appender.append(buffer, 0, length));
        }
        assertEquals(1, appender.appended());
    }

    @Test
    void shouldReadByReferenceWhatIsRetained()
    {
        final LogTail tail = log(1).tail(0, 1);
        for (int i = 0; i < 20; i++)
        {
            append(50);
            log.appender().commit();
            tail.poll((sequence, buffer, offset, length) ->
            {
                if (sequence % 7 == 0)
                {
                    tail.retain(sequence);
                }
                return true;
            }, 1000);
            log.appender().doWork();
        }
        final EventView view = new EventView();
        for (long sequence = 7; sequence <= 1000; sequence += 7)
        {
            assertTrue(tail.read(sequence, view));
            assertEquals(sequence, view.sequence());
            assertEquals(EventType.MESSAGE, view.type());
            assertEquals(sequence, events.verify(view.buffer(), view.offset(), view.length()));
            tail.release(sequence);
        }
        assertFalse(tail.read(1001, view));
        assertFalse(tail.read(0, view));
    }

    @Test
    void shouldTakeLongEvents()
    {
        final LogTail tail = log(1).tail(0, 1);
        final int[] lengths = {100, 5_000_000, 100, 300_000, 70_000, 100};
        for (int i = 0; i < lengths.length; i++)
        {
            events.message(i + 1, lengths[i]);
            long sequence = events.appendTo(log.appender());
            while (sequence == LogAppender.FULL)
            {
                // Room for long events may have to be made first.
                Thread.yield();
                sequence = events.appendTo(log.appender());
            }
            assertEquals(i + 1, sequence);
        }
        log.appender().commit();
        assertEquals(lengths.length, tail.poll((sequence, buffer, offset, length) ->
        {
            tail.retain(sequence);
            return verifying().onEvent(sequence, buffer, offset, length);
        }, 10));
        final EventView view = new EventView();
        for (int i = lengths.length; i >= 1; i--)
        {
            assertTrue(tail.read(i, view));
            assertEquals(i, events.verify(view.buffer(), view.offset(), view.length()));
            tail.release(i);
        }
        assertTrue(log.maxEventLength() > 5_000_000);
    }

    @Test
    void shouldReadWhileHandling()
    {
        final LogTail tail = log(1).tail(0, 1);
        append(100);
        log.appender().commit();
        final EventView view = new EventView();
        assertEquals(100, tail.poll((sequence, buffer, offset, length) ->
        {
            tail.retain(sequence);
            assertTrue(tail.read(Math.max(1, sequence / 2), view));
            assertEquals(view.sequence(), events.verify(view.buffer(), view.offset(), view.length()));
            return verifying().onEvent(sequence, buffer, offset, length);
        }, 1000));
    }

    @Test
    void shouldMeasureTheLagOfTheSlowestReader()
    {
        log(2);
        final LogTail fast = log.tail(0, 1);
        final LogTail slow = log.tail(1, 1);
        assertEquals(0, log.appender().lagBytes());
        append(100);
        log.appender().commit();
        final long lag = log.appender().lagBytes();
        assertTrue(lag > 100 * 150);
        fast.poll(verifying(), 1000);
        assertEquals(lag, log.appender().lagBytes());
        slow.poll(verifying(), 50);
        assertTrue(log.appender().lagBytes() < lag * 3 / 4 && log.appender().lagBytes() > lag / 4);
        slow.poll(verifying(), 50);
        assertEquals(0, log.appender().lagBytes());
    }

    @Test
    void shouldTakeNothingAfterClosing()
    {
        final LogAppender appender = log(1).appender();
        append(1);
        appender.commit();
        log.close();
        assertEquals(LogState.FAILED, log.state().get());
        assertFalse(log.state().accepting());
        assertEquals(LogAppender.FAILED, events.message(2, 20).appendTo(appender));
    }
}
