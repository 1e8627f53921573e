package io.maxmq.transport.tcp;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What TLS has told of a peer, or the proxy that ended TLS for it. Immutable.
 *
 * @param protocol     such as {@code TLSv1.3}.
 * @param cipherSuite  its name, or null where it is not known.
 * @param serverName   that the peer asked for (SNI), or null.
 * @param commonName   of the subject of its verified certificate, or null.
 * @param certificates of the peer, its own first, verified; may be empty.
 */
public record TlsPeer(
    String protocol, String cipherSuite, String serverName, String commonName, List<X509Certificate> certificates)
{
}
