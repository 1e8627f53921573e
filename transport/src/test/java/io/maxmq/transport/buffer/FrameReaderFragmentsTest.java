package io.maxmq.transport.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.maxmq.transport.buffer.FrameHandler.Action;
import io.maxmq.transport.tcp.FakeChannel;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * Frames in pieces, of one connection and of many, give what they give whole.
 */
class FrameReaderFragmentsTest
{
    private static final int SHARED = 4096;
    private static final int MAX_FRAME = 1 << 20;
    private final BufferPool pool = new BufferPool(1 << 24);
    private final FrameReader reader = new FrameReader(pool, TestFrames::frameLength, SHARED, 10);

    @Test
    void shouldServeManyConnectionsFromOneBufferWithoutMixingThem()
    {
        final int count = 20;
        final List<Inbound> inbounds = new ArrayList<>();
        final List<RecordingHandler> recorders = new ArrayList<>();
        final List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            inbounds.add(new Inbound(MAX_FRAME));
            recorders.add(new RecordingHandler());
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
            recorders.get(i).assertDelivered(List.of(frames.get(i)));
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
        final RecordingHandler recorder = new RecordingHandler();
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
        recorder.assertDelivered(frames);
        assertEquals(0, pool.bytesInUse());
    }
}
