package io.maxmq.server.crash;

import io.maxmq.server.protocol.Packet;
import io.maxmq.transport.codec.AckEncoder;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What a client with a persistent session receives, acknowledged as the standard wants it but not at once, and checked
 * against what a broker that has forgotten nothing sends: a packet id means one message only (no test sends so many that
 * they come round), what is sent again carries DUP, QoS 2 is delivered once, streams keep their order.
 * <p>
 * Payloads are {@code publisher:number:qos}, and padding behind it.
 */
final class Incoming
{
    /** What follows is not part of the message's name. */
    static final String PADDING_BEGINS = " ";

    private record Ack(int type, int packetId)
    {
    }

    private final ModelClient client;
    private final boolean keepsOrder;
    private final Random random;
    private final Map<String, Integer> delivered = new LinkedHashMap<>();
    private final Map<Integer, String> messageOfId = new HashMap<>();
    private final Set<Integer> unreleased = new HashSet<>();
    private final Map<String, Integer> last = new HashMap<>();
    private final Queue<Ack> acks = new ArrayDeque<>();

    Incoming(final ModelClient client, final boolean keepsOrder, final Random random)
    {
        this.client = client;
        this.keepsOrder = keepsOrder;
        this.random = random;
    }

    /** How often each message was given to the application. */
    Map<String, Integer> delivered()
    {
        return delivered;
    }

    /** The session is a new one. */
    void forget()
    {
        delivered.clear();
        messageOfId.clear();
        unreleased.clear();
        last.clear();
        acks.clear();
    }

    /** Acknowledgements that were not sent are lost with the connection. */
    void onDisconnected()
    {
        acks.clear();
    }

    void onPublish(final Packet packet)
    {
        final String message = name(packet);
        if (packet.qos() > 0)
        {
            final String known = messageOfId.putIfAbsent(packet.packetId(), message);
            assertEquals(known == null ? message : known, message, () -> client + ": the id of " + packet);
            assertTrue(known == null || packet.dup(), () -> client + " was sent before " + packet);
        }
        if (packet.qos() < 2 || !unreleased.contains(packet.packetId()))
        {
            deliver(packet);
        }
        if (packet.qos() == 2)
        {
            unreleased.add(packet.packetId());
            acks.add(new Ack(PacketType.PUBREC, packet.packetId()));
        }
        else if (packet.qos() == 1)
        {
            acks.add(new Ack(PacketType.PUBACK, packet.packetId()));
        }
    }

    private static String name(final Packet packet)
    {
        final String text = packet.text();
        final int end = text.indexOf(PADDING_BEGINS);
        return end < 0 ? text : text.substring(0, end);
    }

    void onPubrel(final Packet packet)
    {
        unreleased.remove(packet.packetId());
        acks.add(new Ack(PacketType.PUBCOMP, packet.packetId()));
    }

    private void deliver(final Packet packet)
    {
        final String message = name(packet);
        final boolean isFirst = delivered.merge(message, 1, Integer::sum) == 1;
        assertTrue(isFirst || packet.qos() < 2, () -> client + " got again " + packet);
        if (isFirst && keepsOrder)
        {
            final String[] parts = message.split(":");
            final String stream = parts[0] + " " + packet.topic() + " " + parts[2];
            final int number = Integer.parseInt(parts[1]);
            final Integer before = last.put(stream, number);
            assertTrue(before == null || before < number, () -> client + " got " + packet + " after " + before);
        }
    }

    boolean isIdle()
    {
        return acks.isEmpty() && unreleased.isEmpty();
    }

    /** Some of the acknowledgements that are due, in their order. */
    void acknowledge()
    {
        while (!acks.isEmpty() && random.nextInt(4) > 0)
        {
            final Ack ack = acks.remove();
            client.send((buffer, offset) -> AckEncoder.encode(
                buffer, offset, ack.type, client.version(), ack.packetId, ReasonCode.SUCCESS));
        }
    }
}
