package io.maxmq.tools.bench.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * One client of the relay. Belongs to the relay's thread.
 */
final class RelayConnection
{
    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int PUBREC = 5;
    private static final int PUBREL = 6;
    private static final int SUBSCRIBE = 8;
    private static final int PINGREQ = 12;
    private static final int DISCONNECT = 14;
    private static final byte[] CONNACK_3 = {0x20, 2, 0, 0};
    private static final byte[] CONNACK_5 = {0x20, 3, 0, 0, 0};
    private static final byte[] PINGRESP = {(byte)0xD0, 0};

    private final Relay relay;
    private final SocketChannel channel;
    private final SelectionKey key;
    private ByteBuffer out = ByteBuffer.allocateDirect(8 * 1024);
    private UnsafeBuffer outBuffer = new UnsafeBuffer(out);
    private byte[] carry = new byte[0];
    private int carryLength;
    private boolean isMqtt5;
    private boolean isDirty;
    private int nextPacketId;
    private byte[] lastTopic = new byte[0];
    private Routes.Route lastRoute;
    private int lastVersion = -1;

    RelayConnection(final Relay relay, final SocketChannel channel, final SelectionKey key)
    {
        this.relay = relay;
        this.channel = channel;
        this.key = key;
    }

    void onReadable(final ByteBuffer in, final UnsafeBuffer buffer) throws IOException
    {
        in.clear();
        in.put(carry, 0, carryLength);
        if (channel.read(in) < 0)
        {
            close();
            return;
        }
        final int limit = in.position();
        int position = 0;
        while (limit - position >= 2 && channel.isOpen())
        {
            final long frame = frame(buffer, position, limit);
            if (frame < 0)
            {
                break;
            }
            final int body = (int)(frame >>> 32);
            final int length = (int)frame;
            onPacket(buffer, position, body, length);
            position = body + length;
        }
        carryLength = limit - position;
        if (carry.length < carryLength)
        {
            carry = new byte[2 * carryLength];
        }
        in.get(position, carry, 0, carryLength);
    }

    /** Write what has been collected; what the socket does not take stays for when it is writable. */
    void flush() throws IOException
    {
        isDirty = false;
        if (!channel.isOpen())
        {
            return;
        }
        out.flip();
        channel.write(out);
        out.compact();
        key.interestOps(out.position() == 0 ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    void close() throws IOException
    {
        channel.close();
        relay.routes().remove(this);
    }

    private void onPacket(final UnsafeBuffer buffer, final int start, final int body, final int length)
        throws IOException
    {
        final int header = buffer.getByte(start) & 0xFF;
        switch (header >> 4)
        {
            case CONNECT ->
            {
                isMqtt5 = buffer.getByte(body + 2 + unsignedShort(buffer, body)) == 5;
                send(isMqtt5 ? CONNACK_5 : CONNACK_3);
            }
            case PUBLISH -> onPublish(buffer, start, body, length, header >> 1 & 3);
            case PUBREC -> sendAck(0x62, unsignedShort(buffer, body));
            case PUBREL -> sendAck(0x70, unsignedShort(buffer, body));
            case SUBSCRIBE -> onSubscribe(buffer, body, length);
            case PINGREQ -> send(PINGRESP);
            case DISCONNECT -> close();
            default -> {}
        }
    }

    private void onPublish(
        final UnsafeBuffer buffer, final int start, final int body, final int length, final int qos)
    {
        final int topicLength = unsignedShort(buffer, body);
        final Routes.Route route = route(buffer, body + 2, topicLength);
        final int idOffset = qos == 0 ? -1 : body + 2 + topicLength - start;
        final int frameLength = body + length - start;
        final int fault = relay.nextFault();
        for (int i = 0; i < route.size() && fault != Fault.LOSE; i++)
        {
            final RelayConnection target = route.next(i);
            target.forward(buffer, start, frameLength, idOffset, fault == Fault.DAMAGE);
            if (fault == Fault.DOUBLE)
            {
                target.forward(buffer, start, frameLength, idOffset, false);
            }
        }
        if (qos > 0)
        {
            sendAck(qos == 1 ? 0x40 : 0x50, unsignedShort(buffer, start + idOffset));
        }
    }

    private Routes.Route route(final UnsafeBuffer buffer, final int offset, final int length)
    {
        if (lastVersion == relay.routes().version() && isLastTopic(buffer, offset, length))
        {
            return lastRoute;
        }
        lastTopic = new byte[length];
        buffer.getBytes(offset, lastTopic);
        lastRoute = relay.routes().find(new String(lastTopic, StandardCharsets.UTF_8));
        lastVersion = relay.routes().version();
        return lastRoute;
    }

    private boolean isLastTopic(final UnsafeBuffer buffer, final int offset, final int length)
    {
        if (length != lastTopic.length)
        {
            return false;
        }
        for (int i = length - 1; i >= 0; i--)
        {
            if (buffer.getByte(offset + i) != lastTopic[i])
            {
                return false;
            }
        }
        return true;
    }

    private void forward(
        final UnsafeBuffer buffer, final int start, final int length, final int idOffset, final boolean isDamaged)
    {
        final int position = reserve(length);
        outBuffer.putBytes(position, buffer, start, length);
        if (idOffset >= 0)
        {
            nextPacketId = nextPacketId == 65_535 ? 1 : nextPacketId + 1;
            outBuffer.putShort(position + idOffset, (short)nextPacketId, ByteOrder.BIG_ENDIAN);
        }
        if (isDamaged)
        {
            outBuffer.putByte(position + length - 1, (byte)~outBuffer.getByte(position + length - 1));
        }
    }

    private void onSubscribe(final UnsafeBuffer buffer, final int body, final int length)
    {
        int position = body + 2 + (isMqtt5 ? 1 : 0);
        final byte[] codes = new byte[length];
        int count = 0;
        while (position < body + length)
        {
            final byte[] filter = new byte[unsignedShort(buffer, position)];
            buffer.getBytes(position + 2, filter);
            position += 2 + filter.length;
            codes[count++] = (byte)(buffer.getByte(position++) & 3);
            relay.routes().subscribe(this, new String(filter, StandardCharsets.UTF_8));
        }
        final byte[] id = {buffer.getByte(body), buffer.getByte(body + 1), 0};
        send(subackHeader(2 + (isMqtt5 ? 1 : 0) + count));
        send(Arrays.copyOf(id, isMqtt5 ? 3 : 2));
        send(Arrays.copyOf(codes, count));
    }

    private static byte[] subackHeader(final int length)
    {
        return length < 0x80 ? new byte[]{(byte)0x90, (byte)length} :
            new byte[]{(byte)0x90, (byte)(length & 0x7F | 0x80), (byte)(length >> 7)};
    }

    private void sendAck(final int header, final int packetId)
    {
        final int position = reserve(4);
        outBuffer.putByte(position, (byte)header);
        outBuffer.putByte(position + 1, (byte)2);
        outBuffer.putShort(position + 2, (short)packetId, ByteOrder.BIG_ENDIAN);
    }

    private void send(final byte[] packet)
    {
        outBuffer.putBytes(reserve(packet.length), packet);
    }

    private int reserve(final int length)
    {
        if (out.remaining() < length)
        {
            final ByteBuffer larger = ByteBuffer.allocateDirect(2 * (out.capacity() + length));
            out.flip();
            larger.put(out);
            out = larger;
            outBuffer = new UnsafeBuffer(out);
        }
        if (!isDirty)
        {
            isDirty = true;
            relay.onDirty(this);
        }
        final int position = out.position();
        out.position(position + length);
        return position;
    }

    /** Offset of the body and its length, or negative if the packet is not complete. */
    private static long frame(final UnsafeBuffer buffer, final int start, final int limit)
    {
        int length = 0;
        int shift = 0;
        int position = start + 1;
        while (position < limit)
        {
            final int digit = buffer.getByte(position++);
            length |= (digit & 0x7F) << shift;
            shift += 7;
            if (digit >= 0)
            {
                return limit - position < length ? -1 : (long)position << 32 | length;
            }
        }
        return -1;
    }

    private static int unsignedShort(final UnsafeBuffer buffer, final int offset)
    {
        return buffer.getShort(offset, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }
}
