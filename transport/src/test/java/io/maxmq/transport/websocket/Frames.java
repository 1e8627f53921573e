package io.maxmq.transport.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Frames as clients send them, and worse.
 */
final class Frames
{
    static final int BINARY = 0x82;
    static final int MASK = 0x12345678;

    private Frames()
    {
    }

    /**
     * @param start   first byte: FIN, reserved bits, opcode.
     * @param content to be masked.
     * @return a frame with the shortest length there is.
     */
    static byte[] frame(final int start, final byte... content)
    {
        final int lengthBytes = content.length < 126 ? 0 : content.length < 0x1_0000 ? 2 : 8;
        return frame(start, content.length, lengthBytes, true, content);
    }

    static byte[] frame(
        final int start, final long length, final int lengthBytes, final boolean masked, final byte... content)
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(start);
        final int shown = lengthBytes == 0 ? (int)length : lengthBytes == 2 ? 126 : 127;
        out.write(shown | (masked ? 0x80 : 0));
        for (int shift = 8 * (lengthBytes - 1); shift >= 0; shift -= 8)
        {
            out.write((int)(length >> shift));
        }
        if (masked)
        {
            out.writeBytes(ByteBuffer.allocate(4).putInt(MASK).array());
        }
        for (int i = 0; i < content.length; i++)
        {
            out.write(masked ? content[i] ^ MASK >> 24 - 8 * (i & 3) : content[i]);
        }
        return out.toByteArray();
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

    static byte[] bytes(final int length)
    {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)(i * 7 + (i >> 8));
        }
        return bytes;
    }

    static byte[] request(final String... headers)
    {
        return ("GET /mqtt HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] goodRequest()
    {
        return request("Host: localhost", "Upgrade: websocket", "Connection: keep-alive, Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Protocol: other, mqtt");
    }
}
