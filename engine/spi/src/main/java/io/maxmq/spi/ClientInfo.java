package io.maxmq.spi;

/**
 * What is known of a client that connects or has connected. Immutable.
 *
 * @param tenant          of the client, 0 being the default one.
 * @param clientId        of the client, the assigned one where it sent none.
 * @param username        by which it was authenticated; until then the one from CONNECT; null for an anonymous client.
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
    /**
     * @param newUsername under which the client was authenticated.
     * @return the same client with this user name.
     */
    public ClientInfo withUsername(final String newUsername)
    {
        return new ClientInfo(
            tenant, clientId, newUsername, protocolVersion, remoteAddress, listenerId, listener, tls);
    }
}
