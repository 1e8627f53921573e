package io.maxmq.transport.codec;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * One packet of {@link PacketTable}: what stands on the wire, and what a decoder shall make of it.
 */
final class PacketSample
{
    private final String name;
    private final int version;
    private final Sender sender;
    private final WireScript wire;
    private final Violation violation;
    private final String meaning;

    PacketSample(
        final String name, final int version, final Sender sender, final String script, final Violation violation,
        final String meaning)
    {
        this.name = name;
        this.version = version;
        this.sender = sender;
        this.wire = WireScript.of(script);
        this.violation = violation;
        this.meaning = meaning;
    }

    String name()
    {
        return name;
    }

    int version()
    {
        return version;
    }

    WireScript wire()
    {
        return wire;
    }

    /** Of a packet that is as it should be: {@link Violation#NONE}. */
    Violation violation()
    {
        return violation;
    }

    /** What {@link PacketProbe#describe()} shall say of it. */
    String meaning()
    {
        return meaning;
    }

    UnsafeBuffer buffer()
    {
        return new UnsafeBuffer(wire.frame());
    }

    int firstByte()
    {
        return wire.frame()[0] & 0xFF;
    }

    PacketProbe probe()
    {
        return PacketProbe.of(PacketType.of(firstByte()), sender);
    }

    Violation decode(final PacketProbe probe)
    {
        return probe.decode(
            buffer(), wire.bodyOffset(), wire.bodyLength(), PacketType.flags(firstByte()), version);
    }

    @Override
    public String toString()
    {
        return PacketType.name(PacketType.of(firstByte())) + ' ' + MqttVersion.name(version) + ": " + name;
    }
}
