package io.maxmq.journal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CrashableLogTest extends LogContract
{
    @Override
    protected Log create(final int readerCount)
    {
        return new CrashableLog(readerCount);
    }

    @Test
    void shouldLoseWhatIsNotSyncedAtEveryPoint()
    {
        for (int synced = 0; synced <= 10; synced++)
        {
            final CrashableLog log = new CrashableLog(1, CrashableLog.Sync.WHEN_TOLD_APPLY_AHEAD);
            final LogTail tail = log.tail(0, 1);
            append(log, 10);
            assertEquals(10, tail.poll((sequence, buffer, offset, length) -> true, 100));
            assertEquals(0, tail.committed());
            log.syncTo(synced);
            assertEquals(synced, tail.committed());
            log.crash();
            assertEquals(LogAppender.FAILED, events.message(1, 20).appendTo(log.appender()));
            assertEquals(0, tail.poll((sequence, buffer, offset, length) -> true, 100));
            final CrashableLog next = log.restart(2);
            assertEquals(synced, next.committed());
            final LogTail recovered = next.tail(1, next.firstSequence());
            assertEquals(synced, recovered.poll((sequence, buffer, offset, length) ->
                events.verify(buffer, offset, length) == sequence, 100));
            assertEquals(synced + 1, events.message(synced + 1, 20).appendTo(next.appender()));
        }
    }

    @Test
    void shouldShowNothingUntilToldSo()
    {
        final CrashableLog log = new CrashableLog(1, CrashableLog.Sync.WHEN_TOLD);
        final LogTail tail = log.tail(0, 1);
        append(log, 10);
        assertEquals(0, tail.poll((sequence, buffer, offset, length) -> true, 100));
        log.sync();
        assertEquals(10, tail.poll((sequence, buffer, offset, length) -> true, 100));
    }

    @Test
    void shouldKeepAPrefixOfTheTailByChance()
    {
        final boolean[] seen = new boolean[11];
        final Random random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            final CrashableLog log = new CrashableLog(1, CrashableLog.Sync.WHEN_TOLD_APPLY_AHEAD);
            append(log, 10);
            log.syncTo(4);
            log.crash(random);
            seen[(int)log.restart(1).committed()] = true;
        }
        for (int kept = 0; kept <= 10; kept++)
        {
            assertEquals(kept >= 4, seen[kept], "kept " + kept);
        }
    }

    @Test
    void shouldComplainWhenReferencesAreMishandled()
    {
        final CrashableLog log = new CrashableLog(1);
        final LogTail tail = log.tail(0, 1);
        append(log, 3);
        tail.poll((sequence, buffer, offset, length) -> true, 100);
        final EventView view = new EventView();
        assertThrows(IllegalStateException.class, () -> tail.read(2, view));
        assertThrows(IllegalStateException.class, () -> tail.release(2));
        tail.retain(2);
        tail.retain(2);
        tail.release(2);
        assertTrue(tail.read(2, view));
        assertEquals(1, log.retained(0, 2));
        tail.release(2);
        assertEquals(0, log.retained(0, 0));
    }

    @Test
    void shouldBeFullWhenTold()
    {
        final CrashableLog log = new CrashableLog(1);
        log.full(true);
        assertEquals(LogAppender.FULL, events.message(1, 20).appendTo(log.appender()));
        assertFalse(log.state().accepting());
        assertEquals(1, events.essential(1).appendTo(log.appender()));
        log.fullForEssential(true);
        assertEquals(LogAppender.FULL, events.essential(1).appendTo(log.appender()));
        log.full(false);
        assertEquals(2, events.message(1, 20).appendTo(log.appender()));
        assertTrue(log.state().accepting());
    }

    private void append(final Log log, final int count)
    {
        for (int i = 1; i <= count; i++)
        {
            events.message(i, 20).appendTo(log.appender());
        }
        log.appender().commit();
    }
}
