package io.maxmq.transport.codec;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Random bytes, and packets of the table with random damage.
 */
final class AnyBytesTest
{
    @Property
    void shouldStandRandomBodies(
        @ForAll final byte firstByte, @ForAll @IntRange(min = 3, max = 5) final int version,
        @ForAll final Sender sender, @ForAll("bytes") final byte[] body)
    {
        AnyBytes.check(firstByte, version, sender, body);
    }

    @Property
    void shouldStandRandomStreams(
        @ForAll @IntRange(min = 3, max = 5) final int version, @ForAll final Sender sender,
        @ForAll("bytes") final byte[] stream)
    {
        AnyBytes.checkStream(version, sender, stream);
    }

    @Property(tries = 5000)
    void shouldStandDamagedPackets(@ForAll("damagedPackets") final byte[] frame, @ForAll final Sender sender,
        @ForAll @IntRange(min = 3, max = 5) final int version)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        AnyBytes.checkStream(version, sender, frame);
        // Also where the damage hit the length: the rest is a body all the same.
        final byte[] body = new byte[frame.length - 2];
        buffer.getBytes(2, body);
        AnyBytes.check(frame[0], version, sender, body);
    }

    @Provide
    Arbitrary<byte[]> bytes()
    {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(64);
    }

    @Provide
    Arbitrary<byte[]> damagedPackets()
    {
        final List<byte[]> frames =
            PacketTable.all().map(sample -> sample.wire().frame()).collect(Collectors.toList());
        return Arbitraries.of(frames).flatMap(frame -> Arbitraries.integers().between(0, frame.length - 1)
            .tuple2().flatMap(places -> Arbitraries.bytes().tuple2().map(values ->
            {
                final byte[] damaged = frame.clone();
                damaged[places.get1()] = values.get1();
                damaged[places.get2()] = values.get2();
                return damaged;
            })));
    }
}
