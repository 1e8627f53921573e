package io.maxmq.core.session;

/**
 * Takes acknowledgements of logged messages to the log, in batches. Used by the worker's thread alone.
 */
public interface AckLog
{
    /** The client has the QoS 1 message. */
    int PUBACK = 1;
    /** The client has the QoS 2 message; PUBREL follows once this is applied. */
    int PUBREC = 2;
    /** The QoS 2 delivery is complete. */
    int PUBCOMP = 3;
    /** The message expired before it was sent. */
    int EXPIRED = 4;
    /** The message could not be sent to this client. */
    int DROPPED = 5;

    /**
     * Whether the batch takes as many more acknowledgements as one packet can cause.
     *
     * @return false where the caller has to wait.
     */
    boolean hasRoom();

    /**
     * Adds to the batch; the caller has asked {@link #hasRoom()}.
     *
     * @param session  whose message it is.
     * @param number   enqueue number.
     * @param sequence of the message in the log.
     * @param kind     one of the constants above.
     */
    void append(Session session, long number, long sequence, int kind);
}
