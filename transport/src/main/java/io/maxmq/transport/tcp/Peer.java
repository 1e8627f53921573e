package io.maxmq.transport.tcp;

/**
 * Who is at the other end of a connection, and through which door it came. Immutable.
 *
 * @param listenerId of the listener that accepted it.
 * @param listener   name of that listener.
 * @param address    with port, as {@code 192.0.2.1:50123} or {@code [2001:db8::1]:50123}; {@code local} for a Unix
 *                   socket.
 * @param tls        what TLS told, or null where the connection is not encrypted.
 */
public record Peer(int listenerId, String listener, String address, TlsPeer tls)
{
    /** Address of a peer that is on this machine and has none. */
    public static final String LOCAL = "local";
}
