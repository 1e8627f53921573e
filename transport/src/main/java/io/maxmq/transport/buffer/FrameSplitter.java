package io.maxmq.transport.buffer;

import org.agrona.DirectBuffer;

/**
 * Tells where a frame ends.
 */
@FunctionalInterface
public interface FrameSplitter
{
    /**
     * Result: the bytes present do not yet tell the length.
     */
    int NEED_MORE = 0;

    /**
     * Result: no frame can begin like this.
     */
    int MALFORMED = -1;

    /**
     * @param buffer that holds the bytes.
     * @param offset of the first byte of a frame.
     * @param limit  behind the last byte present.
     * @return length of the whole frame with its header, as soon as the header tells it, so it may lie beyond the
     * limit; {@link #NEED_MORE} or {@link #MALFORMED} otherwise.
     */
    int frameLength(DirectBuffer buffer, int offset, int limit);
}
