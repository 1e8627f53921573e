package io.maxmq.transport.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import io.maxmq.transport.buffer.FrameHandler.Action;
import io.maxmq.transport.tcp.FakeChannel;

import org.junit.jupiter.api.Test;

/**
 * Which frames a reader hands over, how often, and when it ends.
 */
class FrameReaderTest
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
    void shouldDeliverAllFramesOfOneRead()
    {
        final List<byte[]> frames = TestFrames.frames(List.of(0, 10, 200, 127, 128));
        final byte[] all = TestFrames.join(frames);
        channel.receive(all);
        assertEquals(all.length, read());
        assertEquals(all.length, reader.bytesRead());
        assertEquals(5, reader.framesRead());
        recorder.assertDelivered(frames);
        assertEquals(0, pool.bytesInUse());
    }

    @Test
    void shouldTellTheEndOfTheStream()
    {
        channel.receive(TestFrames.frame(5, 1)).endOfStream();
        assertTrue(read() > 0);
        assertEquals(FrameReader.END_OF_STREAM, read());
        assertEquals(1, recorder.frames.size());
    }

    @Test
    void shouldKeepWhatIsThereWhenNothingArrives()
    {
        final byte[] frame = TestFrames.frame(50, 1);
        channel.receive(Arrays.copyOf(frame, 20));
        read();
        assertEquals(0, read());
        assertEquals(20, inbound.length());
        channel.receive(Arrays.copyOfRange(frame, 20, frame.length));
        read();
        recorder.assertDelivered(frame);
    }

    @Test
    void shouldDeliverAtMostTheBudgetAndKeepTheRest()
    {
        final List<byte[]> frames = TestFrames.frames(Collections.nCopies(25, 30));
        channel.receive(TestFrames.join(frames));
        read();
        assertEquals(10, reader.framesRead());
        assertTrue(inbound.hasMore());
        assertEquals(0, reader.resume(inbound, recorder));
        assertEquals(20, recorder.frames.size());
        assertTrue(inbound.hasMore());
        reader.resume(inbound, recorder);
        assertFalse(inbound.hasMore());
        recorder.assertDelivered(frames);
        assertEquals(0, pool.bytesInUse());
    }

    @Test
    void shouldNotReadWhileFramesAreKept()
    {
        channel.receive(TestFrames.join(TestFrames.frames(Collections.nCopies(15, 30))));
        channel.receive(TestFrames.frame(1, 99));
        read();
        assertEquals(1, channel.readCalls());
        assertEquals(0, read());
        assertEquals(1, channel.readCalls());
        assertEquals(15, recorder.frames.size());
        read();
        assertEquals(16, recorder.frames.size());
    }

    @Test
    void shouldDeliverARefusedFrameAgainAndOnceOnly()
    {
        final byte[] first = TestFrames.frame(50, 1);
        final byte[] second = TestFrames.frame(60, 2);
        final byte[] third = TestFrames.frame(70, 3);
        channel.receive(TestFrames.join(List.of(first, second, third)));
        recorder.answer = () -> recorder.frames.size() == 1 ? Action.RETRY : Action.CONTINUE;
        read();
        recorder.assertDelivered(first);
        assertTrue(inbound.hasMore());
        reader.resume(inbound, recorder);
        recorder.assertDelivered(first);
        recorder.answer = () -> Action.CONTINUE;
        reader.resume(inbound, recorder);
        recorder.assertDelivered(first, second, third);
        assertEquals(0, pool.bytesInUse());
    }

    @Test
    void shouldStopBehindAFrame()
    {
        final byte[] first = TestFrames.frame(50, 1);
        final byte[] second = TestFrames.frame(60, 2);
        channel.receive(TestFrames.join(List.of(first, second)));
        recorder.answer = () -> Action.STOP;
        read();
        recorder.assertDelivered(first);
        assertTrue(inbound.hasMore());
        reader.resume(inbound, recorder);
        recorder.assertDelivered(first, second);
        assertFalse(inbound.hasMore());
        assertEquals(0, pool.bytesInUse());
    }

    @Test
    void shouldEndWhenTheHandlerSaysSo()
    {
        channel.receive(TestFrames.join(TestFrames.frames(List.of(1, 2, 3))));
        recorder.answer = () -> Action.CLOSE;
        assertEquals(FrameReader.CLOSE, read());
        assertEquals(1, recorder.frames.size());
    }

    @Test
    void shouldEndAMalformedStreamAfterTheFramesBeforeIt()
    {
        final byte[] frame = TestFrames.frame(5, 1);
        channel.receive(TestFrames.join(List.of(frame, new byte[]{0x30, -1, -1, -1, -1, 0})));
        assertEquals(FrameReader.CLOSE, read());
        recorder.assertDelivered(frame);
        assertEquals(1, recorder.malformed);
    }

    @Test
    void shouldKeepARefusedFrameThatIsLongerThanTheSharedBuffer()
    {
        final byte[] frame = TestFrames.frame(20_000, 1);
        final byte[] next = TestFrames.frame(20, 2);
        channel.receive(TestFrames.join(List.of(frame, next)));
        recorder.answer = () -> Action.RETRY;
        while (!inbound.hasMore())
        {
            read();
        }
        reader.resume(inbound, recorder);
        assertEquals(frame.length, inbound.length());
        recorder.answer = () -> Action.CONTINUE;
        reader.resume(inbound, recorder);
        recorder.assertDelivered(frame);
        assertEquals(0, pool.bytesInUse());
        read();
        recorder.assertDelivered(frame, next);
    }

    @Test
    void shouldDeliverWhatWasReadBeforeTheConnectionCame()
    {
        final byte[] first = TestFrames.frame(50, 1);
        final byte[] second = TestFrames.frame(60, 2);
        final byte[] all = TestFrames.join(List.of(first, second));
        final ByteBuffer unread = ByteBuffer.wrap(all, 0, first.length + 9);
        assertTrue(reader.keep(inbound, unread));
        assertTrue(inbound.hasMore());
        reader.resume(inbound, recorder);
        recorder.assertDelivered(first);
        assertFalse(inbound.hasMore());
        channel.receive(Arrays.copyOfRange(all, first.length + 9, all.length));
        read();
        recorder.assertDelivered(first, second);
        assertEquals(0, pool.bytesInUse());
    }
}
