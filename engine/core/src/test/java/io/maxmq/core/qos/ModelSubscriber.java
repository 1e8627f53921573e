package io.maxmq.core.qos;

import io.maxmq.core.lockstep.Packet;
import io.maxmq.core.lockstep.TestClient;
import io.maxmq.transport.codec.PacketType;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A subscriber as the standard wants it, which checks what the broker sends: packet ids, receive maximum, DUP, order.
 * It acknowledges when the test tells it to.
 */
final class ModelSubscriber
{
    private record Ack(int type, int packetId)
    {
    }

    final TestClient client;
    final boolean persistent;
    /** How often each message was given to the application. */
    final Map<String, Integer> delivered = new LinkedHashMap<>();
    private final int receiveMaximum;
    private final boolean brokerMayForget;
    private final Map<Integer, String> qos2 = new HashMap<>();
    private final Set<Integer> inFlight = new HashSet<>();
    private final Set<String> seenBefore = new HashSet<>();
    private final Set<String> seenNow = new HashSet<>();
    private final Set<String> inSession = new HashSet<>();
    private final Map<String, Integer> last = new HashMap<>();
    private final ArrayDeque<Ack> acks = new ArrayDeque<>();
    private boolean connected;
    private boolean subscribed;
    private boolean hadSession;
    boolean lostSession;

    ModelSubscriber(
        final TestClient client, final boolean persistent, final int receiveMaximum, final boolean brokerMayForget)
    {
        this.client = client;
        this.persistent = persistent;
        this.receiveMaximum = receiveMaximum;
        this.brokerMayForget = brokerMayForget;
    }

    void connect()
    {
        disconnected();
        client.takeAll();
        client.sendConnect(!persistent, connect ->
        {
            if (client.version() == 5)
            {
                connect.receiveMaximum(receiveMaximum);
                if (persistent)
                {
                    connect.sessionExpirySeconds(100_000);
                }
            }
        });
    }

    void disconnected()
    {
        lostSession |= connected && !persistent;
        connected = false;
        subscribed &= persistent;
        inFlight.clear();
        acks.clear();
        seenBefore.addAll(seenNow);
        seenNow.clear();
        if (!persistent)
        {
            qos2.clear();
            seenBefore.clear();
            inSession.clear();
            last.clear();
        }
    }

    boolean isReady()
    {
        return connected && subscribed;
    }

    boolean isIdle()
    {
        return isReady() && acks.isEmpty() && inFlight.isEmpty();
    }

    void pump()
    {
        for (final Packet packet : client.takeAll())
        {
            switch (packet.type())
            {
                case PacketType.CONNACK:
                    assertEquals(
                        persistent && hadSession && client.version() > 3, packet.sessionPresent(), client.id());
                    hadSession = true;
                    connected = true;
                    if (!subscribed)
                    {
                        client.sendSubscribe(subscribe -> subscribe.filter("t/#", 2));
                    }
                    break;

                case PacketType.SUBACK:
                    subscribed = true;
                    break;

                case PacketType.PUBLISH:
                    onPublish(packet);
                    break;

                case PacketType.PUBREL:
                    qos2.remove(packet.packetId());
                    inFlight.add(packet.packetId());
                    acks.add(new Ack(PacketType.PUBCOMP, packet.packetId()));
                    break;

                default:
                    throw new AssertionError(client.id() + " received " + packet);
            }
        }
    }

    private void onPublish(final Packet packet)
    {
        final String message = packet.payload();
        assertFalse(inFlight.contains(packet.packetId()), () -> packet + " although its id is in flight");
        inFlight.add(packet.packetId());
        assertTrue(inFlight.size() <= receiveMaximum, () -> inFlight.size() + " in flight");
        final String sent = packet.packetId() + " " + message;
        assertTrue(brokerMayForget || packet.dup() || !seenBefore.contains(sent), () -> packet + " was sent before");
        seenNow.add(sent);
        if (packet.qos() == 1)
        {
            deliver(packet);
            acks.add(new Ack(PacketType.PUBACK, packet.packetId()));
            return;
        }
        if (qos2.containsKey(packet.packetId()))
        {
            assertEquals(qos2.get(packet.packetId()), message, "packet id " + packet.packetId());
        }
        else
        {
            qos2.put(packet.packetId(), message);
            deliver(packet);
        }
        acks.add(new Ack(PacketType.PUBREC, packet.packetId()));
    }

    private void deliver(final Packet packet)
    {
        final String[] parts = packet.payload().split(":");
        delivered.merge(packet.payload(), 1, Integer::sum);
        final boolean first = inSession.add(packet.payload());
        assertTrue(first || packet.qos() == 1, () -> client.id() + " got " + packet + " again");
        if (first)
        {
            final String stream = parts[0] + " " + packet.topic() + " q" + parts[2];
            final int number = Integer.parseInt(parts[1]);
            // who subscribed in between may meet a repetition of what was sent before
            assertTrue(lostSession || last.getOrDefault(stream, -1) < number,
                () -> client.id() + " got " + packet + " late");
            last.put(stream, number);
        }
    }

    /** Sends some of the acknowledgements that are due, in their order. */
    void acknowledge(final Random random)
    {
        while (!acks.isEmpty() && random.nextInt(3) > 0)
        {
            final Ack ack = acks.poll();
            client.ack(ack.type, ack.packetId);
            if (ack.type != PacketType.PUBREC)
            {
                inFlight.remove(ack.packetId);
            }
        }
    }
}
