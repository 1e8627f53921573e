package io.maxmq.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.transport.buffer.TestFrames;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ConnectProbeTest
{
    private static final int MAX = 64 * 1024;

    private static int probe(final int... bytes)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[Math.max(1, bytes.length)]);
        for (int i = 0; i < bytes.length; i++)
        {
            buffer.putByte(i, (byte)bytes[i]);
        }
        return ConnectProbe.probe(buffer, bytes.length, MAX);
    }

    @Test
    void shouldNeedMoreUntilTheLengthIsKnown()
    {
        assertEquals(ConnectProbe.NEED_MORE, probe());
        assertEquals(ConnectProbe.NEED_MORE, probe(0x10));
        assertEquals(ConnectProbe.NEED_MORE, probe(0x10, 0x80));
        assertEquals(ConnectProbe.NEED_MORE, probe(0x10, 0x80, 0x80, 0x80));
        assertEquals(ConnectProbe.NEED_MORE, probe(0x10, 2, 0));
    }

    @Test
    void shouldRefuseWhatIsNotConnectByItsFirstByte()
    {
        assertEquals(ConnectProbe.NOT_CONNECT, probe('G', 'E', 'T'));
        assertEquals(ConnectProbe.NOT_CONNECT, probe(0x16));
        assertEquals(ConnectProbe.NOT_CONNECT, probe(0x30, 0));
        assertEquals(ConnectProbe.NOT_CONNECT, probe(0x11));
        assertEquals(ConnectProbe.NOT_CONNECT, probe(0xF0));
    }

    @Test
    void shouldRefuseALengthOfMoreThanFourBytes()
    {
        assertEquals(ConnectProbe.MALFORMED, probe(0x10, 0x80, 0x80, 0x80, 0x80));
        assertEquals(ConnectProbe.MALFORMED, probe(0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F));
    }

    @Test
    void shouldRefuseALongPacketByItsDeclaredLength()
    {
        assertEquals(ConnectProbe.TOO_LARGE, probe(0x10, 0xFF, 0xFF, 0xFF, 0x7F));
        assertEquals(ConnectProbe.TOO_LARGE, probe(0x10, 0x80, 0x80, 0x04));
    }

    @Property(tries = 300)
    void shouldFindTheEndOfConnectWithWhateverFollows(
        @ForAll @IntRange(max = MAX - 10) final int bodyLength, @ForAll @IntRange(max = 100) final int behind)
    {
        final byte[] frame = TestFrames.frame(0x10, bodyLength, 1);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[frame.length + behind]);
        buffer.putBytes(0, frame);
        assertEquals(frame.length, ConnectProbe.probe(buffer, frame.length + behind, MAX));
        assertEquals(frame.length - bodyLength, ConnectProbe.bodyOffset(buffer));
        assertTrue(ConnectProbe.probe(buffer, frame.length - 1, MAX) == ConnectProbe.NEED_MORE);
    }
}
