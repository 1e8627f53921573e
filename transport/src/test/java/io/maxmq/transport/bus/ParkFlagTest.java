package io.maxmq.transport.bus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The stress tests park without a time-out, so a wake that is lost hangs them. The inputs are published with opaque
 * writes: only the flag's own fences order them against the flag.
 */
class ParkFlagTest
{
    private static final VarHandle INPUTS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int SPACING = 16;
    private static final int MAX_ROUNDS = 5_000_000;
    private static final long MAX_NS = TimeUnit.SECONDS.toNanos(3);

    private static final int LITMUS_SIZE = 10_000;
    private static final int LITMUS_TURNS = 400;

    private int wakes;

    @Test
    void shouldWakeOnceAfterPrepareAndNeverAfterClear()
    {
        final ParkFlag flag = new ParkFlag(() -> wakes++);
        assertFalse(flag.wake());
        flag.prepare();
        assertTrue(flag.isParked());
        assertTrue(flag.wake());
        assertFalse(flag.wake());
        flag.prepare();
        flag.clear();
        assertFalse(flag.wake());
        assertEquals(1, wakes);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldLoseNoWakeBetweenTwoThreadsThatWaitForEachOther() throws InterruptedException
    {
        final long[] inputs = new long[3 * SPACING];
        final ParkFlag ping = new ParkFlag();
        final ParkFlag pong = new ParkFlag();
        final long deadlineNs = System.nanoTime() + MAX_NS;
        final Thread echo = new Thread(() ->
        {
            pong.waker(unparker());
            for (long round = 1; round <= MAX_ROUNDS; round++)
            {
                final long value = await(inputs, SPACING, round, pong);
                INPUTS.setOpaque(inputs, 2 * SPACING, value);
                ping.wake();
                if (value == Long.MAX_VALUE)
                {
                    return;
                }
            }
        });
        ping.waker(unparker());
        echo.start();

        for (long round = 1; round <= MAX_ROUNDS; round++)
        {
            final boolean isLast = round == MAX_ROUNDS || deadlineNs - System.nanoTime() < 0;
            final long value = isLast ? Long.MAX_VALUE : round;
            INPUTS.setOpaque(inputs, SPACING, value);
            pong.wake();
            await(inputs, 2 * SPACING, value, ping);
            if (isLast)
            {
                break;
            }
        }
        echo.join();
    }

    /**
     * Two threads run over the same flags and inputs side by side, one as the receiver, one as the sender, and note
     * what they saw. Millions of pairs; where both missed, a wake would have been lost.
     */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldNeverMissOnBothSides() throws InterruptedException
    {
        final long[] inputs = new long[LITMUS_SIZE];
        final long[] hasSeenInput = new long[LITMUS_SIZE];
        final long[] turns = new long[2 * SPACING];
        final ParkFlag[] flags = new ParkFlag[LITMUS_SIZE];
        Arrays.setAll(flags, (i) -> new ParkFlag());
        final Thread receiver = new Thread(() ->
        {
            for (long turn = 1; turn <= LITMUS_TURNS; turn++)
            {
                spinUntil(turns, 0, turn);
                for (int i = 0; i < LITMUS_SIZE; i++)
                {
                    flags[i].prepare();
                    hasSeenInput[i] = (long)INPUTS.getOpaque(inputs, i);
                }
                INPUTS.setRelease(turns, SPACING, turn);
            }
        });
        receiver.start();

        int lost = 0;
        for (long turn = 1; turn <= LITMUS_TURNS; turn++)
        {
            final boolean[] hasWoken = new boolean[LITMUS_SIZE];
            INPUTS.setRelease(turns, 0, turn);
            for (int i = 0; i < LITMUS_SIZE; i++)
            {
                // Keeps the sender as slow as the receiver: ahead of it, it would prove nothing.
                VarHandle.fullFence();
                INPUTS.setOpaque(inputs, i, 1L);
                hasWoken[i] = flags[i].wake();
            }
            spinUntil(turns, SPACING, turn);
            for (int i = 0; i < LITMUS_SIZE; i++)
            {
                lost += hasSeenInput[i] == 0 && !hasWoken[i] ? 1 : 0;
                inputs[i] = 0;
                flags[i].clear();
            }
        }
        receiver.join();
        assertEquals(0, lost);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldLoseNoWakeOfSeveralSenders() throws InterruptedException
    {
        final int senders = 3;
        final long[] inputs = new long[(senders + 1) * SPACING];
        final ParkFlag flag = new ParkFlag();
        final long deadlineNs = System.nanoTime() + MAX_NS;
        final Thread[] threads = new Thread[senders];
        for (int i = 0; i < senders; i++)
        {
            final int index = (i + 1) * SPACING;
            threads[i] = new Thread(() ->
            {
                for (long round = 1; round < MAX_ROUNDS && deadlineNs - System.nanoTime() > 0; round++)
                {
                    INPUTS.setOpaque(inputs, index, round);
                    flag.wake();
                }
                INPUTS.setOpaque(inputs, index, Long.MAX_VALUE);
                flag.wake();
            });
        }

        flag.waker(unparker());
        for (final Thread thread : threads)
        {
            thread.start();
        }
        for (int i = 1; i <= senders; i++)
        {
            await(inputs, i * SPACING, Long.MAX_VALUE, flag);
        }
        for (final Thread thread : threads)
        {
            thread.join();
        }
    }

    private static void spinUntil(final long[] cells, final int index, final long atLeast)
    {
        for (int spins = 0; (long)INPUTS.getAcquire(cells, index) < atLeast; spins++)
        {
            if (spins > 10_000)
            {
                Thread.yield();
            }
        }
    }

    private static Waker unparker()
    {
        final Thread thread = Thread.currentThread();
        return () -> LockSupport.unpark(thread);
    }

    private static long await(final long[] inputs, final int index, final long atLeast, final ParkFlag flag)
    {
        while (true)
        {
            final long value = (long)INPUTS.getOpaque(inputs, index);
            if (value >= atLeast)
            {
                return value;
            }

            flag.prepare();
            if ((long)INPUTS.getOpaque(inputs, index) < atLeast)
            {
                LockSupport.park();
            }
            flag.clear();
        }
    }
}
