package io.maxmq.server.crash;

import io.maxmq.server.protocol.Packet;
import io.maxmq.transport.codec.ConnectEncoder;
import io.maxmq.transport.codec.DisconnectEncoder;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.codec.SubscribeEncoder;
import io.maxmq.transport.codec.UnsubscribeEncoder;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A client with a persistent session that follows the standard: it connects again whenever its connection has gone and
 * somebody listens, sends again what was not finished, and asks again for what was not answered. Everything happens in
 * {@link #tick}, which never waits. Not thread-safe.
 */
final class ModelClient implements AutoCloseable
{
    private static final long EXPIRY_S = 100_000;

    /** Writes a packet and says how long it is. */
    @FunctionalInterface
    interface Encoding
    {
        int encode(MutableDirectBuffer buffer, int offset);
    }

    /** A SUBSCRIBE or UNSUBSCRIBE that is to be answered. */
    private record Request(String filter, int qos)
    {
        static final int UNSUBSCRIBE = -1;
        static final int PACKET_ID = 60_000;
    }

    private final String id;
    private final int version;
    private final Consumer<ConnectEncoder> fields;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final Outgoing outgoing = new Outgoing(this);
    private final Incoming incoming;
    private final List<Wire> abandoned = new ArrayList<>();
    private Wire wire;
    private Request request;
    private boolean wanted;
    private boolean connected;
    private boolean cleanStart;
    private boolean hasSession;

    ModelClient(
        final String id, final int version, final boolean keepsOrder, final Random random,
        final Consumer<ConnectEncoder> fields)
    {
        this.id = id;
        this.version = version;
        this.fields = fields;
        incoming = new Incoming(this, keepsOrder, random);
    }

    int version()
    {
        return version;
    }

    // ---- what it is to do

    /** Stays connected from now on. */
    void connect()
    {
        wanted = true;
    }

    /** Gives up its session for a new one, which is then a persistent one again. */
    void startClean()
    {
        abandon();
        cleanStart = true;
        wanted = true;
    }

    /** Says goodbye and stays away. */
    void disconnect()
    {
        send((target, offset) -> new DisconnectEncoder().start(version, ReasonCode.SUCCESS).encode(target, offset));
        drop();
    }

    /** Vanishes and stays away. */
    void drop()
    {
        wanted = false;
        if (wire != null)
        {
            wire.close();
        }
        lost();
    }

    /** Leaves its connection as it is and opens another one, by which the broker has to take over. */
    void abandon()
    {
        if (wire != null)
        {
            abandoned.add(wire);
        }
        lost();
    }

    void subscribe(final String filter, final int qos)
    {
        request(new Request(filter, qos));
    }

    void unsubscribe(final String filter)
    {
        request(new Request(filter, Request.UNSUBSCRIBE));
    }

    private void request(final Request newRequest)
    {
        assertTrue(request == null, "one request at a time");
        request = newRequest;
        if (connected)
        {
            sendRequest();
        }
    }

    void publish(final String topic, final String payload, final int qos, final boolean retain)
    {
        outgoing.publish(topic, payload.getBytes(StandardCharsets.UTF_8), qos, retain);
    }

    // ---- how far it is

    /** Connected, nothing asked that is not answered, nothing published that is not finished. */
    boolean isDone()
    {
        return connected && request == null && outgoing.isIdle();
    }

    /** As before, and everything received is finished. */
    boolean isIdle()
    {
        return isDone() && incoming.isIdle();
    }

    Map<String, Integer> delivered()
    {
        return incoming.delivered();
    }

    // ---- what it does

    /** Reads what there is and sends what is due. */
    void tick(final int port)
    {
        if (wire == null)
        {
            if (wanted)
            {
                open(port);
            }
            return;
        }
        for (Packet packet = wire.poll(); packet != null; packet = wire.poll())
        {
            onPacket(packet);
        }
        if (wire.hasEnded())
        {
            wire.close();
            lost();
        }
        else if (connected)
        {
            outgoing.send();
            incoming.acknowledge();
        }
    }

    private void open(final int port)
    {
        wire = Wire.open(port, version);
        if (wire != null)
        {
            final ConnectEncoder connect = new ConnectEncoder().start(version, id, cleanStart);
            if (version == MqttVersion.V5)
            {
                connect.sessionExpirySeconds(EXPIRY_S);
            }
            fields.accept(connect);
            send(connect::encode);
        }
    }

    /** There is no broker any more. */
    void disconnected()
    {
        close();
        abandoned.clear();
        lost();
    }

    private void lost()
    {
        wire = null;
        connected = false;
        incoming.onDisconnected();
    }

    void send(final Encoding encoding)
    {
        final int length = encoding.encode(buffer, 0);
        if (wire != null)
        {
            wire.send(ByteBuffer.wrap(buffer.byteArray(), 0, length));
        }
    }

    private void sendRequest()
    {
        if (request.qos == Request.UNSUBSCRIBE)
        {
            send(new UnsubscribeEncoder().start(version, Request.PACKET_ID).filter(request.filter)::encode);
        }
        else
        {
            send(new SubscribeEncoder().start(version, Request.PACKET_ID).filter(request.filter, request.qos)::encode);
        }
    }

    private void onPacket(final Packet packet)
    {
        switch (packet.type())
        {
            case PacketType.CONNACK -> onConnack(packet);
            case PacketType.PUBACK -> outgoing.onPuback(packet);
            case PacketType.PUBREC -> outgoing.onPubrec(packet);
            case PacketType.PUBCOMP -> outgoing.onPubcomp(packet);
            case PacketType.PUBLISH -> incoming.onPublish(packet);
            case PacketType.PUBREL -> incoming.onPubrel(packet);
            case PacketType.SUBACK, PacketType.UNSUBACK -> onAnswer(packet);
            case PacketType.DISCONNECT ->
                assertEquals(ReasonCode.SERVER_SHUTTING_DOWN, packet.reasonCode(), () -> this + " got " + packet);
            default -> throw new AssertionError(this + " received " + packet);
        }
    }

    private void onConnack(final Packet packet)
    {
        assertEquals(ReasonCode.SUCCESS, packet.reasonCode(), () -> this + " got " + packet);
        assertTrue(!cleanStart || !packet.sessionPresent(), () -> this + " still has the session it gave up");
        assertTrue(cleanStart || !hasSession || packet.sessionPresent(), () -> this + " has lost its session");
        if (cleanStart)
        {
            incoming.forget();
        }
        cleanStart = false;
        hasSession = true;
        connected = true;
        outgoing.onConnected();
        if (request != null)
        {
            sendRequest();
        }
    }

    private void onAnswer(final Packet packet)
    {
        assertTrue(request != null && packet.packetId() == Request.PACKET_ID, () -> this + " got " + packet);
        if (request.qos != Request.UNSUBSCRIBE)
        {
            assertEquals(List.of(request.qos), packet.codes(), () -> this + " got " + packet);
        }
        request = null;
    }

    @Override
    public void close()
    {
        abandoned.forEach(Wire::close);
        if (wire != null)
        {
            wire.close();
        }
    }

    @Override
    public String toString()
    {
        return id + " (MQTT " + version + ")";
    }
}
