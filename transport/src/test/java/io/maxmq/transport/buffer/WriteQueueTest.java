package io.maxmq.transport.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.maxmq.transport.tcp.FakeChannel;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
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

    private static UnsafeBuffer direct(final byte[] bytes, final int offset)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(offset + bytes.length));
        buffer.putBytes(offset, bytes);
        return buffer;
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
    void shouldHoldNoMemoryAfterAnAbortedClaim()
    {
        queue.claim(5000);
        queue.abort();
        assertEquals(0, pool.bytesInUse());
        assertEquals(WriteQueue.DRAINED, queue.flush(channel));
        assertEquals(0, channel.writeCalls());
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
    void shouldWriteOverAChunkThatAnAbortedClaimLeftEmpty()
    {
        final byte[] first = bytes(60_000, 1);
        offer(queue, first);
        queue.claim(30_000);
        queue.abort();
        assertEquals(WriteQueue.DRAINED, queue.flush(channel));
        assertArrayEquals(first, channel.takeWritten());
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

    @Test
    void shouldWriteHeadAndPayloadWithOneCallAndNoMemory()
    {
        final byte[] payload = bytes(10_000, 1);
        offer(queue, new byte[]{1, 2, 3});
        final int offset = queue.claimDirect(2, payload.length);
        queue.buffer().putByte(offset, (byte)4);
        queue.buffer().putByte(offset + 1, (byte)5);
        assertEquals(WriteQueue.DRAINED, queue.commitDirect(channel, direct(payload, 77), 77));
        assertArrayEquals(
            TestFrames.join(List.of(new byte[]{1, 2, 3, 4, 5}, payload)), channel.takeWritten());
        assertEquals(1, channel.writeCalls());
        assertEquals(0, pool.bytesInUse());
    }

    @Test
    void shouldRefuseADirectFrameWhoseRestCouldNotBeKept()
    {
        final BufferPool small = new BufferPool(8192);
        final WriteQueue cramped = new WriteQueue(small, LIMIT, 4096);
        assertEquals(WriteQueue.REFUSED, cramped.claimDirect(10, 8192));
        assertEquals(0, small.bytesInUse());
        assertTrue(cramped.claimDirect(10, 4096) >= 0);
        channel.room(11);
        assertEquals(WriteQueue.BLOCKED, cramped.commitDirect(channel, direct(bytes(4096, 1), 0), 0));
        assertEquals(4095, cramped.pendingBytes());
    }

    @Test
    void shouldOnlyCopyADirectPayloadWhileBlocked()
    {
        offer(queue, bytes(100, 1));
        channel.room(0);
        queue.flush(channel);
        final int calls = channel.writeCalls();
        queue.claimDirect(5, 5000);
        assertEquals(WriteQueue.BLOCKED, queue.commitDirect(channel, direct(bytes(5000, 2), 0), 0));
        assertEquals(calls, channel.writeCalls());
        assertEquals(5105, queue.pendingBytes());
    }

    @Test
    void shouldDiscardEverythingWhenADirectWriteFails()
    {
        channel.fail();
        queue.claimDirect(5, 5000);
        assertEquals(WriteQueue.CLOSED, queue.commitDirect(channel, direct(bytes(5000, 2), 0), 0));
        assertEquals(0, pool.bytesInUse());
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
        switch (random.nextInt(5))
        {
            case 0:
            case 1:
                if (offer(queue, frame))
                {
                    accepted.writeBytes(frame);
                    assertTrue(pendingBefore == 0 || queue.pendingBytes() <= limit);
                }
                break;
            case 2:
                if (queue.claim(frame.length) >= 0)
                {
                    queue.abort();
                }
                assertEquals(pendingBefore, queue.pendingBytes());
                break;
            case 3:
                channel.room(random.nextInt(10_000)).maxBytesPerWrite(1 + random.nextInt(9_000));
                assertEquals(
                    queue.flush(channel) == WriteQueue.DRAINED ? 0 : 1, Integer.signum(queue.pendingBytes()));
                break;
            default:
                offerDirect(random, queue, channel, accepted, frame);
                break;
        }
    }

    private static void offerDirect(
        final Random random,
        final WriteQueue queue,
        final FakeChannel channel,
        final ByteArrayOutputStream accepted,
        final byte[] payload)
    {
        final byte[] head = bytes(1 + random.nextInt(600), payload.length);
        final DirectBuffer source = random.nextBoolean() ? direct(payload, 3) : wrapped(payload);
        final int offset = queue.claimDirect(head.length, payload.length);
        if (offset >= 0)
        {
            queue.buffer().putBytes(offset, head);
            channel.room(random.nextInt(20_000));
            assertTrue(queue.commitDirect(channel, source, 3) >= 0);
            accepted.writeBytes(head);
            accepted.writeBytes(payload);
        }
    }

    private static DirectBuffer wrapped(final byte[] payload)
    {
        final byte[] bytes = Arrays.copyOf(new byte[3], payload.length + 3);
        System.arraycopy(payload, 0, bytes, 3, payload.length);
        return new UnsafeBuffer(bytes);
    }
}
