package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;

/**
 * Finds whole frames in received bytes. Stateless: it is asked again when more bytes have come, and never allocates
 * because of a declared length.
 *
 * <pre>
 *   0          1 … 4              body
 *  +----------+------------------+-----------------------+
 *  |type|flags| remaining length | remaining length bytes|      frame length = all of it
 *  +----------+------------------+-----------------------+
 * </pre>
 */
public final class FrameDecoder
{
    /** The fixed header is not complete yet. */
    public static final int NEED_MORE = 0;
    /** The remaining length is no variable byte integer: {@link Violation#MALFORMED_LENGTH}. */
    public static final int MALFORMED = -1;

    private static final int LENGTH_OFFSET = 1;

    private FrameDecoder()
    {
    }

    /**
     * @param buffer received bytes.
     * @param offset of the frame's first byte.
     * @param limit  behind the last byte received.
     * @return bytes of the whole frame as soon as its fixed header is complete, even while the body is not;
     * {@link #NEED_MORE} or {@link #MALFORMED} otherwise.
     */
    public static int frameLength(final DirectBuffer buffer, final int offset, final int limit)
    {
        final long decoded = Varint.decode(buffer, offset + LENGTH_OFFSET, limit);
        if (decoded < 0)
        {
            return decoded == Varint.NEED_MORE ? NEED_MORE : MALFORMED;
        }
        return LENGTH_OFFSET + Varint.size(decoded) + Varint.value(decoded);
    }

    /**
     * @param offset      of the frame.
     * @param frameLength as {@link #frameLength} gave it; it alone tells how long the fixed header is, because only
     *                    the shortest form of the remaining length is accepted.
     * @return offset of the frame's body. The body's length is {@code offset + frameLength - bodyOffset}.
     */
    public static int bodyOffset(final int offset, final int frameLength)
    {
        int lengthSize = 1;
        while (lengthSize < 4 && frameLength - LENGTH_OFFSET - lengthSize >= 1 << 7 * lengthSize)
        {
            lengthSize++;
        }
        return offset + LENGTH_OFFSET + lengthSize;
    }
}
