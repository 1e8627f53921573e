package io.maxmq.core.message;

import io.maxmq.transport.buffer.BufferPool;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

class MessagePoolTest
{
    private record Kept(long handle, String payload, int[] ids)
    {
    }

    private static Delivery delivery(final String payload, final int... ids)
    {
        final byte[] topic = "a/b".getBytes();
        final byte[] bytes = payload.getBytes();
        final Delivery delivery = new Delivery();
        delivery.message().attributes(3, 1, true, 99);
        delivery.message().topic(new UnsafeBuffer(topic), 0, topic.length);
        delivery.message().properties(new UnsafeBuffer(bytes), 0, 0);
        delivery.message().payload(new UnsafeBuffer(bytes), 0, bytes.length);
        return target(delivery, ids);
    }

    private static Delivery target(final Delivery delivery, final int... ids)
    {
        delivery.target(1, false, false);
        for (final int id : ids)
        {
            delivery.addId(id);
        }
        return delivery;
    }

    @Test
    void shouldKeepOneCopyForSeveralSessions()
    {
        final BufferPool buffers = new BufferPool(1 << 20);
        final MessagePool pool = new MessagePool(buffers);
        final Delivery delivery = delivery("m");
        final long handle = pool.store(delivery);
        assertEquals(handle, pool.store(target(delivery)));
        assertNotEquals(handle, pool.store(target(delivery, 5)));
        assertEquals(2, pool.size());
        delivery.messageChanged();
        assertNotEquals(handle, pool.store(target(delivery)));

        pool.release(handle);
        assertEquals(3, pool.size());
        pool.release(handle);
        assertEquals(2, pool.size());
    }

    @Test
    void shouldRefuseWhatMemoryHasNoRoomFor()
    {
        final MessagePool pool = new MessagePool(new BufferPool(4096));
        final String payload = "x".repeat(3000);
        final long handle = pool.store(delivery(payload));
        assertEquals(0, pool.store(delivery(payload)));
        pool.release(handle);
        assertNotEquals(0, pool.store(delivery(payload)));
    }

    @Property(tries = 100)
    void shouldGiveBackWhatItWasGiven(@ForAll final long seed)
    {
        final Random random = new Random(seed);
        final BufferPool buffers = new BufferPool(1 << 22);
        final MessagePool pool = new MessagePool(buffers);
        final List<Kept> kept = new ArrayList<>();
        for (int i = 0; i < 400; i++)
        {
            if (random.nextInt(5) < 3)
            {
                final String payload = i + "x".repeat(random.nextInt(random.nextInt(1000) + 1));
                final Delivery delivery = delivery(payload);
                for (int copies = random.nextInt(4); copies >= 0; copies--)
                {
                    final int[] ids = random.ints(random.nextInt(3) / 2 * 9, 1, 1000).toArray();
                    kept.add(new Kept(pool.store(target(delivery, ids)), payload, ids));
                }
            }
            else if (!kept.isEmpty())
            {
                pool.release(kept.remove(random.nextInt(kept.size())).handle);
            }
        }
        for (final Kept one : kept)
        {
            final Delivery delivery = new Delivery();
            pool.load(one.handle, delivery.target(1, false, false));
            final Message message = delivery.message();
            assertEquals(one.payload, message.payloadBuffer().getStringWithoutLengthUtf8(
                message.payloadOffset(), message.payloadLength()));
            assertEquals(3, message.tenant());
            assertEquals(99, message.expiryDeadlineMs());
            assertEquals(Arrays.toString(one.ids), Arrays.toString(Arrays.copyOf(delivery.ids(), delivery.idCount())));
        }
        kept.forEach(one -> pool.release(one.handle));
        assertEquals(0, pool.size());
        assertEquals(0, buffers.bytesInUse());
    }
}
