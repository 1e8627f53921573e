package io.maxmq.transport.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What must hold for any bytes at all: nothing throws, nothing outside the body is looked at, and whatever is
 * accepted as a packet can be written as one that means the same.
 */
final class AnyBytes
{
    private static final int AT = 3;

    private AnyBytes()
    {
    }

    static void check(final int firstByte, final int version, final Sender sender, final byte[] body)
    {
        final PacketProbe probe = PacketProbe.of(PacketType.of(firstByte), sender);
        // Exactly as long as the body, so that a look behind its end throws.
        final UnsafeBuffer buffer = new UnsafeBuffer(body.clone());
        final Violation violation = probe.decode(buffer, 0, body.length, PacketType.flags(firstByte), version);
        if (violation != Violation.NONE)
        {
            return;
        }
        final String meaning = probe.describe();
        final ExpandableArrayBuffer encoded = new ExpandableArrayBuffer();
        final int length = probe.encode(encoded, AT);
        assertEquals(probe.encodedLength(), length);
        assertEquals(length, FrameDecoder.frameLength(encoded, AT, AT + length));
        final int bodyOffset = FrameDecoder.bodyOffset(AT, length);
        assertEquals(Violation.NONE, probe.decode(
            encoded, bodyOffset, AT + length - bodyOffset, PacketType.flags(encoded.getByte(AT)), version));
        assertEquals(meaning, probe.describe());
    }

    /** Any bytes as a stream: every frame that is complete goes to its decoder. */
    static void checkStream(final int version, final Sender sender, final byte[] bytes)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        int offset = 0;
        while (offset < bytes.length)
        {
            final int frameLength = FrameDecoder.frameLength(buffer, offset, bytes.length);
            if (frameLength <= 0 || frameLength > bytes.length - offset)
            {
                return;
            }
            final int bodyOffset = FrameDecoder.bodyOffset(offset, frameLength);
            final byte[] body = new byte[offset + frameLength - bodyOffset];
            buffer.getBytes(bodyOffset, body);
            check(bytes[offset], version, sender, body);
            offset += frameLength;
        }
    }
}
