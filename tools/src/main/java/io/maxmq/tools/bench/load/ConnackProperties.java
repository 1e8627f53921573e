package io.maxmq.tools.bench.load;

import org.agrona.DirectBuffer;

/**
 * Just enough of the properties of a CONNACK (MQTT 5, 3.2.2.3) to step over those that do not matter here.
 */
final class ConnackProperties
{
    /** What a broker takes that says nothing else (MQTT-3.2.2.3.3). */
    static final int DEFAULT_RECEIVE_MAXIMUM = 65_535;

    private static final int RECEIVE_MAXIMUM = 0x21;
    private static final int USER_PROPERTY = 0x26;

    private ConnackProperties()
    {
    }

    /**
     * @return the receive maximum among the properties of a CONNACK, or its default.
     */
    static int receiveMaximum(final DirectBuffer buffer, final int from, final int to)
    {
        int maximum = DEFAULT_RECEIVE_MAXIMUM;
        for (int position = from; position < to; )
        {
            final int property = buffer.getByte(position) & 0xFF;
            if (property == RECEIVE_MAXIMUM)
            {
                maximum = MqttFields.id(buffer, position + 1);
            }
            position += 1 + length(buffer, property, position + 1);
        }
        return maximum;
    }

    /**
     * @return bytes that the value of a property takes.
     */
    private static int length(final DirectBuffer buffer, final int property, final int offset)
    {
        return switch (property)
        {
            case 0x24, 0x25, 0x28, 0x29, 0x2A -> 1;
            case 0x13, 0x21, 0x22 -> 2;
            case 0x11, 0x27 -> 4;
            case USER_PROPERTY ->
            {
                final int name = 2 + MqttFields.id(buffer, offset);
                yield name + 2 + MqttFields.id(buffer, offset + name);
            }
            default -> 2 + MqttFields.id(buffer, offset);
        };
    }
}
