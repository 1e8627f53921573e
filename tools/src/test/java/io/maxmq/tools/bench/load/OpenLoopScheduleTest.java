package io.maxmq.tools.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OpenLoopScheduleTest
{
    private static final long START_NS = Long.MAX_VALUE - 5_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;

    @Test
    void shouldGiveMessagesToPublishersInTurn()
    {
        final OpenLoopSchedule schedule = new OpenLoopSchedule(1000, 3, 0);
        schedule.start(START_NS);

        assertEquals(0, schedule.poll(START_NS));
        assertEquals(-1, schedule.poll(START_NS + 999_999));
        assertEquals(1, schedule.poll(START_NS + 1_000_000));
        assertEquals(2, schedule.poll(START_NS + 2_000_000));
        assertEquals(0, schedule.poll(START_NS + 3_000_000));
    }

    @Test
    void shouldKeepDueTimesWhenPolledLate()
    {
        final OpenLoopSchedule schedule = new OpenLoopSchedule(1000, 2, 0);
        schedule.start(START_NS);
        for (int i = 0; i < 10; i++)
        {
            assertEquals(i % 2, schedule.poll(START_NS + SECOND_NS));
        }

        assertEquals(START_NS + 8_000_000, schedule.dueNs(0, 4));
        assertEquals(START_NS + 9_000_000, schedule.dueNs(1, 4));
    }

    @Test
    void shouldReleaseTheWholeBacklogAfterAPause()
    {
        final OpenLoopSchedule schedule = new OpenLoopSchedule(20_000, 32, 0);
        schedule.start(START_NS);
        int released = 0;
        while (schedule.poll(START_NS + SECOND_NS - 1) >= 0)
        {
            released++;
        }
        assertEquals(20_000, released);
    }

    @Test
    void shouldRefuseARateOfZero()
    {
        assertThrows(IllegalArgumentException.class, () -> new OpenLoopSchedule(0, 1, 0));
    }

    @Property
    void shouldAgreeOnEveryDueTimeBetweenPollAndPublisher(
        @ForAll @IntRange(min = 1, max = 3_000_000) final int rate,
        @ForAll @IntRange(min = 1, max = 100) final int publishers,
        @ForAll @IntRange(min = 0, max = 5_000) final int messages)
    {
        final OpenLoopSchedule schedule = new OpenLoopSchedule(rate, publishers, 17);
        schedule.start(START_NS);
        final long[] sent = new long[publishers];
        for (int i = 0; i < messages; i++)
        {
            final long dueNs = schedule.nextDueNs();
            final int publisher = schedule.poll(dueNs);
            assertEquals(dueNs, schedule.dueNs(publisher, sent[publisher]++));
            assertTrue(Math.abs(dueNs - START_NS - 17 - i * 1e9 / rate) < 1.5);
        }
    }
}
