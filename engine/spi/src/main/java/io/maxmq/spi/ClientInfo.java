package io.maxmq.spi;

/**
 * What is known of a client that connects or has connected. Immutable.
 *
 * @param tenant          of the client, 0 being the default one.
 * @param clientId        of the client, the assigned one where it sent none.
 * @param username        from CONNECT, or null.
 * @param protocolVersion 3, 4 or 5.
 * @param remoteAddress   of the peer, with its port.
 * @param listenerId      of the listener that accepted the connection.
 */
public record ClientInfo(
    int tenant, String clientId, String username, int protocolVersion, String remoteAddress, int listenerId)
{
}
