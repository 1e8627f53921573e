package io.maxmq.transport.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.maxmq.transport.buffer.FrameHandler.Action;

import org.agrona.DirectBuffer;

/**
 * Keeps the frames it was given and takes, and answers what a test wants.
 */
final class RecordingHandler implements FrameHandler
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

    void assertDelivered(final byte[]... expected)
    {
        assertDelivered(List.of(expected));
    }

    void assertDelivered(final List<byte[]> expected)
    {
        assertEquals(expected.size(), frames.size());
        for (int i = 0; i < expected.size(); i++)
        {
            assertArrayEquals(expected.get(i), frames.get(i), "frame " + i);
        }
    }
}
