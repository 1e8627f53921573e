package io.maxmq.core.lockstep;

import io.maxmq.transport.codec.AckEncoder;
import io.maxmq.transport.codec.ConnectEncoder;
import io.maxmq.transport.codec.DisconnectEncoder;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.PingEncoder;
import io.maxmq.transport.codec.PublishEncoder;
import io.maxmq.transport.codec.SubscribeEncoder;
import io.maxmq.transport.codec.UnsubscribeEncoder;
import io.maxmq.transport.tcp.FakeChannel;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Deque;
import java.util.function.Consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A client that speaks to a {@link Lockstep} broker over a fake connection. It does nothing by itself: what arrives
 * waits until the test takes it, unless {@link #acknowledges(boolean)} is on, by which it acknowledges at once and
 * keeps what it received for {@link #takeMessages()}.
 */
public final class TestClient
{
    private Lockstep broker;
    private final String id;
    private final Deque<Packet> received = new ArrayDeque<>();
    private final MutableDirectBuffer scratch = new ExpandableArrayBuffer(1024);
    private final PublishEncoder publish = new PublishEncoder();
    private int version;
    private FakeChannel channel;
    private PacketReader reader;
    private boolean acknowledges;
    private int nextPacketId = 1;

    TestClient(final Lockstep broker, final String id, final int version)
    {
        this.broker = broker;
        this.id = id;
        this.version = version;
    }

    /** The broker has gone, and with it the connection; what has not been read of it is lost. */
    void moveTo(final Lockstep next)
    {
        broker = next;
        channel = null;
        received.clear();
    }

    public String id()
    {
        return id;
    }

    public int version()
    {
        return version;
    }

    public TestClient acknowledges(final boolean on)
    {
        acknowledges = on;
        return this;
    }

    public FakeChannel channel()
    {
        return channel;
    }

    // ---- connecting

    /** Opens a connection and sends CONNECT; the answer is among what is received. */
    public TestClient sendConnect(final boolean cleanStart, final Consumer<ConnectEncoder> more)
    {
        final ConnectEncoder connect = new ConnectEncoder();
        connect.start(version, id, cleanStart);
        more.accept(connect);
        channel = new FakeChannel();
        reader = new PacketReader(version);
        final int length = connect.encode(scratch, 0);
        broker.open(this, channel, bytes(length));
        return this;
    }

    /** Connects with a session that ends with the connection. */
    public TestClient connectClean()
    {
        connected(sendConnect(true, connect ->
        {}), false);
        return this;
    }

    /** Connects with a session that stays; before MQTT 5 that is what "no clean session" says. */
    public TestClient connectPersistent(final boolean sessionPresent)
    {
        return connectPersistent(sessionPresent, connect ->
        {});
    }

    public TestClient connectPersistent(final boolean sessionPresent, final Consumer<ConnectEncoder> more)
    {
        connected(sendConnect(false, connect ->
        {
            if (version == MqttVersion.V5)
            {
                connect.sessionExpirySeconds(0xFFFF_FFFFL);
            }
            more.accept(connect);
        }), sessionPresent);
        return this;
    }

    public static void connected(final TestClient client, final boolean sessionPresent)
    {
        client.broker.run();
        final Packet connack = client.expect(PacketType.CONNACK);
        assertEquals(0, connack.reasonCode(), client.id);
        if (client.version >= MqttVersion.V3_1_1)
        {
            assertEquals(sessionPresent, connack.sessionPresent(), "session present of " + client.id);
        }
    }

    // ---- sending

    public int nextPacketId()
    {
        nextPacketId = nextPacketId == 65_535 ? 1 : nextPacketId + 1;
        return nextPacketId;
    }

    public int publish(final String topic, final String payload, final int qos)
    {
        return publish(topic, payload, qos, false);
    }

    public int publish(final String topic, final String payload, final int qos, final boolean retain)
    {
        final int packetId = qos == 0 ? 0 : nextPacketId();
        publish(topic, payload, qos, retain, false, packetId);
        return packetId;
    }

    public void publish(
        final String topic, final String payload, final int qos, final boolean retain, final boolean dup,
        final int packetId)
    {
        publish.start(version, qos, dup, retain).topic(topic).payload(payload.getBytes());
        if (qos > 0)
        {
            publish.packetId(packetId);
        }
        send(publish.encode(scratch, 0));
    }

    public void publish(final PublishEncoder encoder)
    {
        send(encoder.encode(scratch, 0));
    }

    public void ack(final int packetType, final int packetId)
    {
        ack(packetType, packetId, 0);
    }

    public void ack(final int packetType, final int packetId, final int reasonCode)
    {
        send(AckEncoder.encode(scratch, 0, packetType, version, packetId, reasonCode));
    }

    public int sendSubscribe(final Consumer<SubscribeEncoder> filters)
    {
        final SubscribeEncoder subscribe = new SubscribeEncoder();
        final int packetId = nextPacketId();
        subscribe.start(version, packetId);
        filters.accept(subscribe);
        send(subscribe.encode(scratch, 0));
        return packetId;
    }

    /** Subscribes and waits for the acknowledgement; messages may come before it (MQTT-3.8.4). */
    public TestClient subscribe(final String filter, final int qos)
    {
        final int packetId = sendSubscribe(subscribe -> subscribe.filter(filter, qos));
        broker.run();
        pull();
        final boolean acknowledged = received.removeIf(packet -> packet.type() == PacketType.SUBACK &&
            packet.packetId() == packetId && packet.codes()[0] == qos);
        assertTrue(acknowledged, () -> id + " received " + received);
        return this;
    }

    public int sendUnsubscribe(final String filter)
    {
        final int packetId = nextPacketId();
        send(new UnsubscribeEncoder().start(version, packetId).filter(filter).encode(scratch, 0));
        return packetId;
    }

    public TestClient ping()
    {
        send(PingEncoder.encodeRequest(scratch, 0));
        return this;
    }

    public void disconnect()
    {
        disconnect(0);
    }

    public void disconnect(final int reasonCode)
    {
        send(new DisconnectEncoder().start(version, reasonCode).encode(scratch, 0));
        channel.endOfStream();
    }

    /** The network fails: nothing that is on the way arrives any more. */
    public void lose()
    {
        pull();
        channel.fail();
    }

    /** The network fails, and what the broker has written is lost as well. */
    public void loseUnread()
    {
        channel.fail();
        channel.takeWritten();
        received.clear();
    }

    public boolean isConnected()
    {
        return channel != null && channel.isOpen() && !channel.isOutputShut();
    }

    private void send(final int length)
    {
        channel.receive(bytes(length));
    }

    public void send(final byte[] bytes)
    {
        channel.receive(bytes);
    }

    private byte[] bytes(final int length)
    {
        final byte[] bytes = new byte[length];
        scratch.getBytes(0, bytes);
        return bytes;
    }

    // ---- receiving

    /** Takes what the broker has written. Called with each step. */
    void pull()
    {
        if (channel == null || channel.writtenLength() == 0)
        {
            return;
        }
        for (final Packet packet : reader.read(channel.takeWritten()))
        {
            received.add(packet);
            if (acknowledges)
            {
                acknowledge(packet);
            }
        }
    }

    private void acknowledge(final Packet packet)
    {
        if (packet.type() == PacketType.PUBLISH && packet.qos() > 0)
        {
            ack(packet.qos() == 1 ? PacketType.PUBACK : PacketType.PUBREC, packet.packetId());
        }
        else if (packet.type() == PacketType.PUBREC)
        {
            ack(PacketType.PUBREL, packet.packetId());
        }
        else if (packet.type() == PacketType.PUBREL)
        {
            ack(PacketType.PUBCOMP, packet.packetId());
        }
    }

    /** The next packet received, or null. */
    public Packet take()
    {
        pull();
        return received.poll();
    }

    public Packet expect(final int type)
    {
        final Packet packet = take();
        assertNotNull(packet, id + " received nothing instead of " + PacketType.name(type));
        assertEquals(PacketType.name(type), PacketType.name(packet.type()), id + " received " + packet);
        return packet;
    }

    /** A PUBLISH with this payload must be the next packet. */
    public Packet expectMessage(final String payload)
    {
        final Packet packet = expect(PacketType.PUBLISH);
        assertEquals(payload, packet.payload(), id);
        return packet;
    }

    public void expectNothing()
    {
        assertNull(take(), id);
    }

    /** Everything received, in order. */
    public List<Packet> takeAll()
    {
        pull();
        final List<Packet> all = new ArrayList<>(received);
        received.clear();
        return all;
    }

    /** The payloads of all messages received; other packets are thrown away. */
    public List<String> takeMessages()
    {
        return takeAll().stream().filter(packet -> packet.type() == PacketType.PUBLISH).map(Packet::payload).toList();
    }

    @Override
    public String toString()
    {
        return id;
    }
}
