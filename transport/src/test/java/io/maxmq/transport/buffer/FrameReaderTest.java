package io.maxmq.transport.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

import io.maxmq.transport.buffer.FrameHandler.Action;
import io.maxmq.transport.tcp.FakeChannel;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

class FrameReaderTest
{
    private static final int SHARED = 4096;
    private static final int MAX_FRAME = 1 << 20;

    private final BufferPool pool = new BufferPool(1 << 24);
    private final FrameReader reader = new FrameReader(pool, TestFrames::frameLength, SHARED, 10);
    private final Inbound inbound = new Inbound(MAX_FRAME);
    private final FakeChannel channel = new FakeChannel();
    private final Recorder recorder = new Recorder();

    private static final class Recorder implements FrameHandler
    {
        final List<byte[]> frames = new ArrayList<>();
        Supplier<Action> answer = () -> Action.CONTINUE;
        int tooLarge;
        int malformed;
        int outOfMemory;

        public Action onFrame(final DirectBuffer buffer, final int offset, final int length)
        {
            assertTrue(buffer.byteBuffer().isDirect());
            final Action action = answer.get();
            if (action != Action.RETRY)
            {
                final byte[] frame = new byte[length];
                buffer.getBytes(offset, frame);
                frames.add(frame);
            }
            return action;
        }

        public void onTooLarge(final int declaredLength)
        {
            tooLarge = declaredLength;
        }

        public void onMalformed()
        {
            malformed++;
        }

        public void onOutOfMemory()
        {
            outOfMemory++;
        }
    }

    private void assertDelivered(final byte[]... frames)
    {
        assertFrames(List.of(frames), recorder.frames);
    }

    private static void assertFrames(final List<byte[]> expected, final List<byte[]> actual)
    {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++)
        {
            assertArrayEquals(expected.get(i), actual.get(i), "frame " + i);
        }
    }

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
        assertFrames(frames, recorder.frames);
        assertEquals(0, pool.bytesInUse());
    }

    @Test
    void shouldHoldMemoryOnlyForTheBeginningOfAFrame()
    {
        final byte[] first = TestFrames.frame(50, 1);
        final byte[] second = TestFrames.frame(60, 2);
        final byte[] all = TestFrames.join(List.of(first, second));
        channel.receive(Arrays.copyOf(all, first.length + 7));
        read();
        assertDelivered(first);
        assertEquals(7, inbound.length());
        assertFalse(inbound.hasMore());
        assertEquals(512, pool.bytesInUse());
        channel.receive(Arrays.copyOfRange(all, first.length + 7, all.length));
        read();
        assertDelivered(first, second);
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
        assertDelivered(frame);
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
        assertFrames(frames, recorder.frames);
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
        assertDelivered(first);
        assertTrue(inbound.hasMore());
        reader.resume(inbound, recorder);
        assertDelivered(first);
        recorder.answer = () -> Action.CONTINUE;
        reader.resume(inbound, recorder);
        assertDelivered(first, second, third);
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
        assertDelivered(first);
        assertTrue(inbound.hasMore());
        reader.resume(inbound, recorder);
        assertDelivered(first, second);
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
        assertDelivered(frame);
        assertEquals(1, recorder.malformed);
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
        assertDelivered(frame);
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
        assertDelivered(frame);
        // Only until the length is known, and once more.
        assertTrue(sharedReads[0] <= 4, sharedReads[0] + " reads");
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
        assertDelivered(frame);
        assertEquals(0, pool.bytesInUse());
        read();
        assertDelivered(frame, next);
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
        assertDelivered(frame);
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
    void shouldDeliverWhatWasReadBeforeTheConnectionCame()
    {
        final byte[] first = TestFrames.frame(50, 1);
        final byte[] second = TestFrames.frame(60, 2);
        final byte[] all = TestFrames.join(List.of(first, second));
        final ByteBuffer unread = ByteBuffer.wrap(all, 0, first.length + 9);
        assertTrue(reader.keep(inbound, unread));
        assertTrue(inbound.hasMore());
        reader.resume(inbound, recorder);
        assertDelivered(first);
        assertFalse(inbound.hasMore());
        channel.receive(Arrays.copyOfRange(all, first.length + 9, all.length));
        read();
        assertDelivered(first, second);
        assertEquals(0, pool.bytesInUse());
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

    @Test
    void shouldServeManyConnectionsFromOneBufferWithoutMixingThem()
    {
        final int count = 20;
        final List<Inbound> inbounds = new ArrayList<>();
        final List<Recorder> recorders = new ArrayList<>();
        final List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            inbounds.add(new Inbound(MAX_FRAME));
            recorders.add(new Recorder());
            frames.add(TestFrames.frame(300 * i, i));
        }
        for (int at = 0; at < 300 * count + 10; at += 97)
        {
            for (int i = 0; i < count; i++)
            {
                final byte[] frame = frames.get(i);
                if (at < frame.length)
                {
                    final FakeChannel one = new FakeChannel().receive(
                        Arrays.copyOfRange(frame, at, Math.min(frame.length, at + 97)));
                    int left = Math.min(97, frame.length - at);
                    while (left > 0)
                    {
                        left -= reader.read(one, inbounds.get(i), recorders.get(i));
                    }
                }
            }
        }
        for (int i = 0; i < count; i++)
        {
            assertFrames(List.of(frames.get(i)), recorders.get(i).frames);
        }
        assertEquals(0, pool.bytesInUse());
    }

    @Provide
    Arbitrary<List<Integer>> bodyLengths()
    {
        return Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.integers().between(0, 200)),
            Tuple.of(2, Arbitraries.integers().between(0, 5_000)),
            Tuple.of(1, Arbitraries.integers().between(16_000, 40_000))).list().ofMinSize(1).ofMaxSize(20);
    }

    @Property(tries = 500)
    void shouldDeliverTheSameFramesHoweverTheyAreFragmentedAndRefused(
        @ForAll("bodyLengths") final List<Integer> bodyLengths,
        @ForAll @IntRange(min = 16, max = 9_000) final int sharedLength,
        @ForAll @IntRange(min = 1, max = 6) final int budget,
        @ForAll @IntRange(min = 0, max = 14) final int fragmentBits,
        @ForAll final long seed)
    {
        final Random random = new Random(seed);
        final List<byte[]> frames = TestFrames.frames(bodyLengths);
        final byte[] all = TestFrames.join(frames);
        final FakeChannel channel = new FakeChannel();
        for (int at = 0; at < all.length;)
        {
            final int end = Math.min(all.length, at + 1 + random.nextInt(1 << fragmentBits));
            channel.receive(Arrays.copyOfRange(all, at, end));
            at = end;
        }
        final FrameReader reader = new FrameReader(pool, TestFrames::frameLength, sharedLength, budget);
        final Inbound inbound = new Inbound(MAX_FRAME);
        final Recorder recorder = new Recorder();
        final Action[] answers = {Action.CONTINUE, Action.CONTINUE, Action.STOP, Action.RETRY};
        recorder.answer = () -> answers[random.nextInt(answers.length)];
        channel.endOfStream();
        int total = 0;
        int result;
        while ((result = reader.read(channel, inbound, recorder)) >= 0)
        {
            total += result;
            assertTrue(reader.framesRead() <= budget);
            assertEquals(pool.bytesInUse() == 0, inbound.length() == 0);
            assertTrue(pool.bytesInUse() <= Math.max(BufferPool.MIN_LENGTH, 4L * inbound.length()));
        }
        assertEquals(FrameReader.END_OF_STREAM, result);
        assertEquals(all.length, total);
        assertFrames(frames, recorder.frames);
        assertEquals(0, pool.bytesInUse());
    }
}
