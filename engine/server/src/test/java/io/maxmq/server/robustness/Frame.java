package io.maxmq.server.robustness;

import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PacketType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A packet as it came: just enough of it is understood for these tests.
 *
 * @param first   byte of the fixed header.
 * @param body    behind the fixed header.
 * @param version of the protocol.
 */
record Frame(int first, byte[] body, int version)
{
    int type()
    {
        return first >> 4;
    }

    /** Of a CONNACK. */
    boolean sessionPresent()
    {
        return (body[0] & 1) != 0;
    }

    /** Return or reason code of a CONNACK, an acknowledgement or a DISCONNECT. */
    int code()
    {
        final int index = switch (type())
        {
            case PacketType.CONNACK -> 1;
            case PacketType.DISCONNECT -> 0;
            default -> 2;
        };
        return body.length > index ? body[index] & 0xFF : 0;
    }

    private int topicLength()
    {
        return ByteBuffer.wrap(body).getShort(0) & 0xFFFF;
    }

    /** Of a PUBLISH. */
    String topic()
    {
        return new String(body, 2, topicLength(), StandardCharsets.UTF_8);
    }

    /** Of a PUBLISH, 0 where it has none; else of an acknowledgement. */
    int packetId()
    {
        if (type() != PacketType.PUBLISH)
        {
            return ByteBuffer.wrap(body).getShort(0) & 0xFFFF;
        }
        return (first & 6) == 0 ? 0 : ByteBuffer.wrap(body).getShort(2 + topicLength()) & 0xFFFF;
    }

    /** The number that the payload of a PUBLISH begins with. */
    int number()
    {
        int offset = 2 + topicLength() + ((first & 6) == 0 ? 0 : 2);
        if (version == MqttVersion.V5)
        {
            offset += 1 + body[offset];
        }
        return ByteBuffer.wrap(body).getInt(offset);
    }
}
