package io.maxmq.journal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InMemoryLogTest
{
    private static final int SEGMENT = 8192;
    private static final LogConfig SMALL = LogConfig.forReaders(1).withSegmentLength(SEGMENT)
        .withMaxBytes(64 * SEGMENT).withReserves(8 * SEGMENT, 8 * SEGMENT);

    private final TestEvents events = new TestEvents();
    private final EventView view = new EventView();
    private long nowMs;

    private void append(final Log log, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            assertTrue(events.message(log.appender().appended() + 1, 64).appendTo(log.appender()) > 0);
        }
        log.appender().commit();
    }

    /** Time passes, and the readers take what there is. */
    private void keepHouse(final Log log, final LogTail... tails)
    {
        for (int i = 0; i < 3; i++)
        {
            log.appender().timestampMs(nowMs += 20);
            log.appender().doWork();
            for (final LogTail tail : tails)
            {
                while (tail.poll((sequence, buffer, offset, length) -> true, 1000) > 0)
                {
                    assertTrue(tail.position() > 0);
                }
            }
        }
    }

    @Test
    void shouldUseSegmentsAgain()
    {
        final InMemoryLog log = new InMemoryLog(SMALL);
        final LogTail tail = log.tail(0, 1);
        for (int i = 0; i < 1000; i++)
        {
            append(log, 100);
            keepHouse(log, tail);
            assertTrue(log.usedBytes() <= 5 * SEGMENT, () -> "used " + log.usedBytes());
        }
        assertEquals(100_000, tail.position());
    }

    @Test
    void shouldFreeNothingBeforeEveryReaderHasPassed()
    {
        final InMemoryLog log = new InMemoryLog(new LogConfig(2, SEGMENT, 64 * SEGMENT, 0, 0));
        final LogTail fast = log.tail(0, 1);
        append(log, 1000);
        keepHouse(log, fast);
        final long used = log.usedBytes();
        assertTrue(used > 15 * SEGMENT);
        final LogTail slow = log.tail(1, 1);
        keepHouse(log, fast, slow);
        assertEquals(SEGMENT, log.usedBytes());
    }

    @Test
    void shouldKeepWhatIsRetainedAndOnlyThat()
    {
        final InMemoryLog log = new InMemoryLog(SMALL);
        final LogTail tail = log.tail(0, 1);
        append(log, 1);
        tail.poll((sequence, buffer, offset, length) ->
        {
            tail.retain(sequence);
            return true;
        }, 10);
        for (int i = 0; i < 100; i++)
        {
            append(log, 100);
            keepHouse(log, tail);
            assertTrue(tail.read(1, view));
            assertEquals(1, events.verify(view.buffer(), view.offset(), view.length()));
        }
        tail.release(1);
        keepHouse(log, tail);
        assertEquals(SEGMENT, log.usedBytes());
    }

    @Test
    void shouldKeepFewEventsOfALongHistoryInLittleSpace()
    {
        final InMemoryLog log = new InMemoryLog(SMALL);
        final LogTail tail = log.tail(0, 1);
        final int every = 200;
        for (int i = 0; i < 500; i++)
        {
            append(log, every);
            tail.poll((sequence, buffer, offset, length) ->
            {
                if (sequence % every == 0)
                {
                    tail.retain(sequence);
                }
                return true;
            }, 1000);
            keepHouse(log, tail);
            assertTrue(log.state().accepting(), "one event of " + every + " fills the log");
        }
        for (int i = 0; i < 50; i++)
        {
            keepHouse(log, tail);
        }
        assertTrue(log.usedBytes() < 40 * SEGMENT, () -> "used " + log.usedBytes());
        assertTrue(log.compactions() > 10, () -> "moves " + log.compactions());
        for (long sequence = every; sequence <= 500 * every; sequence += every)
        {
            assertTrue(tail.read(sequence, view));
            assertEquals(sequence, events.verify(view.buffer(), view.offset(), view.length()));
            tail.release(sequence);
        }
        keepHouse(log, tail);
        keepHouse(log, tail);
        assertEquals(SEGMENT, log.usedBytes());
    }

    @Test
    void shouldNotLoseAReferenceThatPassesFromReaderToReader()
    {
        final InMemoryLog log = new InMemoryLog(new LogConfig(2, SEGMENT, 64 * SEGMENT, 0, 0));
        final LogTail[] tails = {log.tail(0, 1), log.tail(1, 1)};
        append(log, 1);
        poll(tails[0], 1);
        tails[0].retain(1);
        poll(tails[1], 1);
        for (int i = 0; i < 50; i++)
        {
            // Whoever has the event is ahead, and gives it up before the other has come to the place where it takes it.
            final LogTail giver = tails[i & 1];
            final LogTail taker = tails[1 - (i & 1)];
            append(log, 100);
            poll(giver, 100);
            giver.release(1);
            log.appender().timestampMs(nowMs += 20);
            log.appender().doWork();
            poll(taker, 100);
            taker.retain(1);
            log.appender().timestampMs(nowMs += 20);
            log.appender().doWork();
            assertTrue(taker.read(1, view));
            assertEquals(1, events.verify(view.buffer(), view.offset(), view.length()));
        }
    }

    private void poll(final LogTail tail, final int count)
    {
        assertEquals(count, tail.poll((sequence, buffer, offset, length) -> true, count));
    }

    @Test
    void shouldRefuseMessagesWhileEverythingOnItsWayAndEveryAckStillFits()
    {
        final InMemoryLog log = new InMemoryLog(SMALL);
        final LogTail tail = log.tail(0, 1);
        while (log.state().accepting())
        {
            append(log, 1);
        }
        final long before = log.appender().appended();
        long inFlightBytes = 0;
        while (inFlightBytes < 8 * SEGMENT)
        {
            assertTrue(log.appender().hasRoom(events.length(), false));
            append(log, 1);
            inFlightBytes += events.length();
        }
        while (log.appender().hasRoom(events.message(1, 64).length(), false))
        {
            append(log, 1);
        }
        assertEquals(LogAppender.FULL, events.message(1, 64).appendTo(log.appender()));
        long essentialBytes = 0;
        while (essentialBytes < 6 * SEGMENT)
        {
            assertTrue(log.appender().hasRoom(events.essential(1).length(), true));
            assertTrue(events.appendTo(log.appender()) > 0);
            essentialBytes += events.length();
        }
        while (events.essential(1).appendTo(log.appender()) > 0)
        {
            essentialBytes++;
        }
        assertEquals(LogAppender.FULL, events.appendTo(log.appender()));
        assertFalse(log.appender().hasRoom(events.length(), true));
        assertTrue(log.usedBytes() <= 64 * SEGMENT);
        assertTrue(log.appender().appended() > before);
        log.appender().commit();
        keepHouse(log, tail);
        assertEquals(log.appender().appended(), tail.position());
        assertTrue(log.state().accepting(), "recovers when readers have passed");
        append(log, 1);
    }

    @Test
    void shouldRefuseWhatCanNeverFit()
    {
        final InMemoryLog log = new InMemoryLog(SMALL);
        final int overhead = events.message(1, 16).length() - 16;
        final int longest = log.maxEventLength() - overhead & ~7;
        assertEquals(LogAppender.REFUSED, events.message(1, longest + 16).appendTo(log.appender()));
        assertFalse(log.appender().hasRoom(events.length(), false));
        assertEquals(1, events.message(1, longest).appendTo(log.appender()));
        assertEquals(2, events.essential(1).appendTo(log.appender()));
    }

    @Test
    void shouldSayWhatIsWrongWithAConfiguration()
    {
        assertThrows(IllegalArgumentException.class, () -> new InMemoryLog(SMALL.withMaxBytes(17 * SEGMENT)));
        assertThrows(IllegalArgumentException.class, () -> new InMemoryLog(LogConfig.forReaders(65)));
        assertThrows(IllegalArgumentException.class, () -> new InMemoryLog(SMALL.withSegmentLength(100)));
        final InMemoryLog log = new InMemoryLog(SMALL);
        assertThrows(IllegalArgumentException.class, () -> log.tail(1, 1));
        assertThrows(IllegalArgumentException.class, () -> log.tail(0, 2));
    }

    @Test
    void shouldComplainAboutReferencesToNothing()
    {
        final InMemoryLog log = new InMemoryLog(SMALL);
        final LogTail tail = log.tail(0, 1);
        append(log, 2000);
        keepHouse(log, tail);
        assertFalse(tail.read(1, view));
        assertThrows(IllegalStateException.class, () -> tail.release(1));
        assertThrows(IllegalStateException.class, () -> tail.retain(0));
    }
}
