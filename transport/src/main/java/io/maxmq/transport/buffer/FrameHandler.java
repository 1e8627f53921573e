package io.maxmq.transport.buffer;

import org.agrona.DirectBuffer;

/**
 * Takes the frames of one connection from {@link FrameReader}, and hears why there will be no more.
 * <p>
 * Must not call the reader that is calling it, and must not release the {@link Inbound} it is being served from: it
 * returns {@link Action#CLOSE}, and the owner releases once the reader has returned.
 */
public interface FrameHandler
{
    /**
     * What is to happen after a frame.
     */
    enum Action
    {
        /**
         * The frame is done, give the next.
         */
        CONTINUE,
        /**
         * The frame is done; keep what follows until the reader is asked to resume.
         */
        STOP,
        /**
         * The frame could not be taken (what it needs is full): keep it and what follows. The handler has cleared the
         * read interest, and asks the reader to resume once there is room.
         */
        RETRY,
        /**
         * The connection ends; what follows is of no interest.
         */
        CLOSE
    }

    /**
     * @param buffer that holds the frame, valid during the call.
     * @param offset of the frame's first byte.
     * @param length of the frame with its header.
     * @return what is to happen next.
     */
    Action onFrame(DirectBuffer buffer, int offset, int length);

    /**
     * A frame announced more bytes than the connection may send; they were not waited for. The reader returns
     * {@link FrameReader#CLOSE}.
     *
     * @param declaredLength of the frame with its header.
     */
    void onTooLarge(int declaredLength);

    /**
     * The bytes cannot be the beginning of a frame. The reader returns {@link FrameReader#CLOSE}.
     */
    void onMalformed();

    /**
     * Bytes had to be kept and the pool has no memory left, so they are lost. The reader returns
     * {@link FrameReader#CLOSE}.
     */
    void onOutOfMemory();
}
