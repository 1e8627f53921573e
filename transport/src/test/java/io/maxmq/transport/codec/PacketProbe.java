package io.maxmq.transport.codec;

import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Handles every type of packet alike: decodes it, says in a line what its decoder found, and encodes it again from
 * what the decoder found. {@link #describe} and {@link #encode} need a packet that was decoded without violation.
 */
abstract class PacketProbe
{
    DirectBuffer buffer;
    int version;
    private StringBuilder text;

    static PacketProbe of(final int packetType, final Sender sender)
    {
        switch (packetType)
        {
            case PacketType.CONNECT:
                return new ConnectProbe();
            case PacketType.CONNACK:
                return new ConnackProbe();
            case PacketType.PUBLISH:
                return new PublishProbe(sender);
            case PacketType.SUBSCRIBE:
                return new SubscribeProbe();
            case PacketType.UNSUBSCRIBE:
                return new UnsubscribeProbe();
            case PacketType.SUBACK:
            case PacketType.UNSUBACK:
                return new CodesProbe(packetType);
            case PacketType.PINGREQ:
            case PacketType.PINGRESP:
                return new PingProbe(packetType);
            case PacketType.DISCONNECT:
                return new DisconnectProbe(sender);
            case PacketType.AUTH:
                return new AuthProbe(sender);
            default:
                return new AckProbe(packetType);
        }
    }

    final Violation decode(
        final DirectBuffer newBuffer, final int offset, final int length, final int flags, final int newVersion)
    {
        buffer = newBuffer;
        version = newVersion;
        return wrap(offset, length, flags);
    }

    final String describe()
    {
        text = new StringBuilder();
        write();
        return text.toString().trim();
    }

    abstract Violation wrap(int offset, int length, int flags);

    abstract void write();

    /** Encode what was decoded. */
    abstract int encode(MutableDirectBuffer dst, int at);

    /** What the encoder that {@link #encode} uses said before. */
    abstract int encodedLength();

    final void add(final String name)
    {
        text.append(name).append(' ');
    }

    final void addIf(final boolean isSet, final String name)
    {
        if (isSet)
        {
            add(name);
        }
    }

    final void add(final String name, final long value, final long usual)
    {
        addIf(value != usual, name + '=' + value);
    }

    final void addText(final String name, final int offset, final int length)
    {
        if (offset >= 0)
        {
            add(name + "='" + string(offset, length) + '\'');
        }
    }

    final String string(final int offset, final int length)
    {
        return new String(bytes(offset, length), StandardCharsets.UTF_8);
    }

    final byte[] bytes(final int offset, final int length)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }

    final void addUserProperties(final int offset, final int length)
    {
        final UserPropertyCursor cursor = new UserPropertyCursor().wrap(buffer, offset, length);
        while (cursor.next())
        {
            add(string(cursor.keyOffset(), cursor.keyLength()) + '=' +
                string(cursor.valueOffset(), cursor.valueLength()));
        }
    }

    final void copyUserProperties(
        final PacketDecoder from, final BiConsumer<String, String> to)
    {
        final UserPropertyCursor cursor =
            new UserPropertyCursor().wrap(buffer, from.propertiesOffset(), from.propertiesLength());
        while (cursor.next())
        {
            to.accept(string(cursor.keyOffset(), cursor.keyLength()),
                string(cursor.valueOffset(), cursor.valueLength()));
        }
    }
}
