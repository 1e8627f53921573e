package io.maxmq.transport.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import io.maxmq.transport.tcp.FakeChannel;

import org.junit.jupiter.api.Test;

/**
 * What a reader holds of frames that have come in part, and what it does when there is no memory.
 */
class FrameReaderMemoryTest
{
    private static final int SHARED = 4096;
    private static final int MAX_FRAME = 1 << 20;
    private final BufferPool pool = new BufferPool(1 << 24);
    private final FrameReader reader = new FrameReader(pool, TestFrames::frameLength, SHARED, 10);
    private final Inbound inbound = new Inbound(MAX_FRAME);
    private final FakeChannel channel = new FakeChannel();
    private final RecordingHandler recorder = new RecordingHandler();

    private int read()
    {
        return reader.read(channel, inbound, recorder);
    }

    @Test
    void shouldHoldMemoryOnlyForTheBeginningOfAFrame()
    {
        final byte[] first = TestFrames.frame(50, 1);
        final byte[] second = TestFrames.frame(60, 2);
        final byte[] all = TestFrames.join(List.of(first, second));
        channel.receive(Arrays.copyOf(all, first.length + 7));
        read();
        recorder.assertDelivered(first);
        assertEquals(7, inbound.length());
        assertFalse(inbound.hasMore());
        assertEquals(512, pool.bytesInUse());
        channel.receive(Arrays.copyOfRange(all, first.length + 7, all.length));
        read();
        recorder.assertDelivered(first, second);
        assertEquals(0, pool.bytesInUse());
    }

    @Test
    void shouldRefuseAFrameByItsDeclaredLength()
    {
        final byte[] frame = TestFrames.frame(MAX_FRAME, 1);
        channel.receive(Arrays.copyOf(frame, 5));
        assertEquals(FrameReader.CLOSE, read());
        assertEquals(frame.length, recorder.tooLarge);
        assertEquals(0, pool.allocations());
    }

    @Test
    void shouldGrowWithTheBytesReceivedAndNotWithTheDeclaredLength()
    {
        final byte[] frame = TestFrames.frame(MAX_FRAME - 4, 1);
        int sent = 0;
        while (sent < frame.length)
        {
            final int length = Math.min(1000, frame.length - sent);
            channel.receive(Arrays.copyOfRange(frame, sent, sent + length));
            sent += length;
            int read = 0;
            while (read < length)
            {
                read += read();
                assertTrue(pool.bytesInUse() <= Math.max(512, 4L * inbound.length()));
            }
        }
        recorder.assertDelivered(frame);
        assertEquals(0, pool.bytesInUse());
    }

    @Test
    void shouldNotCopyWhatHasComeForEveryByteThatDripsIn()
    {
        final byte[] frame = TestFrames.frame(SHARED / 4, 1);
        final int[] sharedReads = new int[1];
        final int[] at = new int[1];
        final ByteSource drip = dst ->
        {
            sharedReads[0] += dst.capacity() == SHARED && at[0] > 0 ? 1 : 0;
            dst.put(frame[at[0]++]);
            return 1;
        };
        while (at[0] < frame.length)
        {
            assertEquals(1, reader.read(drip, inbound, recorder));
        }
        recorder.assertDelivered(frame);
        // Only until the length is known, and once more.
        assertTrue(sharedReads[0] <= 4, sharedReads[0] + " reads");
    }

    @Test
    void shouldSayWhenThereIsNoMemoryForTheBeginningOfAFrame()
    {
        final BufferPool none = new BufferPool(100);
        final FrameReader poor = new FrameReader(none, TestFrames::frameLength, SHARED, 10);
        final byte[] frame = TestFrames.frame(50, 1);
        channel.receive(frame);
        assertTrue(poor.read(channel, inbound, recorder) > 0);
        channel.receive((byte)0x30);
        assertEquals(FrameReader.CLOSE, poor.read(channel, inbound, recorder));
        assertEquals(1, recorder.outOfMemory);
        recorder.assertDelivered(frame);
    }

    @Test
    void shouldSayWhenThereIsNoMemoryForALongFrameToGrow()
    {
        final BufferPool little = new BufferPool(20_000);
        final FrameReader poor = new FrameReader(little, TestFrames::frameLength, SHARED, 10);
        channel.receive(TestFrames.frame(100_000, 1));
        int result;
        do
        {
            result = poor.read(channel, inbound, recorder);
        }
        while (result >= 0);
        assertEquals(FrameReader.CLOSE, result);
        assertEquals(1, recorder.outOfMemory);
        inbound.release(little);
        assertEquals(0, little.bytesInUse());
    }

    @Test
    void shouldReadLessAtATimeWhenMemoryIsShort()
    {
        final BufferPool pressed = new BufferPool(256 * 1024);
        final FrameReader wide = new FrameReader(pressed, TestFrames::frameLength, 256 * 1024, 10);
        channel.receive(TestFrames.join(TestFrames.frames(Collections.nCopies(100, 1000))));
        assertEquals(32 * 1024, wide.read(channel, inbound, recorder));
    }

    @Test
    void shouldReleaseItsMemoryInEveryState()
    {
        channel.receive(Arrays.copyOf(TestFrames.frame(100_000, 1), 50_000));
        for (int i = 0; i < 5; i++)
        {
            read();
        }
        assertTrue(pool.bytesInUse() > 0);
        inbound.release(pool);
        assertEquals(0, pool.bytesInUse());
        inbound.release(pool);
        assertEquals(0, inbound.length());
    }
}
