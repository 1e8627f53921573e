package io.maxmq.core.qos;

import io.maxmq.core.lockstep.Packet;
import io.maxmq.core.lockstep.TestClient;
import io.maxmq.transport.codec.PacketType;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A publisher as the standard wants it (MQTT-4.3, 4.4): what a persistent session has in flight is sent again, with the
 * same packet id, when it connects again; a clean session forgets it.
 */
final class ModelPublisher
{
    private static final int MAXIMUM_IN_FLIGHT = 8;

    private static final class Flight
    {
        final String topic;
        final String payload;
        final int qos;
        boolean released;

        Flight(final String topic, final String payload, final int qos)
        {
            this.topic = topic;
            this.payload = payload;
            this.qos = qos;
        }
    }

    final TestClient client;
    final boolean persistent;
    /** Whatever was begun. */
    final List<String> published = new ArrayList<>();
    /** What the broker has taken over: PUBACK, PUBREC. */
    final Set<String> accepted = new HashSet<>();
    private final String name;
    private final Map<Integer, Flight> flights = new LinkedHashMap<>();
    private int nextId = 1;
    private int nextNumber;
    private boolean connected;
    private boolean hadSession;

    ModelPublisher(final TestClient client, final String name, final boolean persistent)
    {
        this.client = client;
        this.name = name;
        this.persistent = persistent;
    }

    void connect()
    {
        connected = false;
        client.takeAll();
        client.sendConnect(!persistent, connect ->
        {
            if (persistent && client.version() == 5)
            {
                connect.sessionExpirySeconds(100_000);
            }
        });
    }

    boolean isIdle()
    {
        return flights.isEmpty() && connected;
    }

    void publish(final String topic, final int qos)
    {
        if (!connected || flights.size() >= MAXIMUM_IN_FLIGHT)
        {
            return;
        }
        while (flights.containsKey(nextId))
        {
            nextId = nextId % 20 + 1;
        }
        final int id = nextId;
        nextId = nextId % 20 + 1;
        final Flight flight = new Flight(topic, name + ":" + nextNumber++ + ":" + qos, qos);
        published.add(flight.payload);
        flights.put(id, flight);
        client.publish(flight.topic, flight.payload, qos, false, false, id);
    }

    /** Sends a QoS 2 message again although the connection is the same, as MQTT 3.1.1 allows. */
    void repeat()
    {
        for (final Map.Entry<Integer, Flight> entry : flights.entrySet())
        {
            final Flight flight = entry.getValue();
            if (connected && flight.qos == 2 && !flight.released)
            {
                client.publish(flight.topic, flight.payload, 2, false, true, entry.getKey());
                return;
            }
        }
    }

    void pump()
    {
        for (final Packet packet : client.takeAll())
        {
            switch (packet.type())
            {
                case PacketType.CONNACK:
                    onConnack(packet);
                    break;

                case PacketType.PUBACK:
                    accepted(packet, flights.remove(packet.packetId()), 1);
                    break;

                case PacketType.PUBREC:
                    onPubrec(packet, flights.get(packet.packetId()));
                    break;

                case PacketType.PUBCOMP:
                    assertTrue(flights.remove(packet.packetId()).released, packet.toString());
                    break;

                default:
                    throw new AssertionError(name + " received " + packet);
            }
        }
    }

    /** A message that was repeated on the same connection may be answered twice. */
    private void onPubrec(final Packet packet, final Flight flight)
    {
        accepted(packet, flight, 2);
        if (!flight.released)
        {
            flight.released = true;
            client.ack(PacketType.PUBREL, packet.packetId());
        }
    }

    private void accepted(final Packet packet, final Flight flight, final int qos)
    {
        assertTrue(flight != null && flight.qos == qos, () -> name + " received " + packet + ", which fits nothing");
        accepted.add(flight.payload);
    }

    private void onConnack(final Packet connack)
    {
        assertEquals(0, connack.reasonCode());
        assertEquals(persistent && hadSession && client.version() > 3, connack.sessionPresent(), name);
        hadSession = true;
        connected = true;
        if (!persistent)
        {
            flights.clear();
        }
        flights.forEach((id, flight) ->
        {
            if (flight.released)
            {
                client.ack(PacketType.PUBREL, id);
            }
            else
            {
                client.publish(flight.topic, flight.payload, flight.qos, false, true, id);
            }
        });
    }

    /** The connection has gone. */
    void disconnected()
    {
        connected = false;
    }
}
