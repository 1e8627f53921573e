package io.maxmq.server.crash;

import io.maxmq.server.protocol.Packet;
import io.maxmq.transport.codec.AckEncoder;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.PublishEncoder;
import io.maxmq.transport.codec.ReasonCode;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What a client publishes, as the standard wants it (MQTT-4.3, 4.4): after a reconnect whatever is not finished is sent
 * again in its order, with the same packet id, as PUBLISH with DUP or as PUBREL.
 */
final class Outgoing
{
    private static final int MAX_IN_FLIGHT = 8;
    private static final int ID_COUNT = 20;

    /** A message to be published, or on its way. */
    private static final class Flight
    {
        private final String topic;
        private final byte[] payload;
        private final int qos;
        private final boolean retain;
        private boolean received;
        private boolean releasedBefore;

        Flight(final String topic, final byte[] payload, final int qos, final boolean retain)
        {
            this.topic = topic;
            this.payload = payload;
            this.qos = qos;
            this.retain = retain;
        }
    }

    private final ModelClient client;
    private final Queue<Flight> waiting = new ArrayDeque<>();
    private final Map<Integer, Flight> flights = new LinkedHashMap<>();
    private int nextId = 1;

    Outgoing(final ModelClient client)
    {
        this.client = client;
    }

    void publish(final String topic, final byte[] payload, final int qos, final boolean retain)
    {
        waiting.add(new Flight(topic, payload, qos, retain));
    }

    boolean isIdle()
    {
        return waiting.isEmpty() && flights.isEmpty();
    }

    /** What is next, as far as it may be in flight. */
    void send()
    {
        while (!waiting.isEmpty() && flights.size() < MAX_IN_FLIGHT)
        {
            final Flight flight = waiting.remove();
            if (flight.qos > 0)
            {
                while (flights.containsKey(nextId))
                {
                    nextId = nextId % ID_COUNT + 1;
                }
                flights.put(nextId, flight);
            }
            send(nextId, flight, false);
            nextId = nextId % ID_COUNT + 1;
        }
    }

    private void send(final int packetId, final Flight flight, final boolean dup)
    {
        final PublishEncoder encoder =
            new PublishEncoder().start(client.version(), flight.qos, dup, flight.retain).topic(flight.topic)
                .payload(flight.payload);
        if (flight.qos > 0)
        {
            encoder.packetId(packetId);
        }
        client.send(encoder::encode);
    }

    private void release(final int packetId)
    {
        client.send((buffer, offset) -> AckEncoder.encode(
            buffer, offset, PacketType.PUBREL, client.version(), packetId, ReasonCode.SUCCESS));
    }

    void onConnected()
    {
        flights.forEach((id, flight) ->
        {
            if (flight.received)
            {
                flight.releasedBefore = true;
                release(id);
            }
            else
            {
                send(id, flight, true);
            }
        });
    }

    void onPuback(final Packet packet)
    {
        assertTaken(packet, flights.remove(packet.packetId()), 1);
    }

    void onPubrec(final Packet packet)
    {
        final Flight flight = flights.get(packet.packetId());
        assertTaken(packet, flight, 2);
        flight.received = true;
        release(packet.packetId());
    }

    private void assertTaken(final Packet packet, final Flight flight, final int qos)
    {
        assertTrue(flight != null && flight.qos == qos, () -> client + " received " + packet + ", which fits nothing");
        assertTrue(!ReasonCode.isFailure(packet.reasonCode()), () -> client + " was refused: " + packet);
    }

    void onPubcomp(final Packet packet)
    {
        final Flight flight = flights.remove(packet.packetId());
        assertNotNull(flight, () -> client + " received " + packet + ", which fits nothing");
        assertTrue(flight.received && (packet.reasonCode() == ReasonCode.SUCCESS || flight.releasedBefore),
            () -> client + " received " + packet);
    }
}
