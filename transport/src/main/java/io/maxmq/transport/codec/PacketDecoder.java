package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;

/**
 * What decoders of packets with properties have in common.
 */
abstract class PacketDecoder
{
    final BodyReader body = new BodyReader();
    final PropertyBlock properties = new PropertyBlock();

    /**
     * @return where the properties start, behind their length prefix; -1 where the packet has none. A
     * {@link UserPropertyCursor} goes through the user properties among them.
     */
    public int propertiesOffset()
    {
        return properties.offset();
    }

    /**
     * @return bytes of the properties without their length prefix.
     */
    public int propertiesLength()
    {
        return properties.length();
    }

    /** Start with a body whose flags are fixed by the standard. */
    final void begin(
        final int packetType, final DirectBuffer buffer, final int offset, final int length,
        final int flags, final int version)
    {
        body.wrap(buffer, offset, length);
        properties.clear();
        body.failIf(!PacketType.areFlagsValid(packetType, flags, version), Violation.RESERVED_FLAGS);
    }

    final void readProperties(final int version, final long allowed)
    {
        if (version == MqttVersion.V5)
        {
            properties.read(body, allowed);
        }
    }

    final int offsetOf(final int propertyId)
    {
        return Region.offset(properties.region(propertyId));
    }

    final int lengthOf(final int propertyId)
    {
        return Region.length(properties.region(propertyId));
    }

    final int number(final int propertyId, final int absent)
    {
        return (int)properties.number(propertyId, absent);
    }
}
