package io.maxmq.transport.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A packet as people can read it. What it is made of, separated by spaces:
 *
 * <pre>
 *  30 0a1f   bytes in hexadecimal
 *  ..        the remaining length, counted from here to the end
 *  'text'    its UTF-8 bytes
 *  "text"    the same with a length of two bytes in front
 *  &lt; … &gt;     anything with a length of two bytes in front
 *  { … }     anything with a length in front that is a variable byte integer: properties
 *  |         a body that ended here would be a packet of its own
 *  ~         so would a body that ended here or anywhere behind it: a payload
 * </pre>
 */
final class WireScript
{
    private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|'[^']*'|[<>{}|~]|[0-9a-f]+");

    private final byte[] frame;
    private final int bodyOffset;
    private final BitSet cuts = new BitSet();

    private WireScript(final byte[] frame, final int bodyOffset)
    {
        this.frame = frame;
        this.bodyOffset = bodyOffset;
    }

    static WireScript of(final String script)
    {
        final int lengthAt = script.indexOf("..");
        if (lengthAt < 0)
        {
            return new WireScript(bytes(TOKEN.matcher(script), ' ', new BitSet()), 2);
        }
        final BitSet cuts = new BitSet();
        final byte[] body = bytes(TOKEN.matcher(script.substring(lengthAt + 2)), ' ', cuts);
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes(TOKEN.matcher(script.substring(0, lengthAt)), ' ', new BitSet()));
        out.writeBytes(varint(body.length));
        final int bodyOffset = out.size();
        out.writeBytes(body);
        final WireScript result = new WireScript(out.toByteArray(), bodyOffset);
        result.cuts.or(cuts);
        return result;
    }

    /**
     * @param script without header.
     * @return its bytes.
     */
    static byte[] bytes(final String script)
    {
        return bytes(TOKEN.matcher(script), ' ', new BitSet());
    }

    private static byte[] bytes(final Matcher tokens, final char end, final BitSet cuts)
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean isCutAnywhere = false;
        while (tokens.find())
        {
            final String token = tokens.group();
            final int before = out.size();
            switch (token.charAt(0))
            {
                case '"':
                    writeBinary(out, text(token));
                    break;
                case '\'':
                    out.writeBytes(text(token));
                    break;
                case '<':
                    writeBinary(out, bytes(tokens, '>', cuts));
                    break;
                case '{':
                    final byte[] block = bytes(tokens, '}', cuts);
                    out.writeBytes(varint(block.length));
                    out.writeBytes(block);
                    break;
                case '|':
                    cuts.set(before);
                    break;
                case '~':
                    isCutAnywhere = true;
                    break;
                default:
                    if (token.charAt(0) == end)
                    {
                        return out.toByteArray();
                    }
                    writeHex(out, token);
            }
            if (isCutAnywhere)
            {
                cuts.set(before, out.size() + 1);
            }
        }
        return out.toByteArray();
    }

    private static byte[] text(final String token)
    {
        return token.substring(1, token.length() - 1).getBytes(StandardCharsets.UTF_8);
    }

    private static void writeBinary(final ByteArrayOutputStream out, final byte[] bytes)
    {
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    private static void writeHex(final ByteArrayOutputStream out, final String token)
    {
        for (int i = 0; i < token.length(); i += 2)
        {
            out.write(Integer.parseInt(token.substring(i, i + 2), 16));
        }
    }

    private static byte[] varint(final int value)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4]);
        final byte[] bytes = new byte[Varint.put(buffer, 0, value)];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    byte[] frame()
    {
        return frame.clone();
    }

    int bodyOffset()
    {
        return bodyOffset;
    }

    int bodyLength()
    {
        return frame.length - bodyOffset;
    }

    boolean isPacketWhenCutTo(final int length)
    {
        return cuts.get(length);
    }
}
