package io.maxmq.journal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventType;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SequencerTest
{
    private final TestEvents events = new TestEvents();

    private void offer(final LogSteps steps, final int worker, final long seed)
    {
        assertTrue(events.message(seed, 20).offerTo(steps.sink(worker)));
    }

    @Test
    void shouldKeepTheOrderOfEachSourceAndShareTheLog()
    {
        final CrashableLog log = new CrashableLog(2);
        final LogSteps steps = new LogSteps(log, 1 << 20, 4);
        final List<Long> seen = new ArrayList<>();
        steps.onEvent(0, (sequence, buffer, offset, length) -> seen.add(events.verify(buffer, offset, length)));
        for (int i = 0; i < 10; i++)
        {
            offer(steps, 0, 100 + i);
            offer(steps, 1, 200 + i);
        }
        steps.run();
        assertEquals(20, seen.size());
        assertEquals(List.of(100L, 101L, 102L, 103L, 200L, 201L, 202L, 203L), seen.subList(0, 8));
        assertEquals(List.of(204L, 205L, 206L, 207L, 104L), seen.subList(8, 13), "the other source comes first next");
        assertEquals(20, steps.tail(1).position());
        assertEquals(20, steps.sequencer().counters().events());
    }

    @Test
    void shouldCommitOncePerBatchAndWakeTheReadersConcerned()
    {
        final CrashableLog log = new CrashableLog(3);
        final LogSteps steps = new LogSteps(log);
        events.message(1, 20).message().workers(0b001, 3);
        events.offerTo(steps.sink(0));
        events.message(2, 20).message().workers(0b100, 3);
        events.offerTo(steps.sink(1));
        steps.sequence();
        assertEquals(0b101, steps.takeWoken());
        assertEquals(1, steps.sequencer().counters().batches());
        steps.sequence();
        assertEquals(0, steps.takeWoken());
        events.message(2, 20).message().workers(0b100, 4);
        events.offerTo(steps.sink(1));
        steps.sequence();
        assertEquals(EventHeader.ALL_WORKERS, steps.takeWoken(), "a hint made for another number of workers");
    }

    @Test
    void shouldTakeNoMessagesWhileAReaderIsFarBehind()
    {
        final CrashableLog log = new CrashableLog(2);
        final LogSteps steps = new LogSteps(log, 2000, 4);
        for (int i = 0; i < 100; i++)
        {
            offer(steps, 0, i);
            steps.sequence();
            steps.apply(0);
        }
        assertTrue(log.appended() < 20, "stopped after " + log.appended());
        assertEquals(EventHeader.ALL_WORKERS, steps.takeWoken(), "whoever sleeps is woken");
        final long before = log.appended();
        events.essential(1).offerTo(steps.sink(1));
        steps.sequence();
        assertEquals(before + 1, log.appended(), "essential events pass");
        assertFalse(steps.sequencer().localSink().hasRoom(100, EventType.MESSAGE));
        assertTrue(steps.sequencer().localSink().hasRoom(100, EventType.ACKED));
        assertTrue(steps.sequencer().counters().lagging() > 0);
        steps.run();
        assertEquals(101, log.appended());
        assertEquals(0, steps.waiting(0));
    }

    @Test
    void shouldLeaveInItsSourceWhatHasNoRoom()
    {
        final CrashableLog log = new CrashableLog(1);
        final LogSteps steps = new LogSteps(log);
        log.full(true);
        offer(steps, 0, 1);
        events.essential(2).offerTo(steps.sink(0));
        steps.run();
        assertEquals(2, steps.waiting(0));
        assertTrue(steps.sequencer().counters().noRoom() > 0);
        log.full(false);
        steps.run();
        assertEquals(0, steps.waiting(0));
        assertEquals(2, steps.tail(0).position());
    }

    @Test
    void shouldThrowAwayAndReportWhatCannotBeLogged()
    {
        final List<Throwable> errors = new ArrayList<>();
        final CrashableLog log = new CrashableLog(1);
        final UnsafeBuffer rubbish = new UnsafeBuffer(new byte[100]);
        final boolean[] offered = new boolean[1];
        final EventSource source = (sink, limit) ->
        {
            if (!offered[0])
            {
                offered[0] = sink.offer(rubbish, 0, 100);
            }
            return 1;
        };
        final Sequencer sequencer = new Sequencer(log, () -> 1, Wakeups.NONE, errors::add, 1000, 10, source);
        sequencer.doWork();
        assertTrue(offered[0]);
        assertEquals(1, errors.size());
        assertEquals(1, sequencer.counters().refused());
        assertEquals(0, log.appended());
    }

    @Test
    void shouldStampOneTimePerCycleThatNeverGoesBackwards()
    {
        final CrashableLog log = new CrashableLog(1);
        final LogSteps steps = new LogSteps(log);
        final long startMs = steps.nowMs();
        for (final long step : new long[]{0, 5, -100, 200})
        {
            steps.advanceMs(step);
            offer(steps, 0, 1);
            steps.run();
        }
        final long[] expected = {0, 5, 5, 105};
        for (int i = 0; i < 4; i++)
        {
            assertEquals(startMs + expected[i], EventHeader.timestampMs(log.event(i + 1), 0));
        }
    }

    @Test
    void shouldAppendLocalEventsAtOnceAndCommitThemWithTheBatch()
    {
        final CrashableLog log = new CrashableLog(1);
        final LogSteps steps = new LogSteps(log);
        final LocalEventSink local = steps.sequencer().localSink();
        assertTrue(local.hasRoom(200, EventType.MESSAGE));
        assertTrue(events.message(1, 20).offerTo(local));
        assertEquals(1, log.appended());
        assertEquals(0, steps.apply(0));
        steps.sequence();
        assertEquals(1, steps.apply(0));
        assertEquals(1, steps.sequencer().counters().batches());
        log.full(true);
        assertFalse(local.hasRoom(200, EventType.MESSAGE));
        assertFalse(events.message(1, 20).offerTo(local));
    }

    @Test
    void shouldContinueAfterACrashWithThePrefixThatSurvived()
    {
        for (int survivors = 0; survivors <= 12; survivors++)
        {
            final CrashableLog log = new CrashableLog(2, CrashableLog.Sync.WHEN_TOLD_APPLY_AHEAD);
            final LogSteps steps = new LogSteps(log);
            for (int i = 1; i <= 12; i++)
            {
                offer(steps, i & 1, i);
                steps.run();
            }
            log.crashKeeping(survivors);
            final CrashableLog next = log.restart(3);
            final LogSteps recovered = new LogSteps(next);
            final List<Long> seen = new ArrayList<>();
            recovered.onEvent(2, (sequence, b, offset, length) -> seen.add(events.verify(b, offset, length)));
            offer(recovered, 2, survivors + 1);
            recovered.run();
            for (int i = 0; i <= survivors; i++)
            {
                assertEquals(i + 1, seen.get(i));
            }
            assertEquals(survivors + 1, seen.size());
        }
    }
}
