package io.maxmq.core.connection;

/**
 * How one connection ends: what the client is told, and what it has said itself (MQTT-3.14). Owned by the worker's
 * thread.
 */
final class ConnectionEnd
{
    private static final int NONE = -1;

    private int reasonCode = NONE;
    private String reason;
    private boolean peerEnded;
    private boolean willDiscarded;
    private long expirySeconds = NONE;

    /**
     * Why the broker ends the connection; the first reason stands.
     *
     * @param code of MQTT 5.
     * @param text for the client to read, or null.
     */
    void reason(final int code, final String text)
    {
        if (reasonCode < 0)
        {
            onlyReason(code, text);
        }
    }

    /**
     * Why the broker ends the connection, whatever was said before.
     *
     * @param code of MQTT 5, or -1 where there is nobody to be told.
     * @param text for the client to read, or null.
     */
    void onlyReason(final int code, final String text)
    {
        reasonCode = code;
        reason = text;
    }

    /**
     * @return what the client is to read, or null.
     */
    String reason()
    {
        return reason;
    }

    /**
     * @return reason that the client is to be told, once; -1 for none.
     */
    int takeReason()
    {
        final int code = reasonCode;
        reasonCode = NONE;
        return code;
    }

    /** The client has closed its side, or the network has. */
    void peerEnded()
    {
        peerEnded = true;
    }

    boolean hasPeerEnded()
    {
        return peerEnded;
    }

    /** The will is not to be published: the client has said so, or it has been already. */
    void discardWill()
    {
        willDiscarded = true;
    }

    boolean isWillDiscarded()
    {
        return willDiscarded;
    }

    /**
     * Session expiry that the client asked for when it disconnected.
     *
     * @param seconds within the cap.
     */
    void expirySeconds(final long seconds)
    {
        expirySeconds = seconds;
    }

    /**
     * @return session expiry from DISCONNECT, or -1 where it stays as it was.
     */
    long expirySeconds()
    {
        return expirySeconds;
    }
}
