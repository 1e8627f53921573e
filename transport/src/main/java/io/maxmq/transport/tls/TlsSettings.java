package io.maxmq.transport.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a TLS listener is made of. Immutable.
 *
 * @param certificates      PEM files, each the server's certificate and those that lead to its root; the one whose names
 *                          fit is chosen where the client asks for a name (SNI).
 * @param keys              PEM files with the private keys of these certificates, in their order; where empty, each key
 *                          is in the file of its certificate.
 * @param keyPassword       of encrypted keys, or null.
 * @param keystore          PKCS#12 file in place of PEM files, or null.
 * @param keystorePassword  of that file, or null.
 * @param clientAuthorities PEM file of the certificates by which those of clients are judged, or null.
 * @param clientCertificate whether clients need one.
 * @param revocations       CRL file, PEM or DER, or null.
 * @param protocols         such as {@code TLSv1.3}.
 * @param ciphers           in the order of preference; where empty, those of the JDK.
 * @param applications      protocols to be agreed upon with clients that name theirs (ALPN).
 */
public record TlsSettings(
    List<Path> certificates,
    List<Path> keys,
    String keyPassword,
    Path keystore,
    String keystorePassword,
    Path clientAuthorities,
    ClientCertificate clientCertificate,
    Path revocations,
    List<String> protocols,
    List<String> ciphers,
    List<String> applications)
{
    /** What is asked of clients. */
    public enum ClientCertificate
    {
        /** They are not asked. */
        NONE,
        /** They are asked; one that is sent must be good. */
        OPTIONAL,
        /** None is let in without. */
        REQUIRED
    }

    /**
     * @return all files that this is read from.
     */
    List<Path> files()
    {
        return Stream.concat(
            Stream.concat(certificates.stream(), keys.stream()),
            Stream.of(keystore, clientAuthorities, revocations).filter(path -> path != null)).toList();
    }

    /** Leaves the passwords out. */
    @Override
    public String toString()
    {
        return "TLS of " + files();
    }
}
