package io.maxmq.core.session;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Field;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a message that waits for a session costs in its queue, whatever it is that waits: 16 bytes at the most. */
class QueueMemoryTest
{
    private static final int LEAST = 16;

    @Test
    void shouldTakeSixteenBytesForAMessageAtTheMost() throws ReflectiveOperationException
    {
        final OutboundQueue queue = new OutboundQueue();
        for (int size = 1; size <= 300_000; size++)
        {
            queue.append(OutboundQueue.entry(size, false, 1, false, false, false));
            if (size % 97 == 0 || size < 100)
            {
                check(queue, size);
            }
        }
    }

    @Test
    void shouldTakeNoMoreWhenItIsRestored() throws ReflectiveOperationException
    {
        for (int size = 1; size <= 5_000; size += size < 100 ? 1 : 97)
        {
            final OutboundQueue queue = new OutboundQueue();
            queue.restore(7, 0, new long[0], size);
            for (int i = 1; i <= size; i++)
            {
                queue.restore(OutboundQueue.entry(i, false, 1, false, false, false));
            }
            check(queue, size);
        }
    }

    private static void check(final OutboundQueue queue, final int size) throws ReflectiveOperationException
    {
        final Field ring = OutboundQueue.class.getDeclaredField("ring");
        ring.setAccessible(true);
        final long bytes = (long)Long.BYTES * ((long[])ring.get(queue)).length;
        assertTrue(bytes <= 16L * Math.max(LEAST, size), () -> bytes + " bytes for " + size);
    }
}
