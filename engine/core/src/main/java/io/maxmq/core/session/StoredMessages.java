package io.maxmq.core.session;

import io.maxmq.core.message.Delivery;

/**
 * The messages in the log, by sequence, as one worker reads them. Used by the worker's thread alone.
 */
public interface StoredMessages
{
    /**
     * Reads a message, and the subscription identifiers that a session gets with it.
     *
     * @param sequence of the message.
     * @param session  that is one of its targets, or null where they are not asked for.
     * @param delivery to fill, says whether it is the shared one; valid until the worker polls the log again.
     * @return false if it cannot be read.
     */
    boolean load(long sequence, Session session, Delivery delivery);

    /**
     * Length of a message.
     *
     * @param sequence of the message.
     * @return bytes of its message block, 0 where it cannot be read.
     */
    int length(long sequence);

    /**
     * Keeps a message readable until it is released as many times as it was retained.
     *
     * @param sequence of the message.
     */
    void retain(long sequence);

    void release(long sequence);
}
