package io.maxmq.tools.client;

import java.io.IOException;

/**
 * Takes received messages, on the client's reading thread. While it works nothing else is read, which slows the broker
 * down as it should.
 */
public interface MessageListener
{
    /** For clients that only publish: takes nothing, so that what waits in the session goes on waiting. */
    MessageListener NONE = (message) -> Verdict.NOT_TAKEN;

    /** What becomes of a message. */
    enum Verdict
    {
        /** It is acknowledged as its QoS asks. */
        TAKEN,
        /** It is acknowledged, and no further one is taken. */
        LAST,
        /** Neither this one nor a further one is acknowledged. */
        NOT_TAKEN
    }

    /**
     * @param message received.
     * @return what becomes of it.
     * @throws IOException if it cannot be passed on, which ends the client.
     */
    Verdict onMessage(Message message) throws IOException;

    /**
     * No more messages have been received for now, or at all: a moment to flush.
     *
     * @throws IOException if what was collected cannot be passed on, which ends the client.
     */
    default void onIdle() throws IOException
    {
    }
}
