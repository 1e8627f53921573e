package io.maxmq.core.lockstep;

import io.maxmq.transport.codec.AckDecoder;
import io.maxmq.transport.codec.ConnackDecoder;
import io.maxmq.transport.codec.DisconnectDecoder;
import io.maxmq.transport.codec.FrameDecoder;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.PublishDecoder;
import io.maxmq.transport.codec.Sender;
import io.maxmq.transport.codec.SubackDecoder;
import io.maxmq.transport.codec.UnsubackDecoder;
import io.maxmq.transport.codec.Violation;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

/** What the broker writes to one connection, as packets. A packet that breaks the standard fails the test. */
final class PacketReader
{
    private final int version;
    private final Map<Integer, String> aliases = new HashMap<>();
    private byte[] rest = new byte[0];

    PacketReader(final int version)
    {
        this.version = version;
    }

    List<Packet> read(final byte[] written)
    {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(rest);
        all.writeBytes(written);
        final byte[] bytes = all.toByteArray();
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final List<Packet> packets = new ArrayList<>();
        int offset = 0;
        while (offset < bytes.length)
        {
            final int length = FrameDecoder.frameLength(buffer, offset, bytes.length);
            if (length == FrameDecoder.NEED_MORE || offset + length > bytes.length)
            {
                break;
            }
            packets.add(packet(buffer, offset, length));
            offset += length;
        }
        rest = Arrays.copyOfRange(bytes, offset, bytes.length);
        return packets;
    }

    private Packet packet(final UnsafeBuffer buffer, final int offset, final int length)
    {
        final int type = PacketType.of(buffer.getByte(offset) & 0xFF);
        final int flags = PacketType.flags(buffer.getByte(offset) & 0xFF);
        final int body = FrameDecoder.bodyOffset(offset, length);
        final int bodyLength = offset + length - body;
        switch (type)
        {
            case PacketType.CONNACK:
                final ConnackDecoder connack = new ConnackDecoder();
                valid(type, connack.wrap(buffer, body, bodyLength, flags, version));
                return Packet.connack(connack.reasonCode(), connack.sessionPresent());

            case PacketType.PUBLISH:
                return publish(buffer, body, bodyLength, flags);

            case PacketType.PUBACK:
            case PacketType.PUBREC:
            case PacketType.PUBREL:
            case PacketType.PUBCOMP:
                final AckDecoder ack = new AckDecoder();
                valid(type, ack.wrap(type, buffer, body, bodyLength, flags, version));
                return Packet.plain(type, ack.packetId(), ack.reasonCode());

            case PacketType.SUBACK:
                final SubackDecoder suback = new SubackDecoder();
                valid(type, suback.wrap(buffer, body, bodyLength, flags, version));
                final int[] codes = new int[suback.count()];
                for (int i = 0; suback.next(); i++)
                {
                    codes[i] = suback.reasonCode();
                }
                return Packet.codes(type, suback.packetId(), codes);

            case PacketType.UNSUBACK:
                final UnsubackDecoder unsuback = new UnsubackDecoder();
                valid(type, unsuback.wrap(buffer, body, bodyLength, flags, version));
                final int[] results = new int[unsuback.count()];
                for (int i = 0; unsuback.next(); i++)
                {
                    results[i] = unsuback.reasonCode();
                }
                return Packet.codes(type, unsuback.packetId(), results);

            case PacketType.DISCONNECT:
                final DisconnectDecoder disconnect = new DisconnectDecoder(Sender.SERVER);
                valid(type, disconnect.wrap(buffer, body, bodyLength, flags, version));
                return Packet.plain(type, 0, disconnect.reasonCode());

            default:
                return Packet.plain(type, 0, 0);
        }
    }

    private Packet publish(final UnsafeBuffer buffer, final int body, final int bodyLength, final int flags)
    {
        final PublishDecoder publish = new PublishDecoder(Sender.SERVER);
        valid(PacketType.PUBLISH, publish.wrap(buffer, body, bodyLength, flags, version));
        String topic = buffer.getStringWithoutLengthUtf8(publish.topicOffset(), publish.topicLength());
        if (publish.topicAlias() > 0)
        {
            if (topic.isEmpty())
            {
                topic = aliases.get(publish.topicAlias());
                assertNotNull(topic, "alias " + publish.topicAlias() + " is not known");
            }
            aliases.put(publish.topicAlias(), topic);
        }
        final int[] ids = new int[64];
        final int count = version == 5 ? publish.subscriptionIds(ids) : 0;
        final int[] sorted = Arrays.copyOf(ids, count);
        Arrays.sort(sorted);
        return new Packet(
            PacketType.PUBLISH, publish.qos() == 0 ? 0 : publish.packetId(), 0, new int[0], false, topic,
            buffer.getStringWithoutLengthUtf8(publish.payloadOffset(), publish.payloadLength()),
            publish.qos(), publish.dup(), publish.retain(), sorted,
            version == 5 ? publish.messageExpirySeconds() : -1);
    }

    private static void valid(final int type, final Violation violation)
    {
        assertEquals(Violation.NONE, violation, "the broker sent a bad " + PacketType.name(type));
    }
}
