package io.maxmq.transport.codec;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Fields as they stand on the wire: numbers in big-endian order (section 1.5). The methods that write return the
 * position behind what they wrote.
 */
final class Wire
{
    /** Bytes of the length in front of strings and binary data. */
    static final int LENGTH_PREFIX = 2;

    private Wire()
    {
    }

    static int getUnsignedShort(final DirectBuffer buffer, final int position)
    {
        return buffer.getShort(position, BIG_ENDIAN) & 0xFFFF;
    }

    static long getUnsignedInt(final DirectBuffer buffer, final int position)
    {
        return buffer.getInt(position, BIG_ENDIAN) & 0xFFFF_FFFFL;
    }

    static int putByte(final MutableDirectBuffer buffer, final int position, final int value)
    {
        buffer.putByte(position, (byte)value);
        return position + 1;
    }

    static int putShort(final MutableDirectBuffer buffer, final int position, final int value)
    {
        buffer.putShort(position, (short)value, BIG_ENDIAN);
        return position + 2;
    }

    static int putInt(final MutableDirectBuffer buffer, final int position, final long value)
    {
        buffer.putInt(position, (int)value, BIG_ENDIAN);
        return position + 4;
    }

    /** Bytes without a length in front. */
    static int putBytes(
        final MutableDirectBuffer buffer, final int position, final DirectBuffer src, final int offset,
        final int length)
    {
        if (length > 0)
        {
            buffer.putBytes(position, src, offset, length);
        }
        return position + length;
    }

    /** A string or binary data with its length in front. */
    static int putBinary(
        final MutableDirectBuffer buffer, final int position, final DirectBuffer src, final int offset,
        final int length)
    {
        return putBytes(buffer, putShort(buffer, position, length), src, offset, length);
    }

    /** The fixed header. */
    static int putHeader(
        final MutableDirectBuffer buffer, final int position, final int packetType, final int flags,
        final int bodyLength)
    {
        return Varint.put(buffer, putByte(buffer, position, packetType << 4 | flags), bodyLength);
    }

    /** The fixed header of any packet but PUBLISH. */
    static int putHeader(
        final MutableDirectBuffer buffer, final int position, final int packetType, final int bodyLength)
    {
        return putHeader(buffer, position, packetType, PacketType.fixedFlags(packetType), bodyLength);
    }

    /** Bytes of a frame around a body. */
    static int frameLength(final int bodyLength)
    {
        return 1 + Varint.size(bodyLength) + bodyLength;
    }
}
