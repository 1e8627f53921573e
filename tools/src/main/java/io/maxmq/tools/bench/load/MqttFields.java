package io.maxmq.tools.bench.load;

import org.agrona.DirectBuffer;

/**
 * Fields of MQTT packets (MQTT-1.5) as they lie in a buffer.
 */
final class MqttFields
{
    private MqttFields()
    {
    }

    /** Where a variable byte integer (MQTT-1.5.5) ends. */
    static int afterVarint(final DirectBuffer buffer, final int offset)
    {
        int position = offset;
        while (buffer.getByte(position++) < 0)
        {
            // one more digit follows
        }
        return position;
    }

    /** The value of a variable byte integer. */
    static int varint(final DirectBuffer buffer, final int offset)
    {
        final int first = buffer.getByte(offset);
        if (first >= 0)
        {
            return first;
        }
        int value = first & 0x7F;
        int shift = 7;
        int digit;
        int position = offset + 1;
        do
        {
            digit = buffer.getByte(position++);
            value |= (digit & 0x7F) << shift;
            shift += 7;
        }
        while (digit < 0);
        return value;
    }

    /** A two byte integer, as packet ids and lengths are. */
    static int id(final DirectBuffer buffer, final int offset)
    {
        return (buffer.getByte(offset) & 0xFF) << 8 | buffer.getByte(offset + 1) & 0xFF;
    }
}
