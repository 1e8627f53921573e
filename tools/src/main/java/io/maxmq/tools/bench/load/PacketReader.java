package io.maxmq.tools.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.agrona.DirectBuffer;

/**
 * Cuts what is read of one connection into packets, and keeps the beginning of one that has not come whole. One per
 * {@link ClientConnection}, used by the thread of its engine.
 */
final class PacketReader
{
    private byte[] carry = new byte[0];
    private int carryLength;

    /** Puts what was kept at the beginning of a buffer that is to be read into. */
    void begin(final ByteBuffer in)
    {
        in.clear();
        in.put(carry, 0, carryLength);
    }

    /** Gives each whole packet to its client, as long as that is connected, and keeps the rest. */
    void read(final ClientConnection client, final ByteBuffer in, final DirectBuffer buffer) throws IOException
    {
        final int limit = in.position();
        int position = 0;
        int end = end(buffer, position, limit);
        while (end >= 0 && client.isOpen())
        {
            client.onPacket(buffer, buffer.getByte(position) & 0xFF, MqttFields.afterVarint(buffer, position + 1), end);
            position = end;
            end = end(buffer, position, limit);
        }
        if (client.isOpen())
        {
            keep(in, position, limit);
        }
    }

    /** Forgets what was kept. */
    void clear()
    {
        carryLength = 0;
    }

    /** Where the packet that begins at a position ends, or -1 where it has not come whole. */
    private static int end(final DirectBuffer buffer, final int position, final int limit)
    {
        int body = position + 1;
        while (body < limit && buffer.getByte(body) < 0)
        {
            body++;
        }
        if (body >= limit)
        {
            return -1;
        }
        final int end = body + 1 + MqttFields.varint(buffer, position + 1);
        return body < end && end <= limit ? end : -1;
    }

    private void keep(final ByteBuffer in, final int from, final int to)
    {
        carryLength = to - from;
        if (carryLength > 0)
        {
            if (carry.length < carryLength)
            {
                carry = new byte[Math.max(carryLength, 2 * carry.length)];
            }
            in.get(from, carry, 0, carryLength);
        }
    }
}
