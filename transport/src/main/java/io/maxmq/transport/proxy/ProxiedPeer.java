package io.maxmq.transport.proxy;

/**
 * What a proxy tells of the client whose connection it passes on. Immutable.
 *
 * @param address    with port, as {@code 192.0.2.1:50123} or {@code [2001:db8::1]:50123}; null where it does not tell.
 * @param protocol   of TLS between client and proxy, such as {@code TLSv1.3}; null where there is none.
 * @param cipher     of it, or null.
 * @param serverName that the client asked for, or null.
 * @param commonName of the client's certificate, where the proxy has verified it; else null.
 */
public record ProxiedPeer(String address, String protocol, String cipher, String serverName, String commonName)
{
    /** The proxy speaks for itself, as when it looks whether the broker is there. */
    static final ProxiedPeer UNKNOWN = new ProxiedPeer(null, null, null, null, null);

    static ProxiedPeer at(final String address)
    {
        return new ProxiedPeer(address, null, null, null, null);
    }
}
