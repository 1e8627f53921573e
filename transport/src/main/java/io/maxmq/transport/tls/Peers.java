package io.maxmq.transport.tls;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import io.maxmq.transport.tcp.TlsPeer;

/**
 * Reads from a session who the peer is.
 */
final class Peers
{
    private Peers()
    {
    }

    static TlsPeer of(final SSLSession session)
    {
        final List<X509Certificate> certificates = certificates(session);
        return new TlsPeer(
            session.getProtocol(),
            session.getCipherSuite(),
            serverName(session),
            certificates.isEmpty() ? null : commonName(certificates.get(0).getSubjectX500Principal().getName()),
            certificates);
    }

    private static List<X509Certificate> certificates(final SSLSession session)
    {
        final List<X509Certificate> result = new ArrayList<>();
        try
        {
            for (final Certificate certificate : session.getPeerCertificates())
            {
                result.add((X509Certificate)certificate);
            }
        }
        catch (final SSLPeerUnverifiedException ex)
        {
            // It has sent none.
        }
        return List.copyOf(result);
    }

    private static String serverName(final SSLSession session)
    {
        if (session instanceof ExtendedSSLSession extended)
        {
            for (final SNIServerName name : extended.getRequestedServerNames())
            {
                if (name instanceof SNIHostName host)
                {
                    return host.getAsciiName();
                }
            }
        }
        return null;
    }

    /**
     * @param distinguishedName as RFC 2253 writes it.
     * @return the common name that is nearest to the subject, or null.
     */
    static String commonName(final String distinguishedName)
    {
        try
        {
            final List<Rdn> parts = new LdapName(distinguishedName).getRdns();
            for (int i = parts.size() - 1; i >= 0; i--)
            {
                if (parts.get(i).getType().equalsIgnoreCase("CN"))
                {
                    return String.valueOf(parts.get(i).getValue());
                }
            }
        }
        catch (final InvalidNameException ex)
        {
            // A name that cannot be read is no name.
        }
        return null;
    }
}
