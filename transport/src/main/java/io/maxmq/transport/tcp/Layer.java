package io.maxmq.transport.tcp;

import io.maxmq.transport.buffer.ByteSink;
import io.maxmq.transport.buffer.ByteSource;

/**
 * What lies between a socket and the MQTT packets of one connection: TLS, WebSocket, or one above the other. Reads give
 * MQTT bytes and writes take them, as with a socket; what the layer itself has to say (handshakes, answers to pings) it
 * reads and writes in between.
 * <p>
 * Lifecycle: made by the acceptor, travels with the connection to its worker (see {@link HandOver}) with everything it
 * holds. {@link #use(LayerScratch)} comes before anything else on each of the two threads.
 * Threading: one thread at a time. No method blocks, none throws for an I/O error or for what the peer sends.
 * <p>
 * Invariants: an idle connection holds no buffer; what is held for a peer that sends half of something, or does not take
 * what it gets, is bounded.
 */
public interface Layer extends ByteSource, ByteSink
{
    /**
     * @param scratch of the thread that serves the connection from now on.
     */
    void use(LayerScratch scratch);

    /**
     * @return true when a read may give bytes although the socket has none.
     */
    boolean hasBufferedInput();

    /**
     * @return true when the socket did not take all that the layer has accepted: {@link #flush()} when it is writable.
     */
    boolean hasPendingOutput();

    /**
     * Write what is pending.
     *
     * @return 0, or {@link Channel#CLOSED}.
     */
    int flush();

    /**
     * Tell the peer in the layer's own words that nothing more will come, then end the output of what is below.
     */
    void shutdownOutput();

    /**
     * @return true until MQTT bytes can be exchanged.
     */
    boolean isHandshaking();

    /**
     * Calculations that the handshake waits for and that take long. While they run, on whatever thread, nothing else of
     * the layer may be called; a read goes on from there.
     *
     * @return the work to be done, or null where nothing waits.
     */
    Runnable task();

    /**
     * @return what TLS knows of the peer; null before the end of the handshake, and without TLS.
     */
    TlsPeer tls();

    /**
     * @return what the end of the connection counts as when the layer has refused it; null where it did not.
     */
    AcceptorCounter refusal();

    /**
     * @return why the layer ended the connection, for people; null where it did not.
     */
    String reason();
}
