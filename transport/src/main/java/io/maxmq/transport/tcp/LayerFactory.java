package io.maxmq.transport.tcp;

/**
 * Puts the layers of a listener upon a new connection. Used by the acceptor's thread.
 */
public interface LayerFactory
{
    /**
     * @param socket layer of the bare socket.
     * @return what is read and written instead.
     */
    Layer open(Layer socket);

    /**
     * @return true when connections begin with a handshake that calculates long, so that their number has to be bounded.
     */
    boolean isSecure();
}
