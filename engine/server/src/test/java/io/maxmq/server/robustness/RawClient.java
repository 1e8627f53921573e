package io.maxmq.server.robustness;

import io.maxmq.transport.codec.AckEncoder;
import io.maxmq.transport.codec.ConnectEncoder;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.PublishEncoder;
import io.maxmq.transport.codec.SubscribeEncoder;
import org.agrona.ExpandableArrayBuffer;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * A client that reads only when it is told to. Not thread-safe, save that one thread may send while another reads.
 */
final class RawClient implements AutoCloseable
{
    /** However slow the machine is: this long for anything that must come. */
    static final int DEADLINE_MS = 60_000;
    private static final int SMALL_RECEIVE_BUFFER = 8 * 1024;

    private final int version;
    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private int nextPacketId;

    private RawClient(final int port, final int version, final boolean takesLittle)
    {
        this.version = version;
        try
        {
            if (takesLittle)
            {
                socket.setReceiveBufferSize(SMALL_RECEIVE_BUFFER);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(DEADLINE_MS);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 4 * 1024));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** A socket without a CONNECT. */
    static RawClient open(final int port, final int version)
    {
        return new RawClient(port, version, false);
    }

    /** A socket whose receive buffer is small, so that the broker soon cannot write to it. */
    static RawClient openSmall(final int port, final int version)
    {
        return new RawClient(port, version, true);
    }

    RawClient send(final byte[] bytes)
    {
        try
        {
            socket.getOutputStream().write(bytes);
            return this;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private RawClient send(final int length)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return send(bytes);
    }

    RawClient sendConnect(final String clientId, final boolean clean, final Consumer<ConnectEncoder> fields)
    {
        final ConnectEncoder encoder = new ConnectEncoder().start(version, clientId, clean);
        fields.accept(encoder);
        return send(encoder.encode(buffer, 0));
    }

    /** A clean client that is let in. */
    RawClient connect(final String clientId)
    {
        sendConnect(clientId, true, c -> {});
        assertEquals(0, awaitConnack().code());
        return this;
    }

    /** A client with a session that stays, for that many messages in flight. Returns whether the session was there. */
    boolean connectPersistent(final String clientId, final int receiveMaximum)
    {
        sendConnect(clientId, false, c ->
        {
            if (version == MqttVersion.V5)
            {
                c.sessionExpirySeconds(3_600).receiveMaximum(receiveMaximum);
            }
        });
        final Frame connack = awaitConnack();
        assertEquals(0, connack.code());
        return connack.sessionPresent();
    }

    Frame awaitConnack()
    {
        final Frame frame = read();
        assertEquals(PacketType.CONNACK, frame == null ? -1 : frame.type());
        return frame;
    }

    RawClient subscribe(final String filter, final int qos)
    {
        trySubscribe(filter, qos);
        return this;
    }

    /** Returns the reason code of the SUBACK. */
    int trySubscribe(final String filter, final int qos)
    {
        final int packetId = nextPacketId();
        send(new SubscribeEncoder().start(version, packetId).filter(filter, qos).encode(buffer, 0));
        final byte[] suback = await(PacketType.SUBACK).body();
        return suback[suback.length - 1] & 0xFF;
    }

    int sendPublish(final String topic, final byte[] payload, final int qos)
    {
        final PublishEncoder encoder =
            new PublishEncoder().start(version, qos, false, false).topic(topic).payload(payload);
        final int packetId = qos == 0 ? 0 : nextPacketId();
        if (qos > 0)
        {
            encoder.packetId(packetId);
        }
        send(encoder.encode(buffer, 0));
        return packetId;
    }

    /** Publishes a numbered message and waits for its acknowledgement. Returns the reason code of that. */
    int publish(final String topic, final int number, final int size)
    {
        sendPublish(topic, numbered(number, size), 1);
        return await(PacketType.PUBACK).code();
    }

    void sendPuback(final int packetId)
    {
        send(AckEncoder.encode(buffer, 0, PacketType.PUBACK, version, packetId, 0));
    }

    /** The next message, acknowledged. */
    Frame take()
    {
        final Frame message = await(PacketType.PUBLISH);
        if (message.packetId() > 0)
        {
            sendPuback(message.packetId());
        }
        return message;
    }

    /** The next message carries this number. */
    void take(final int number)
    {
        assertEquals(number, take().number());
    }

    void ping()
    {
        send(new byte[]{(byte)0xC0, 0});
        await(PacketType.PINGRESP);
    }

    /** The next packet, which is of this type. */
    Frame await(final int type)
    {
        final Frame frame = read();
        assertEquals(type, frame == null ? -1 : frame.type(), () -> frame == null ? "the connection has ended" :
            "got " + PacketType.name(frame.type()) + " with code " + frame.code());
        return frame;
    }

    /** Waits for the end of the connection; the reason of the last packet, if that was a DISCONNECT, else -1. */
    int awaitEnd()
    {
        Frame last = null;
        for (Frame frame = read(); frame != null; frame = read())
        {
            last = frame;
        }
        return last != null && last.type() == PacketType.DISCONNECT ? last.code() : -1;
    }

    /** The next packet, or null at the end of the connection. */
    Frame read()
    {
        try
        {
            final int first = in.read();
            if (first < 0)
            {
                return null;
            }
            int length = 0;
            int next;
            int shift = 0;
            do
            {
                next = in.readUnsignedByte();
                length |= (next & 0x7F) << shift;
                shift += 7;
            }
            while (next > 0x7F);
            return new Frame(first, in.readNBytes(length), version);
        }
        catch (final SocketException | EOFException ex)
        {
            return null;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    int nextPacketId()
    {
        nextPacketId = nextPacketId % 65_535 + 1;
        return nextPacketId;
    }

    static byte[] numbered(final int number, final int size)
    {
        return ByteBuffer.allocate(Math.max(Integer.BYTES, size)).putInt(number).array();
    }

    int version()
    {
        return version;
    }

    @Override
    public void close()
    {
        try
        {
            socket.close();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Closes with a reset: the broker learns of it at once, and nothing waits in TIME_WAIT. */
    void reset()
    {
        if (socket.isClosed())
        {
            return;
        }
        try
        {
            socket.setSoLinger(true, 0);
        }
        catch (final SocketException ex)
        {
            throw new UncheckedIOException(ex);
        }
        close();
    }
}
