package io.maxmq.transport.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

import io.maxmq.transport.tcp.FakeChannel;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WriteQueueTest
{
    private static final int LIMIT = 100_000;

    private final BufferPool pool = new BufferPool(1 << 22);
    private final WriteQueue queue = new WriteQueue(pool, LIMIT);
    private final FakeChannel channel = new FakeChannel();

    private static boolean offer(final WriteQueue queue, final byte[] frame)
    {
        final int offset = queue.claim(frame.length);
        if (offset < 0)
        {
            return false;
        }
        queue.buffer().putBytes(offset, frame);
        queue.commit(frame.length);
        return true;
    }

    private static byte[] bytes(final int length, final int seed)
    {
        final byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void shouldHoldNoMemoryWhileItIsIdle()
    {
        assertEquals(0, pool.bytesInUse());
        offer(queue, bytes(10, 1));
        assertEquals(512, pool.bytesInUse());
        assertEquals(WriteQueue.DRAINED, queue.flush(channel));
        assertEquals(0, pool.bytesInUse());
        assertEquals(0, queue.pendingBytes());
    }

    @Test
    void shouldLeaveTheRestOfAClaimToTheNext()
    {
        final int offset = queue.claim(100);
        queue.buffer().putByte(offset, (byte)1);
        queue.commit(1);
        offer(queue, new byte[]{2});
        queue.flush(channel);
        assertArrayEquals(new byte[]{1, 2}, channel.takeWritten());
    }

    @Test
    void shouldWriteManyFramesWithOneCall()
    {
        final ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int i = 0; i < 500; i++)
        {
            final byte[] frame = bytes(100, i);
            assertTrue(offer(queue, frame));
            expected.writeBytes(frame);
        }
        assertEquals(50_000, queue.pendingBytes());
        assertEquals(WriteQueue.DRAINED, queue.flush(channel));
        assertArrayEquals(expected.toByteArray(), channel.takeWritten());
        assertEquals(1, channel.writeCalls());
    }

    @Test
    void shouldWriteTwoChunksWithOneCall()
    {
        final byte[] first = bytes(60_000, 1);
        final byte[] second = bytes(30_000, 2);
        offer(queue, first);
        offer(queue, second);
        assertEquals(WriteQueue.DRAINED, queue.flush(channel));
        assertEquals(1, channel.writeCalls());
        assertArrayEquals(TestFrames.join(List.of(first, second)), channel.takeWritten());
        assertEquals(0, pool.bytesInUse());
    }

    @Test
    void shouldRefuseWhatExceedsTheLimitAndAcceptWhenThereIsRoomAgain()
    {
        assertTrue(offer(queue, bytes(LIMIT - 10, 1)));
        assertFalse(offer(queue, bytes(11, 2)));
        assertTrue(offer(queue, bytes(10, 3)));
        assertFalse(offer(queue, bytes(1, 4)));
        channel.room(500);
        assertEquals(WriteQueue.BLOCKED, queue.flush(channel));
        assertTrue(queue.isBlocked());
        assertTrue(offer(queue, bytes(500, 5)));
        assertFalse(offer(queue, bytes(1, 6)));
    }

    @Test
    void shouldAcceptOneFrameLongerThanTheLimitWhenNothingIsPending()
    {
        final byte[] frame = bytes(3 * LIMIT, 1);
        assertTrue(offer(queue, frame));
        assertFalse(offer(queue, bytes(1, 2)));
        assertEquals(WriteQueue.DRAINED, queue.flush(channel));
        assertArrayEquals(frame, channel.takeWritten());
    }

    @Test
    void shouldRefuseAtThePoolsCapAndStayAsItWas()
    {
        final BufferPool small = new BufferPool(1024);
        final WriteQueue cramped = new WriteQueue(small, LIMIT);
        final byte[] frame = bytes(500, 1);
        assertTrue(offer(cramped, frame));
        assertFalse(offer(cramped, bytes(600, 2)));
        assertEquals(500, cramped.pendingBytes());
        assertEquals(WriteQueue.DRAINED, cramped.flush(channel));
        assertArrayEquals(frame, channel.takeWritten());
        assertEquals(0, small.bytesInUse());
    }

    @Test
    void shouldNotWriteAgainToAFullChannel()
    {
        offer(queue, bytes(60_000, 1));
        offer(queue, bytes(30_000, 2));
        channel.room(100);
        assertEquals(WriteQueue.BLOCKED, queue.flush(channel));
        assertEquals(1, channel.writeCalls());
        assertEquals(89_900, queue.pendingBytes());
    }

    @Test
    void shouldContinueWhereItWasBlocked()
    {
        final byte[] first = bytes(60_000, 1);
        final byte[] second = bytes(30_000, 2);
        offer(queue, first);
        offer(queue, second);
        final ByteArrayOutputStream written = new ByteArrayOutputStream();
        for (int room = 1; queue.pendingBytes() > 0; room = 3 * room + 7)
        {
            channel.room(room);
            queue.flush(channel);
            written.writeBytes(channel.takeWritten());
        }
        assertArrayEquals(TestFrames.join(List.of(first, second)), written.toByteArray());
        assertFalse(queue.isBlocked());
        assertEquals(0, pool.bytesInUse());
    }

    @Test
    void shouldDiscardEverythingWhenTheChannelFails()
    {
        offer(queue, bytes(60_000, 1));
        offer(queue, bytes(30_000, 2));
        channel.fail();
        assertEquals(WriteQueue.CLOSED, queue.flush(channel));
        assertEquals(0, pool.bytesInUse());
        assertEquals(0, queue.pendingBytes());
    }

    @Test
    void shouldGiveItsMemoryBackWhenDiscardedInTheMiddleOfAClaim()
    {
        offer(queue, bytes(60_000, 1));
        queue.claim(30_000);
        queue.discard();
        assertEquals(0, pool.bytesInUse());
        assertTrue(offer(queue, bytes(10, 2)));
    }

    @Property(tries = 300)
    void shouldWriteEveryAcceptedFrameOnceAndInOrder(
        @ForAll final long seed,
        @ForAll @IntRange(min = 1, max = 200) final int poolKiB,
        @ForAll @IntRange(min = 100, max = 60_000) final int limit)
    {
        final Random random = new Random(seed);
        final BufferPool pool = new BufferPool(poolKiB * 1024L);
        final WriteQueue queue = new WriteQueue(pool, limit, 4096);
        final FakeChannel channel = new FakeChannel().room(0);
        final ByteArrayOutputStream accepted = new ByteArrayOutputStream();
        final ByteArrayOutputStream written = new ByteArrayOutputStream();
        for (int i = 0; i < 200; i++)
        {
            step(random, queue, channel, limit, accepted, i);
            written.writeBytes(channel.takeWritten());
            assertEquals(accepted.size() - written.size(), queue.pendingBytes());
        }
        channel.room(Long.MAX_VALUE).maxBytesPerWrite(Integer.MAX_VALUE);
        assertEquals(WriteQueue.DRAINED, queue.flush(channel));
        written.writeBytes(channel.takeWritten());
        assertArrayEquals(accepted.toByteArray(), written.toByteArray());
        assertEquals(0, pool.bytesInUse());
    }

    private static void step(
        final Random random,
        final WriteQueue queue,
        final FakeChannel channel,
        final int limit,
        final ByteArrayOutputStream accepted,
        final int seed)
    {
        final byte[] frame = bytes(1 + random.nextInt(1 << random.nextInt(15)), seed);
        final int pendingBefore = queue.pendingBytes();
        switch (random.nextInt(3))
        {
            case 0:
            case 1:
                if (offer(queue, frame))
                {
                    accepted.writeBytes(frame);
                    assertTrue(pendingBefore == 0 || queue.pendingBytes() <= limit);
                }
                break;
            default:
                channel.room(random.nextInt(10_000)).maxBytesPerWrite(1 + random.nextInt(9_000));
                assertEquals(
                    queue.flush(channel) == WriteQueue.DRAINED ? 0 : 1, Integer.signum(queue.pendingBytes()));
                break;
        }
    }
}
