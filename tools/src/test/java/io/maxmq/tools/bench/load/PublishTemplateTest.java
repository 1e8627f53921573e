package io.maxmq.tools.bench.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class PublishTemplateTest
{
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[1_000]);

    @Test
    void shouldEncodeQos0WithoutPacketId()
    {
        final int length = new PublishTemplate(3, "a/b", 16, 0, false, false).encode(out, 0, 9, 0, 1);

        assertEquals(2 + 2 + 3 + 16, length);
        assertArrayEquals(bytes(0x30, 21, 0, 3, 'a', '/', 'b'), head(7));
        assertTrue(Payload.isIntact(out, 7, 16, 16));
    }

    @Test
    void shouldPatchThePacketIdAndLeaveRoomForProperties()
    {
        final int length = new PublishTemplate(3, "t", 200, 2, true, true).encode(out, 0, 0xABCD, 0, 1);

        assertEquals(3 + 2 + 1 + 2 + 1 + 200, length);
        assertArrayEquals(bytes(0x35, 0xCE, 0x01, 0, 1, 't', 0xAB, 0xCD, 0), head(9));
        assertEquals(3, Payload.lane(out, 9));
        assertTrue(Payload.isIntact(out, 9, 200, 200));
    }

    @Test
    void shouldEncodeTheEmptyMessageThatClearsARetainedOne()
    {
        final int length = new PublishTemplate(0, "t", 0, 0, true, false).encode(out, 0, 0, 0, 0);

        assertArrayEquals(bytes(0x31, 3, 0, 1, 't'), head(length));
    }

    private byte[] head(final int length)
    {
        return Arrays.copyOf(out.byteArray(), length);
    }

    private static byte[] bytes(final int... values)
    {
        final byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++)
        {
            bytes[i] = (byte)values[i];
        }
        return bytes;
    }
}
