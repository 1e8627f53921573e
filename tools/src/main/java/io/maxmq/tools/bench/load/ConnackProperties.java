package io.maxmq.tools.bench.load;

import org.agrona.DirectBuffer;

/**
 * Just enough of the properties of a CONNACK (MQTT 5, 3.2.2.3) to step over those that do not matter here.
 */
final class ConnackProperties
{
    private static final int USER_PROPERTY = 0x26;

    private ConnackProperties()
    {
    }

    /**
     * @return bytes that the value of a property takes.
     */
    static int length(final DirectBuffer buffer, final int property, final int offset)
    {
        return switch (property)
        {
            case 0x24, 0x25, 0x28, 0x29, 0x2A -> 1;
            case 0x13, 0x21, 0x22 -> 2;
            case 0x11, 0x27 -> 4;
            case USER_PROPERTY ->
            {
                final int name = 2 + ClientConnection.id(buffer, offset);
                yield name + 2 + ClientConnection.id(buffer, offset + name);
            }
            default -> 2 + ClientConnection.id(buffer, offset);
        };
    }
}
