package io.maxmq.server.protocol;

import io.maxmq.transport.codec.AckEncoder;
import io.maxmq.transport.codec.AuthEncoder;
import io.maxmq.transport.codec.ConnectEncoder;
import io.maxmq.transport.codec.DisconnectEncoder;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.PingEncoder;
import io.maxmq.transport.codec.PublishEncoder;
import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.codec.SubscribeEncoder;
import io.maxmq.transport.codec.UnsubscribeEncoder;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

/**
 * A client that does on the wire exactly what a test says: it sends any packet or bytes, acknowledges nothing by
 * itself, and waits for packets with a deadline. Packets that arrive while another type is awaited are kept for later.
 * Not thread-safe.
 */
final class TestClient implements AutoCloseable
{
    /** However slow the machine is: this long for anything that must come. */
    static final int DEADLINE_MS = 20_000;

    /** The end of a connection that came without a packet. */
    static final int CLOSED = -1;

    private final int version;
    private final Wire wire;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final ArrayDeque<Packet> kept = new ArrayDeque<>();
    private Packet connack;
    private int nextPacketId;

    TestClient(final int port, final int version)
    {
        this.version = version;
        try
        {
            wire = new Wire(port, version, DEADLINE_MS);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    // ---- what it sends

    TestClient sendRaw(final byte[] bytes)
    {
        try
        {
            wire.write(bytes);
            return this;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Bytes as pairs of hexadecimal digits. */
    TestClient sendHex(final String hex)
    {
        return sendRaw(Bytes.hex(hex));
    }

    private TestClient sendBuffer(final int length)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return sendRaw(bytes);
    }

    TestClient sendConnect(final String clientId, final boolean clean, final Consumer<ConnectEncoder> fields)
    {
        final ConnectEncoder encoder = new ConnectEncoder().start(version, clientId, clean);
        fields.accept(encoder);
        return sendBuffer(encoder.encode(buffer, 0));
    }

    TestClient sendPublish(
        final int qos, final boolean dup, final boolean retain, final int packetId,
        final Consumer<PublishEncoder> fields)
    {
        final PublishEncoder encoder = new PublishEncoder().start(version, qos, dup, retain);
        if (qos > 0)
        {
            encoder.packetId(packetId);
        }
        fields.accept(encoder);
        return sendBuffer(encoder.encode(buffer, 0));
    }

    TestClient sendPublish(final String topic, final String payload, final int qos, final int packetId)
    {
        return sendPublish(qos, false, false, packetId, p -> p.topic(topic).payload(Bytes.utf8(payload)));
    }

    TestClient sendAck(final int type, final int packetId)
    {
        return sendAck(type, packetId, ReasonCode.SUCCESS);
    }

    TestClient sendAck(final int type, final int packetId, final int reasonCode)
    {
        return sendBuffer(AckEncoder.encode(buffer, 0, type, version, packetId, reasonCode));
    }

    TestClient sendSubscribe(final int packetId, final Consumer<SubscribeEncoder> fields)
    {
        final SubscribeEncoder encoder = new SubscribeEncoder().start(version, packetId);
        fields.accept(encoder);
        return sendBuffer(encoder.encode(buffer, 0));
    }

    TestClient sendUnsubscribe(final int packetId, final String... filters)
    {
        final UnsubscribeEncoder encoder = new UnsubscribeEncoder().start(version, packetId);
        Arrays.stream(filters).forEach(encoder::filter);
        return sendBuffer(encoder.encode(buffer, 0));
    }

    TestClient sendPing()
    {
        return sendBuffer(PingEncoder.encodeRequest(buffer, 0));
    }

    TestClient sendDisconnect(final int reasonCode, final Consumer<DisconnectEncoder> fields)
    {
        final DisconnectEncoder encoder = new DisconnectEncoder().start(version, reasonCode);
        fields.accept(encoder);
        return sendBuffer(encoder.encode(buffer, 0));
    }

    TestClient sendAuth(final int reasonCode, final String method, final String data)
    {
        final AuthEncoder encoder = new AuthEncoder().start(reasonCode).authenticationMethod(method);
        if (data != null)
        {
            final byte[] bytes = Bytes.utf8(data);
            encoder.authenticationData(new UnsafeBuffer(bytes), 0, bytes.length);
        }
        return sendBuffer(encoder.encode(buffer, 0));
    }

    // ---- whole exchanges

    /** Connects and is let in. */
    TestClient connect(final String clientId, final boolean clean, final Consumer<ConnectEncoder> fields)
    {
        sendConnect(clientId, clean, fields);
        connack = await(PacketType.CONNACK);
        assertEquals(ReasonCode.SUCCESS, connack.reasonCode(), () -> "refused: " + connack);
        return this;
    }

    Packet connack()
    {
        return connack;
    }

    int nextPacketId()
    {
        return ++nextPacketId;
    }

    /** Publishes and sees the exchange through. Returns the last packet of it, or null at QoS 0. */
    Packet publish(final int qos, final boolean retain, final Consumer<PublishEncoder> fields)
    {
        final int packetId = qos == 0 ? 0 : nextPacketId();
        sendPublish(qos, false, retain, packetId, fields);
        if (qos == 0)
        {
            return null;
        }
        final Packet first = await(qos == 1 ? PacketType.PUBACK : PacketType.PUBREC);
        assertEquals(packetId, first.packetId());
        if (qos == 1 || ReasonCode.isFailure(first.reasonCode()))
        {
            return first;
        }
        sendAck(PacketType.PUBREL, packetId);
        final Packet last = await(PacketType.PUBCOMP);
        assertEquals(packetId, last.packetId());
        return last;
    }

    Packet publish(final String topic, final String payload, final int qos)
    {
        return publish(qos, false, p -> p.topic(topic).payload(Bytes.utf8(payload)));
    }

    Packet publishRetained(final String topic, final String payload, final int qos)
    {
        return publish(qos, true, p -> p.topic(topic).payload(Bytes.utf8(payload)));
    }

    /** Subscribes and is granted what it asks for. */
    TestClient subscribe(final String filter, final int qos)
    {
        assertEquals(List.of(qos), subscribe(s -> s.filter(filter, qos)).codes());
        return this;
    }

    Packet subscribe(final Consumer<SubscribeEncoder> fields)
    {
        final int packetId = nextPacketId();
        sendSubscribe(packetId, fields);
        final Packet suback = await(PacketType.SUBACK);
        assertEquals(packetId, suback.packetId());
        return suback;
    }

    Packet unsubscribe(final String... filters)
    {
        final int packetId = nextPacketId();
        sendUnsubscribe(packetId, filters);
        final Packet unsuback = await(PacketType.UNSUBACK);
        assertEquals(packetId, unsuback.packetId());
        return unsuback;
    }

    TestClient ping()
    {
        sendPing();
        await(PacketType.PINGRESP);
        return this;
    }

    /** The next message, acknowledged to the end. */
    Packet take()
    {
        final Packet message = await(PacketType.PUBLISH);
        if (message.qos() == 1)
        {
            sendAck(PacketType.PUBACK, message.packetId());
        }
        else if (message.qos() == 2)
        {
            sendAck(PacketType.PUBREC, message.packetId());
            assertEquals(message.packetId(), await(PacketType.PUBREL).packetId());
            sendAck(PacketType.PUBCOMP, message.packetId());
        }
        return message;
    }

    /** The next message is this one. */
    Packet take(final String payload)
    {
        final Packet message = take();
        assertEquals(payload, message.text(), () -> "got " + message);
        return message;
    }

    /** Says goodbye and waits until the broker has closed the connection. */
    void disconnect()
    {
        disconnect(ReasonCode.SUCCESS, d -> {});
    }

    void disconnect(final int reasonCode, final Consumer<DisconnectEncoder> fields)
    {
        sendDisconnect(reasonCode, fields);
        assertEquals(CLOSED, awaitEnd());
    }

    // ---- what it receives

    /** The next message, without an acknowledgement. */
    Packet message()
    {
        return await(PacketType.PUBLISH);
    }

    /** The first packet of a type; others are kept. */
    Packet await(final int type)
    {
        return await(packet -> packet.type() == type, PacketType.name(type));
    }

    private Packet await(final Predicate<Packet> wanted, final String name)
    {
        for (final Iterator<Packet> packets = kept.iterator(); packets.hasNext(); )
        {
            final Packet packet = packets.next();
            if (wanted.test(packet))
            {
                packets.remove();
                return packet;
            }
        }
        while (true)
        {
            final Packet packet = read(name);
            if (packet == null)
            {
                return fail("the connection ended instead of " + name + "; kept " + kept);
            }
            if (wanted.test(packet))
            {
                return packet;
            }
            if (packet.type() == PacketType.DISCONNECT)
            {
                return fail("got " + packet + " instead of " + name + "; kept " + kept);
            }
            kept.add(packet);
        }
    }

    /** The next packet, of whatever type. */
    Packet next()
    {
        return await(packet -> true, "a packet");
    }

    /**
     * Pings the broker.
     *
     * @return whether it answers; else it has closed the connection, and {@link #awaitEnd} knows how.
     */
    boolean isServed()
    {
        try
        {
            sendPing();
        }
        catch (final UncheckedIOException ex)
        {
            // It is closed already; what came before that can still be read.
        }
        Packet packet = read("an answer or the end");
        while (packet != null && packet.type() != PacketType.PINGRESP)
        {
            kept.add(packet);
            packet = read("an answer or the end");
        }
        return packet != null;
    }

    /** Packets that have been received and not asked for. */
    int keptCount()
    {
        return kept.size();
    }

    /**
     * Waits until the broker has closed the connection.
     *
     * @return the reason of its last packet, if that was a DISCONNECT or a CONNACK, else {@link #CLOSED}.
     */
    int awaitEnd()
    {
        Packet last = kept.peekLast();
        for (Packet packet = read("the end"); packet != null; packet = read("the end"))
        {
            last = packet;
        }
        return last != null && (last.type() == PacketType.DISCONNECT || last.type() == PacketType.CONNACK) ?
            last.reasonCode() : CLOSED;
    }

    private Packet read(final String name)
    {
        try
        {
            return wire.read();
        }
        catch (final SocketTimeoutException ex)
        {
            return fail("waited " + DEADLINE_MS + " ms in vain for " + name + "; kept " + kept);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Ends the connection without a word. */
    @Override
    public void close()
    {
        try
        {
            wire.close();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    int version()
    {
        return version;
    }

    boolean isV5()
    {
        return version == MqttVersion.V5;
    }
}
