package io.maxmq.transport.tls;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/**
 * The little of the distinguished encoding rules (X.690) that it takes to wrap one key into another format.
 */
final class Der
{
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int PARAMETERS = 0xA0;

    private Der()
    {
    }

    static byte[] hex(final String digits)
    {
        return HexFormat.of().parseHex(digits);
    }

    static byte[] join(final byte[]... parts)
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (final byte[] part : parts)
        {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] privateKeyInfo(final byte[] algorithm, final byte[] key)
    {
        return element(SEQUENCE, join(
            element(INTEGER, new byte[1]), element(SEQUENCE, algorithm), element(OCTET_STRING, key)));
    }

    private static byte[] element(final int tag, final byte[] content)
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80)
        {
            out.write(content.length);
        }
        else
        {
            final int bytes = content.length < 0x100 ? 1 : content.length < 0x10000 ? 2 : 3;
            out.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
            {
                out.write(content.length >> shift);
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    /**
     * @param key of RFC 5915: SEQUENCE { version, OCTET STRING, [0] curve, … }.
     * @return the curve, encoded.
     */
    static byte[] curveOf(final byte[] key)
    {
        final int[] position = {0};
        enter(key, position, SEQUENCE);
        while (position[0] < key.length)
        {
            final int tag = key[position[0]] & 0xFF;
            final int length = enter(key, position, tag);
            if (tag == PARAMETERS)
            {
                final byte[] curve = new byte[length];
                System.arraycopy(key, position[0], curve, 0, length);
                return curve;
            }
            position[0] += length;
        }
        throw new IllegalArgumentException("it does not name its curve");
    }

    /** Goes to the content of an element and gives its length. */
    private static int enter(final byte[] bytes, final int[] position, final int tag)
    {
        int offset = position[0];
        if (offset + 2 > bytes.length || (bytes[offset] & 0xFF) != tag)
        {
            throw new IllegalArgumentException("it is not what its label says");
        }
        offset++;
        int length = bytes[offset++] & 0xFF;
        if (length >= 0x80)
        {
            int count = length & 0x7F;
            length = 0;
            for (; count > 0 && offset < bytes.length; count--)
            {
                length = length << 8 | bytes[offset++] & 0xFF;
            }
        }
        if (length < 0 || length > bytes.length - offset)
        {
            throw new IllegalArgumentException("it is cut short");
        }
        position[0] = offset;
        return length;
    }
}
