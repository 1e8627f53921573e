package io.maxmq.transport.websocket;

/**
 * Why a WebSocket is closed (RFC 6455 section 7.4.1).
 */
final class CloseCode
{
    static final int NORMAL = 1000;
    static final int PROTOCOL_ERROR = 1002;
    static final int UNSUPPORTED_DATA = 1003;
    /** The peer gave no code. Never sent. */
    static final int NONE = 1005;

    private static final int FIRST_PRIVATE = 3000;
    private static final int END_PRIVATE = 5000;
    private static final int LAST_DEFINED = 1014;

    private CloseCode()
    {
    }

    /**
     * @param code that a peer has sent.
     * @return whether it may.
     */
    static boolean isAllowed(final int code)
    {
        return code >= NORMAL && code <= LAST_DEFINED && code != 1004 && code != NONE && code != 1006 ||
            code >= FIRST_PRIVATE && code < END_PRIVATE;
    }
}
