package io.maxmq.spi;

/**
 * What is known of a client that connects or has connected. Immutable.
 *
 * @param tenant          of the client, 0 being the default one.
 * @param clientId        of the client, the assigned one where it sent none.
 * @param username        from CONNECT, or null.
 * @param protocolVersion 3, 4 or 5.
 * @param remoteAddress   of the peer, with its port: {@code 192.0.2.1:50123} or {@code [2001:db8::1]:50123}; that of
 *                        the client where a proxy names it (PROXY protocol); {@code local} for a Unix socket.
 * @param listenerId      of the listener that accepted the connection: its place in the order of names.
 * @param listener        name of that listener.
 * @param tls             of the connection, or null where it is not encrypted.
 */
public record ClientInfo(
    int tenant,
    String clientId,
    String username,
    int protocolVersion,
    String remoteAddress,
    int listenerId,
    String listener,
    TlsInfo tls)
{
}
