package io.maxmq.core.clock;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TimersTest
{
    private static final long START_MS = 1_800_000_000_000L;
    private static final long TOLERATED_MS = 32;

    private final Timers timers = new Timers(START_MS);
    private final List<String> fired = new ArrayList<>();

    @Test
    void shouldNotCancelAnotherTimerByTheIdOfOneThatHasFired()
    {
        final long old = timers.schedule(START_MS, nowMs -> fired.add("old"));
        timers.poll(START_MS + 100);
        for (int i = 0; i < 2_000; i++)
        {
            timers.schedule(START_MS + 200 + i * 16L, nowMs -> fired.add("new"));
        }
        timers.cancel(old);
        run(START_MS + 100, START_MS + 200 + 2_000 * 16L + TOLERATED_MS);

        assertEquals(2_001, fired.size());
    }

    @Test
    void shouldNotCancelAnythingByNone()
    {
        for (int i = 0; i < 1_024; i++)
        {
            timers.schedule(START_MS + i * 16L, nowMs -> fired.add(""));
        }
        timers.cancel(Timers.NONE);
        run(START_MS, START_MS + 1_024 * 16L + TOLERATED_MS);

        assertEquals(1_024, fired.size());
    }

    @Test
    void shouldFireWhatIsLongOverdueAtOnce()
    {
        timers.schedule(START_MS + 60_000, nowMs -> fired.add("a"));
        timers.schedule(START_MS + 3_600_000, nowMs -> fired.add("b"));
        for (int i = 0; i < 300; i++)
        {
            timers.poll(START_MS + 7_200_000);
        }
        assertEquals(List.of("a", "b"), fired);
        assertTrue(timers.isEmpty());
    }

    private void run(final long fromMs, final long toMs)
    {
        for (long nowMs = fromMs; nowMs <= toMs; nowMs += 7)
        {
            timers.poll(nowMs);
        }
        timers.poll(toMs);
    }

    private static final class Expected
    {
        long id;
        long deadlineMs;
        boolean cancelled;
        long firedAtMs = -1;
    }

    @Property(tries = 100)
    void shouldFireEveryTimerOnceInTimeUnlessItWasCancelled(@ForAll final long seed)
    {
        final Random random = new Random(seed);
        final Timers wheel = new Timers(START_MS);
        final List<Expected> all = new ArrayList<>();
        long nowMs = START_MS;
        for (int i = 0; i < 400; i++)
        {
            final Expected expected = new Expected();
            final long setAtMs = nowMs;
            expected.deadlineMs = nowMs + random.nextInt(random.nextBoolean() ? 50 : 40_000);
            expected.id = wheel.schedule(expected.deadlineMs, at ->
            {
                assertEquals(-1, expected.firedAtMs);
                assertTrue(at >= Math.max(expected.deadlineMs, setAtMs));
                expected.firedAtMs = at;
            });
            all.add(expected);
            if (random.nextInt(3) == 0)
            {
                final Expected victim = all.get(random.nextInt(all.size()));
                victim.cancelled |= victim.firedAtMs < 0;
                wheel.cancel(victim.id);
            }
            nowMs += random.nextInt(60);
            wheel.poll(nowMs);
        }
        for (final long endMs = nowMs + 41_000; nowMs < endMs; nowMs += 10)
        {
            wheel.poll(nowMs);
        }
        for (final Expected expected : all)
        {
            assertEquals(expected.cancelled, expected.firedAtMs < 0);
            assertTrue(expected.cancelled || expected.firedAtMs - expected.deadlineMs <= 60 + TOLERATED_MS);
        }
        assertTrue(wheel.isEmpty());
    }
}
