package io.maxmq.spi;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What is known of the encryption of a client's connection. Immutable.
 *
 * @param protocol     such as {@code TLSv1.3}.
 * @param cipherSuite  its name, or null where a proxy that ended TLS did not tell.
 * @param serverName   that the client asked for (SNI), or null.
 * @param commonName   of the subject of the client's certificate, as verified here or by a trusted proxy; null where
 *                     there is no certificate or it has no common name.
 * @param certificates of the client, its own first, verified; empty where it sent none, and where a proxy ended TLS.
 */
public record TlsInfo(
    String protocol, String cipherSuite, String serverName, String commonName, List<X509Certificate> certificates)
{
}
