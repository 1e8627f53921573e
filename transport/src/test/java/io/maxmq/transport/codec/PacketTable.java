package io.maxmq.transport.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packets that all codec tests are about: for every type and version some as they should be, and one for every
 * way in which they can be wrong. {@link WireScript} explains how they are written.
 */
final class PacketTable
{
    private static final List<PacketSample> SAMPLES = new ArrayList<>();

    static
    {
        ConnectPackets.add();
        PublishPackets.add();
        SubscribePackets.add();
        SimplePackets.add();
    }

    private PacketTable()
    {
    }

    static List<PacketSample> valid()
    {
        return SAMPLES.stream().filter(sample -> sample.violation() == Violation.NONE).collect(Collectors.toList());
    }

    static List<PacketSample> malformed()
    {
        return SAMPLES.stream().filter(sample -> sample.violation() != Violation.NONE).collect(Collectors.toList());
    }

    static Stream<PacketSample> all()
    {
        return SAMPLES.stream();
    }

    static void good(
        final String name, final int version, final Sender sender, final String script, final String meaning)
    {
        SAMPLES.add(new PacketSample(name, version, sender, script, Violation.NONE, meaning));
    }

    static void bad(
        final String name, final int version, final Sender sender, final String script, final Violation violation)
    {
        SAMPLES.add(new PacketSample(name, version, sender, script, violation, ""));
    }
}
