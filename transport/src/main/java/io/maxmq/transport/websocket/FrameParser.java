package io.maxmq.transport.websocket;

import java.nio.ByteBuffer;

/**
 * Takes a client's frames apart as they come, in whatever pieces: what data frames carry goes to the reader at once,
 * unmasked, so that a frame of any length needs no memory; control frames are gathered, which are short.
 *
 * <pre>
 *   0                   1                   2                   3      RFC 6455 section 5.2
 *  +-+-+-+-+-------+-+-------------+-------------------------------+
 *  |F|R|R|R| opcode|M| length (7)  |  length (16, 64) if 126, 127  |
 *  +-+-+-+-+-------+-+-------------+-------------------------------+
 *  |  masking key (4)              |  payload, masked              |
 *  +-------------------------------+-------------------------------+
 * </pre>
 * Lifecycle: one per connection. Threading: one thread at a time.
 */
final class FrameParser
{
    /** Nothing more can be done with what has come. */
    static final int MORE = 0;
    /** A control frame is whole: its opcode is the result. */
    static final int CLOSE = 0x8;
    /** A control frame is whole. */
    static final int PING = 0x9;
    /** A control frame is whole. */
    static final int PONG = 0xA;

    private static final int CONTINUATION = 0x0;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int OPCODE = 0x0F;
    private static final int CONTROL = 0x08;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7F;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int MAX_CONTROL = 125;
    private static final int MAX_HEADER = 14;
    private static final byte[] NOTHING = new byte[0];

    private final byte[] header = new byte[MAX_HEADER];
    private int headerLength;
    private int headerNeeded = 2;
    private boolean inPayload;
    private boolean inMessage;
    private long left;
    private int mask;
    private byte[] control = NOTHING;
    private int controlLength;

    /**
     * Goes on with what has come.
     *
     * @param in  frames, consumed as far as they could be dealt with.
     * @param dst for the content of data frames, with room for at least as many bytes as there are in {@code in}.
     * @return {@link #MORE}; the opcode of a control frame, whose content is {@link #control()}, to be called again for
     * the rest; or the negative of a close code when the protocol is broken.
     */
    int parse(final ByteBuffer in, final ByteBuffer dst)
    {
        while (in.hasRemaining())
        {
            if (!inPayload)
            {
                final int result = parseHeader(in);
                if (result < 0)
                {
                    return result;
                }
            }
            if (inPayload)
            {
                takePayload(in, dst);
                if (left == 0)
                {
                    final int opcode = header[0] & OPCODE;
                    endFrame();
                    if ((opcode & CONTROL) != 0)
                    {
                        return opcode;
                    }
                }
            }
        }
        return MORE;
    }

    /**
     * @return content of the control frame that was found last.
     */
    byte[] control()
    {
        return control;
    }

    /** Byte by byte: there are six or eight of them. */
    private int parseHeader(final ByteBuffer in)
    {
        while (in.hasRemaining() && headerLength < headerNeeded)
        {
            header[headerLength++] = in.get();
            if (headerLength == 2)
            {
                final int violation = check();
                if (violation != 0)
                {
                    return violation;
                }
                headerNeeded = 2 + lengthBytes() + Integer.BYTES;
            }
        }
        if (headerLength < headerNeeded)
        {
            return 0;
        }
        final int bytes = lengthBytes();
        left = bytes == 0 ? header[1] & LENGTH : number(2, bytes);
        mask = (int)number(2 + bytes, Integer.BYTES);
        inPayload = true;
        return isMinimal(bytes) ? beginPayload() : -CloseCode.PROTOCOL_ERROR;
    }

    private int check()
    {
        final int opcode = header[0] & OPCODE;
        final boolean isControl = (opcode & CONTROL) != 0;
        if ((header[0] & RESERVED) != 0 || (header[1] & MASKED) == 0)
        {
            return -CloseCode.PROTOCOL_ERROR;
        }
        if (isControl)
        {
            return opcode > PONG || (header[0] & FIN) == 0 || (header[1] & LENGTH) > MAX_CONTROL ?
                -CloseCode.PROTOCOL_ERROR : 0;
        }
        if (opcode == TEXT)
        {
            return -CloseCode.UNSUPPORTED_DATA;
        }
        // A message begins with its kind and goes on without; MQTT-6.0.0-1 wants binary.
        return opcode == (inMessage ? CONTINUATION : BINARY) ? 0 : -CloseCode.PROTOCOL_ERROR;
    }

    private int lengthBytes()
    {
        final int length = header[1] & LENGTH;
        return length == LENGTH_16 ? Short.BYTES : length == LENGTH_64 ? Long.BYTES : 0;
    }

    private boolean isMinimal(final int bytes)
    {
        return bytes == 0 || bytes == Short.BYTES && left >= LENGTH_16 || bytes == Long.BYTES && left > 0xFFFF;
    }

    private long number(final int offset, final int bytes)
    {
        long value = 0;
        for (int i = 0; i < bytes; i++)
        {
            value = value << 8 | header[offset + i] & 0xFF;
        }
        return value;
    }

    private int beginPayload()
    {
        if ((header[0] & CONTROL) != 0)
        {
            control = left == 0 ? NOTHING : new byte[(int)left];
            controlLength = 0;
        }
        else
        {
            inMessage = (header[0] & FIN) == 0;
        }
        return 0;
    }

    private void takePayload(final ByteBuffer in, final ByteBuffer dst)
    {
        final int length = (int)Math.min(left, in.remaining());
        if ((header[0] & CONTROL) != 0)
        {
            for (int i = 0; i < length; i++)
            {
                control[controlLength++] = (byte)(in.get() ^ mask >>> 24);
                mask = Integer.rotateLeft(mask, 8);
            }
        }
        else
        {
            unmask(in, dst, length);
        }
        left -= length;
    }

    /** Eight bytes at a time; the mask is turned so that its first byte is always the next one. */
    private void unmask(final ByteBuffer in, final ByteBuffer dst, final int length)
    {
        final long wideMask = (long)mask << 32 | mask & 0xFFFF_FFFFL;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES)
        {
            dst.putLong(in.getLong() ^ wideMask);
        }
        for (; i < length; i++)
        {
            dst.put((byte)(in.get() ^ mask >>> 24));
            mask = Integer.rotateLeft(mask, 8);
        }
    }

    private void endFrame()
    {
        inPayload = false;
        headerLength = 0;
        headerNeeded = 2;
    }
}
