package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;

/**
 * Reads the fields of a packet's body one after the other, and remembers the first violation instead of throwing.
 * After a violation every further field reads as 0 or {@link Region#NONE}, so that decoders can read straight on and
 * ask once at the end.
 */
final class BodyReader
{
    private DirectBuffer buffer;
    private int position;
    private int limit;
    private Violation violation = Violation.NONE;

    void wrap(final DirectBuffer newBuffer, final int offset, final int length)
    {
        buffer = newBuffer;
        position = offset;
        limit = offset + length;
        violation = Violation.NONE;
    }

    DirectBuffer buffer()
    {
        return buffer;
    }

    int position()
    {
        return position;
    }

    int remaining()
    {
        return limit - position;
    }

    boolean hasFailed()
    {
        return violation != Violation.NONE;
    }

    /** Record a violation, unless there was one before. */
    void fail(final Violation cause)
    {
        if (!hasFailed())
        {
            violation = cause;
        }
        position = limit;
    }

    void failIf(final boolean isWrong, final Violation cause)
    {
        if (isWrong)
        {
            fail(cause);
        }
    }

    /** For what may be absent, and for what stands beyond a nested block, see {@link #limit(int)}. */
    int limit()
    {
        return limit;
    }

    /** Narrow what may be read to a nested block, or widen it again behind the block. */
    void limit(final int newLimit)
    {
        limit = newLimit;
        if (hasFailed())
        {
            position = limit;
        }
    }

    /** The result: {@link Violation#TRAILING_BYTES} when all fields were fine but something is left. */
    Violation end()
    {
        failIf(position != limit, Violation.TRAILING_BYTES);
        return violation;
    }

    /** The result of a packet whose last field takes all that is left. */
    Violation violation()
    {
        return violation;
    }

    int readByte()
    {
        return has(1) ? buffer.getByte(position++) & 0xFF : 0;
    }

    int readShort()
    {
        if (!has(2))
        {
            return 0;
        }
        position += 2;
        return Wire.getUnsignedShort(buffer, position - 2);
    }

    long readInt()
    {
        if (!has(4))
        {
            return 0;
        }
        position += 4;
        return Wire.getUnsignedInt(buffer, position - 4);
    }

    int readVarint()
    {
        if (hasFailed())
        {
            return 0;
        }
        final long decoded = Varint.decode(buffer, position, limit);
        if (decoded < 0)
        {
            fail(decoded == Varint.MALFORMED ? Violation.MALFORMED_LENGTH : Violation.TRUNCATED);
            return 0;
        }
        position += Varint.size(decoded);
        return Varint.value(decoded);
    }

    int readPacketId()
    {
        final int packetId = readShort();
        failIf(packetId == 0, Violation.PACKET_ID_ZERO);
        return packetId;
    }

    long readBinary()
    {
        final int length = readShort();
        if (!has(length))
        {
            return Region.NONE;
        }
        position += length;
        return Region.of(position - length, length);
    }

    long readString()
    {
        final long region = readBinary();
        if (!hasFailed())
        {
            check(Utf8.check(buffer, Region.offset(region), Region.length(region)));
        }
        return region;
    }

    long readTopicName()
    {
        final long region = readBinary();
        if (!hasFailed())
        {
            check(TopicName.check(buffer, Region.offset(region), Region.length(region)));
        }
        return region;
    }

    long readTopicFilter()
    {
        final long region = readBinary();
        if (!hasFailed())
        {
            check(TopicFilter.check(buffer, Region.offset(region), Region.length(region)));
        }
        return region;
    }

    private void check(final Violation found)
    {
        failIf(found != Violation.NONE, found);
    }

    private boolean has(final int length)
    {
        if (hasFailed())
        {
            return false;
        }
        failIf(limit - position < length, Violation.TRUNCATED);
        return !hasFailed();
    }
}
