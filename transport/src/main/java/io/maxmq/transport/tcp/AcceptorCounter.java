package io.maxmq.transport.tcp;

/**
 * What the acceptor counts. Each connection that was accepted ends in exactly one of {@link #HANDED_OVER} and the
 * refusals, or is still waiting.
 */
public enum AcceptorCounter
{
    /**
     * Connections accepted.
     */
    ACCEPTED("accepted connections"),
    /**
     * Connections given to a worker.
     */
    HANDED_OVER("connections handed over to a worker"),
    /**
     * Refused: the first packet is not CONNECT.
     */
    NOT_CONNECT("refused, first packet is not CONNECT"),
    /**
     * Refused: CONNECT has a malformed length, or the router refused it.
     */
    MALFORMED("refused, CONNECT is malformed"),
    /**
     * Refused: CONNECT is longer than allowed before the client is known.
     */
    TOO_LARGE("refused, CONNECT is too large"),
    /**
     * Refused: CONNECT did not arrive in time.
     */
    TIMED_OUT("refused, CONNECT did not arrive in time"),
    /**
     * Refused: too many connections were waiting, and this had waited longest.
     */
    EVICTED("refused, displaced by newer connections while waiting for CONNECT"),
    /**
     * Refused: no memory for bytes that arrived before CONNECT was whole.
     */
    OUT_OF_MEMORY("refused, no memory before CONNECT"),
    /**
     * Refused: the worker did not take the connection in time.
     */
    WORKER_BUSY("refused, the worker did not take the connection in time"),
    /**
     * Refused: no good header of a proxy where one is expected.
     */
    PROXY_REFUSED("refused, no good PROXY header"),
    /**
     * Refused: the TLS handshake failed.
     */
    TLS_FAILED("refused, the TLS handshake failed"),
    /**
     * Refused: no WebSocket as MQTT wants it.
     */
    WEBSOCKET_REFUSED("refused, not a WebSocket for MQTT"),
    /**
     * Ended by the peer, or failed, before CONNECT was whole.
     */
    ENDED_BY_PEER("ended by the peer before CONNECT"),
    /**
     * Closed because the acceptor was closed, or because serving it failed.
     */
    ABANDONED("closed by the acceptor's end or an internal failure"),
    /**
     * Accepting was refused by the system, as for want of descriptors. Nothing was accepted.
     */
    ACCEPT_FAILED("failed accepts"),
    /**
     * Accepting was suspended: too many waiting, or a worker's queue was full.
     */
    ACCEPT_PAUSED("times that accepting was paused"),
    /**
     * Gauge: connections that wait at present.
     */
    WAITING("connections waiting at present"),
    /**
     * Gauge: TLS handshakes that go on at present.
     */
    HANDSHAKES("TLS handshakes going on at present");

    private final String label;

    AcceptorCounter(final String label)
    {
        this.label = label;
    }

    /**
     * @return true when this counts connections that are no longer with the acceptor. These and {@link #WAITING} add up
     * to {@link #ACCEPTED}.
     */
    public boolean isEnd()
    {
        return compareTo(HANDED_OVER) >= 0 && compareTo(ABANDONED) <= 0;
    }

    /**
     * @return text for people.
     */
    public String label()
    {
        return label;
    }
}
