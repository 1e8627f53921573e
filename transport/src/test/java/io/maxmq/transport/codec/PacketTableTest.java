package io.maxmq.transport.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every decoder and encoder against every packet of {@link PacketTable}.
 */
final class PacketTableTest
{
    private static final int AT = 5;

    private static List<PacketSample> valid()
    {
        return PacketTable.valid();
    }

    private static List<PacketSample> malformed()
    {
        return PacketTable.malformed();
    }

    private static Stream<PacketSample> all()
    {
        return PacketTable.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valid")
    void shouldDecode(final PacketSample sample)
    {
        final PacketProbe probe = sample.probe();

        assertEquals(Violation.NONE, sample.decode(probe));
        assertEquals(sample.meaning(), probe.describe());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void shouldNameWhatIsWrong(final PacketSample sample)
    {
        assertEquals(sample.violation(), sample.decode(sample.probe()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valid")
    void shouldMeanTheSameWhenEncodedAgain(final PacketSample sample)
    {
        final PacketProbe probe = sample.probe();
        sample.decode(probe);
        final UnsafeBuffer encoded = new UnsafeBuffer(new byte[1024]);

        final int length = probe.encode(encoded, AT);

        assertEquals(probe.encodedLength(), length);
        assertEquals(length, FrameDecoder.frameLength(encoded, AT, AT + length));
        assertEquals(sample.firstByte() & ~0x08, encoded.getByte(AT) & 0xFF & ~0x08);
        final int bodyOffset = FrameDecoder.bodyOffset(AT, length);
        assertEquals(Violation.NONE, probe.decode(encoded, bodyOffset, AT + length - bodyOffset,
            PacketType.flags(encoded.getByte(AT)), sample.version()));
        assertEquals(sample.meaning(), probe.describe());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void shouldBeFoundOneByteAtATime(final PacketSample sample)
    {
        final byte[] frame = sample.wire().frame();
        for (int received = 0; received <= frame.length; received++)
        {
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[AT + received]);
            buffer.putBytes(AT, frame, 0, received);

            final int expected = received < sample.wire().bodyOffset() ? FrameDecoder.NEED_MORE : frame.length;

            assertEquals(expected, FrameDecoder.frameLength(buffer, AT, AT + received));
        }
        assertEquals(AT + sample.wire().bodyOffset(), FrameDecoder.bodyOffset(AT, frame.length));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valid")
    void shouldNotTakeAPartForThePacket(final PacketSample sample)
    {
        final PacketProbe probe = sample.probe();
        final WireScript wire = sample.wire();
        for (int length = 0; length < wire.bodyLength(); length++)
        {
            final UnsafeBuffer cut = new UnsafeBuffer(sample.buffer(), 0, wire.bodyOffset() + length);
            final Violation violation = probe.decode(
                cut, wire.bodyOffset(), length, PacketType.flags(sample.firstByte()), sample.version());
            if (wire.isPacketWhenCutTo(length))
            {
                assertEquals(Violation.NONE, violation, "cut to " + length);
            }
            else
            {
                assertNotEquals(Violation.NONE, violation, "cut to " + length);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void shouldNotDependOnWhatSurroundsTheBody(final PacketSample sample)
    {
        final WireScript wire = sample.wire();
        for (final byte around : new byte[] {0, '/', (byte)0xFF})
        {
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[AT + wire.bodyLength() + AT]);
            buffer.setMemory(0, buffer.capacity(), around);
            buffer.putBytes(AT, wire.frame(), wire.bodyOffset(), wire.bodyLength());
            final PacketProbe probe = sample.probe();

            assertEquals(sample.violation(), probe.decode(
                buffer, AT, wire.bodyLength(), PacketType.flags(sample.firstByte()), sample.version()));
            if (sample.violation() == Violation.NONE)
            {
                assertEquals(sample.meaning(), probe.describe());
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valid")
    void shouldForgetThePacketBefore(final PacketSample sample)
    {
        final PacketProbe probe = sample.probe();
        PacketTable.all().filter(other -> other.firstByte() >>> 4 == sample.firstByte() >>> 4).forEach(other ->
        {
            other.decode(probe);
            assertEquals(Violation.NONE, sample.decode(probe), () -> "after " + other);
            assertEquals(sample.meaning(), probe.describe(), () -> "after " + other);
        });
    }
}
