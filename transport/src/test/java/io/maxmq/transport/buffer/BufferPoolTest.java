package io.maxmq.transport.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BufferPoolTest
{
    @Test
    void shouldGiveTheNextPowerOfTwo()
    {
        final BufferPool pool = new BufferPool(1 << 24);
        assertEquals(512, pool.acquire(1).capacity());
        assertEquals(512, pool.acquire(512).capacity());
        assertEquals(1024, pool.acquire(513).capacity());
        assertEquals(1 << 20, pool.acquire((1 << 20) - 1).capacity());
        assertEquals((1 << 20) + 1, pool.acquire((1 << 20) + 1).capacity());
    }

    @Test
    void shouldShowTheSameBytesToSocketAndCodec()
    {
        final PooledBuffer buffer = new BufferPool(4096).acquire(100);
        buffer.buffer().putByte(99, (byte)42);
        assertEquals(42, buffer.byteBuffer().get(99));
        assertTrue(buffer.byteBuffer().isDirect());
    }

    @Test
    void shouldReuseWhatWasReleased()
    {
        final BufferPool pool = new BufferPool(1 << 20);
        final PooledBuffer buffer = pool.acquire(1000);
        pool.release(buffer);
        assertSame(buffer, pool.acquire(700));
        assertEquals(1, pool.allocations());
    }

    @Test
    void shouldAnswerNullAtTheCapAndCountIt()
    {
        final BufferPool pool = new BufferPool(2048);
        final PooledBuffer first = pool.acquire(1024);
        assertNotNull(pool.acquire(1024));
        assertFalse(pool.canAcquire(1));
        assertNull(pool.acquire(1));
        assertNull(pool.acquire(Integer.MAX_VALUE));
        assertEquals(2, pool.refusals());
        assertEquals(0, pool.bytesAvailable());

        pool.release(first);
        assertTrue(pool.canAcquire(1024));
        assertNotNull(pool.acquire(1024));
    }

    @Test
    void shouldFreeIdleMemoryOfOneLengthBeforeItRefusesAnother()
    {
        final BufferPool pool = new BufferPool(4096, 4096);
        final List<PooledBuffer> small = new ArrayList<>();
        for (int i = 0; i < 8; i++)
        {
            small.add(pool.acquire(512));
        }
        small.forEach(pool::release);
        assertEquals(4096, pool.bytesIdle());
        assertNotNull(pool.acquire(4096));
        assertEquals(0, pool.bytesIdle());
    }

    @Test
    void shouldNotKeepMoreThanTheIdleCap()
    {
        final BufferPool pool = new BufferPool(1 << 20, 1024);
        final List<PooledBuffer> buffers = new ArrayList<>();
        for (int i = 0; i < 10; i++)
        {
            buffers.add(pool.acquire(512));
        }
        buffers.forEach(pool::release);
        assertEquals(1024, pool.bytesIdle());
        assertEquals(0, pool.bytesInUse());
    }

    @Test
    void shouldNotKeepWhatIsLongerThanItsLongestLength()
    {
        final BufferPool pool = new BufferPool(1 << 24);
        pool.release(pool.acquire(BufferPool.MAX_POOLED_LENGTH + 1));
        assertEquals(0, pool.bytesIdle());
        assertEquals(0, pool.bytesInUse());
    }

    @Test
    void shouldCatchTheSecondRelease()
    {
        final BufferPool pool = new BufferPool(4096);
        final PooledBuffer buffer = pool.acquire(100);
        pool.release(buffer);
        assertThrows(IllegalStateException.class, () -> pool.release(buffer));
    }

    @Test
    void shouldFreeWhatIsReleasedAfterClose()
    {
        final BufferPool pool = new BufferPool(4096);
        final PooledBuffer buffer = pool.acquire(100);
        pool.release(pool.acquire(100));
        pool.close();
        assertEquals(0, pool.bytesIdle());
        pool.release(buffer);
        assertEquals(0, pool.bytesIdle());
        assertEquals(0, pool.bytesInUse());
    }

    @Property(tries = 200)
    void shouldStayWithinItsCapsAndNeverGiveOnePieceTwice(
        @ForAll final long seed, @ForAll @IntRange(min = 1, max = 64) final int capKiB)
    {
        final Random random = new Random(seed);
        final long cap = capKiB * 1024L;
        final BufferPool pool = new BufferPool(cap, random.nextInt((int)cap + 1));
        final List<PooledBuffer> held = new ArrayList<>();
        final Set<PooledBuffer> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        long inUse = 0;
        for (int i = 0; i < 300; i++)
        {
            if (random.nextBoolean())
            {
                final int length = 1 + random.nextInt(1 << random.nextInt(17));
                final boolean possible = pool.canAcquire(length);
                final PooledBuffer buffer = pool.acquire(length);
                assertEquals(possible, buffer != null);
                if (buffer != null)
                {
                    assertTrue(distinct.add(buffer));
                    assertTrue(buffer.capacity() >= length);
                    held.add(buffer);
                    inUse += buffer.capacity();
                }
            }
            else if (!held.isEmpty())
            {
                final PooledBuffer buffer = held.remove(random.nextInt(held.size()));
                distinct.remove(buffer);
                inUse -= buffer.capacity();
                pool.release(buffer);
            }
            assertEquals(inUse, pool.bytesInUse());
            assertTrue(pool.bytesInUse() + pool.bytesIdle() <= cap);
        }
        held.forEach(pool::release);
        pool.close();
        assertEquals(0, pool.bytesInUse() + pool.bytesIdle());
    }
}
