package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Reads and checks the properties of one packet, and answers for them until it is cleared. {@link #clear} comes before
 * every {@link #read}.
 *
 * <pre>
 *  +-------------------+----+-------+----+-------+---
 *  | length (varint)   | id | value | id | value | …      offset and length are those behind the varint
 *  +-------------------+----+-------+----+-------+---
 * </pre>
 */
final class PropertyBlock
{
    private static final long REPEATABLE = PropertyId.mask(PropertyId.USER_PROPERTY);

    /** By identifier: the number, or the region of the string; valid where the bit in {@link #present} is set. */
    private final long[] values = new long[PropertyId.COUNT];
    private DirectBuffer buffer;
    private long present;
    private int offset;
    private int length;
    private int forwardedLength;

    /** No properties at all, as in 3.x and where a packet leaves them out. */
    void clear()
    {
        buffer = null;
        present = 0;
        offset = -1;
        length = 0;
        forwardedLength = 0;
    }

    void read(final BodyReader body, final long allowed)
    {
        read(body, allowed, REPEATABLE);
    }

    void read(final BodyReader body, final long allowed, final long repeatable)
    {
        final int declaredLength = body.readVarint();
        body.failIf(declaredLength > body.remaining(), Violation.TRUNCATED);
        if (body.hasFailed())
        {
            return;
        }
        buffer = body.buffer();
        offset = body.position();
        length = declaredLength;
        final int outerLimit = body.limit();
        body.limit(offset + length);
        while (body.remaining() > 0)
        {
            readProperty(body, allowed, repeatable);
        }
        body.limit(outerLimit);
    }

    private void readProperty(final BodyReader body, final long allowed, final long repeatable)
    {
        final int start = body.position();
        final int id = body.readByte();
        final byte type = PropertyId.type(id);
        if (type == PropertyId.Type.UNKNOWN)
        {
            body.fail(Violation.UNKNOWN_PROPERTY);
            return;
        }
        body.failIf(!PropertyId.isIn(allowed, id), allowed == PropertyId.OF_CLIENT_PUBLISH &&
            id == PropertyId.SUBSCRIPTION_IDENTIFIER ?
            Violation.SUBSCRIPTION_ID_FROM_CLIENT : Violation.PROPERTY_NOT_ALLOWED);
        body.failIf(PropertyId.isIn(present & ~repeatable, id), Violation.REPEATED_PROPERTY);
        if (!body.hasFailed())
        {
            values[id] = readValue(body, id, type);
            present |= 1L << id;
            if (PropertyId.isIn(PropertyId.FORWARDED, id))
            {
                forwardedLength += body.position() - start;
            }
        }
    }

    private static long readValue(final BodyReader body, final int id, final byte type)
    {
        switch (type)
        {
            case PropertyId.Type.STRING:
                return id == PropertyId.RESPONSE_TOPIC ? body.readTopicName() : body.readString();
            case PropertyId.Type.BINARY:
                return body.readBinary();
            case PropertyId.Type.STRING_PAIR:
                body.readString();
                return body.readString();
            default:
                return readNumber(body, id, type);
        }
    }

    private static long readNumber(final BodyReader body, final int id, final byte type)
    {
        final long value = type == PropertyId.Type.BOOLEAN ? body.readByte() :
            type == PropertyId.Type.TWO_BYTES ? body.readShort() :
            type == PropertyId.Type.FOUR_BYTES ? body.readInt() : body.readVarint();
        body.failIf(type == PropertyId.Type.BOOLEAN && value > 1, Violation.PROPERTY_OUT_OF_RANGE);
        if (value == 0 && PropertyId.isIn(PropertyId.NON_ZERO, id))
        {
            body.fail(id == PropertyId.TOPIC_ALIAS ? Violation.TOPIC_ALIAS_INVALID : Violation.PROPERTY_OUT_OF_RANGE);
        }
        return value;
    }

    boolean has(final int id)
    {
        return PropertyId.isIn(present, id);
    }

    long number(final int id, final long absent)
    {
        return has(id) ? values[id] : absent;
    }

    boolean flag(final int id, final boolean absent)
    {
        return has(id) ? values[id] != 0 : absent;
    }

    long region(final int id)
    {
        return has(id) ? values[id] : Region.NONE;
    }

    int offset()
    {
        return offset;
    }

    int length()
    {
        return length;
    }

    int forwardedLength()
    {
        return forwardedLength;
    }

    /** Copy what is passed on to subscribers, in its order: all at once where there is nothing else. */
    int copyForwarded(final MutableDirectBuffer dst, final int at)
    {
        if (forwardedLength == length)
        {
            return Wire.putBytes(dst, at, buffer, offset, length) - at;
        }
        int to = at;
        for (int position = offset, end = offset + length; position < end; )
        {
            final int next = PropertyId.skip(buffer, position);
            if (PropertyId.isIn(PropertyId.FORWARDED, buffer.getByte(position)))
            {
                to = Wire.putBytes(dst, to, buffer, position, next - position);
            }
            position = next;
        }
        return to - at;
    }

    /** All subscription identifiers, as many as fit; the result is how many there are. */
    int subscriptionIds(final int[] ids)
    {
        int count = 0;
        if (has(PropertyId.SUBSCRIPTION_IDENTIFIER))
        {
            final int end = offset + length;
            for (int position = offset; position < end; position = PropertyId.skip(buffer, position))
            {
                if (buffer.getByte(position) == PropertyId.SUBSCRIPTION_IDENTIFIER && count++ < ids.length)
                {
                    ids[count - 1] = Varint.value(Varint.decode(buffer, position + 1, end));
                }
            }
        }
        return count;
    }
}
