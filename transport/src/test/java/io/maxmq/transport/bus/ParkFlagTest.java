package io.maxmq.transport.bus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The stress tests park without a time-out, so a wake that is lost hangs them. The inputs are published with opaque writes:
 * only the flag's own fences order them against the flag.
 */
class ParkFlagTest
{
    private static final VarHandle INPUTS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int SPACING = 16;
    private static final int MAX_ROUNDS = 5_000_000;
    private static final long MAX_NS = TimeUnit.SECONDS.toNanos(3);

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
