package io.maxmq.transport.tcp;

import org.agrona.DirectBuffer;

/**
 * Looks at the first bytes of a connection just far enough to say whether they are one whole CONNECT.
 *
 * <pre>
 *   0      1 … 4              body
 *  +------+------------------+----------------------------------+
 *  | 0x10 | remaining length | variable header, payload         |   MQTT-3.1.0-1: the first packet is CONNECT
 *  +------+------------------+----------------------------------+
 * </pre>
 */
final class ConnectProbe
{
    static final int NEED_MORE = 0;
    static final int NOT_CONNECT = -1;
    static final int MALFORMED = -2;
    static final int TOO_LARGE = -3;

    private static final byte CONNECT = 0x10;
    private static final int MAX_LENGTH_BYTES = 4;

    private ConnectProbe()
    {
    }

    /**
     * @param buffer   that holds the bytes from its beginning.
     * @param length   of the bytes present.
     * @param maxBytes longest CONNECT allowed, with its header.
     * @return length of CONNECT with its header when it is there as a whole; else one of the constants, as soon as the
     * bytes present decide it.
     */
    static int probe(final DirectBuffer buffer, final int length, final int maxBytes)
    {
        if (length > 0 && buffer.getByte(0) != CONNECT)
        {
            return NOT_CONNECT;
        }
        int remainingLength = 0;
        for (int i = 1; i <= MAX_LENGTH_BYTES; i++)
        {
            if (i >= length)
            {
                return NEED_MORE;
            }
            final byte digit = buffer.getByte(i);
            remainingLength |= (digit & 0x7F) << 7 * (i - 1);
            if (digit >= 0)
            {
                return judge(1 + i + remainingLength, length, maxBytes);
            }
        }
        return MALFORMED;
    }

    /**
     * @param buffer that holds a whole CONNECT from its beginning.
     * @return offset of what follows the fixed header.
     */
    static int bodyOffset(final DirectBuffer buffer)
    {
        int offset = 1;
        while (buffer.getByte(offset) < 0)
        {
            offset++;
        }
        return offset + 1;
    }

    private static int judge(final int frameLength, final int length, final int maxBytes)
    {
        if (frameLength > maxBytes)
        {
            return TOO_LARGE;
        }
        return frameLength <= length ? frameLength : NEED_MORE;
    }
}
