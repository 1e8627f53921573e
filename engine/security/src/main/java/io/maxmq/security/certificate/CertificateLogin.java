package io.maxmq.security.certificate;

import io.maxmq.security.login.Login;
import io.maxmq.security.login.LoginPool;
import io.maxmq.security.login.Verdict;
import io.maxmq.spi.ClientInfo;
import io.maxmq.spi.TlsInfo;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets in clients that have proved to own a certificate, under a name from it. TLS, or a trusted proxy, has verified it;
 * what CONNECT says about user and password does not count then. Immutable, takes no time.
 */
public final class CertificateLogin implements Login
{
    /** Which name of a certificate becomes the user name. */
    public enum Field
    {
        /** None: certificates say nothing about users. */
        NONE,
        /** The subject's common name (CN). */
        COMMON_NAME,
        /** The whole subject, as RFC 2253 writes it. */
        SUBJECT,
        /** The first alternative name that is a DNS name, an e-mail address or a URI (SAN). */
        ALTERNATIVE_NAME
    }

    /** Types of alternative names, by RFC 5280, section 4.2.1.6: an e-mail address, a DNS name, a URI. */
    private static final Set<Object> NAMES = Set.of(1, 2, 6);

    private final Map<String, Field> byListener;

    /**
     * @param byListener the field that counts, by name of the listener.
     */
    public CertificateLogin(final Map<String, Field> byListener)
    {
        this.byListener = Map.copyOf(byListener);
    }

    @Override
    public boolean concerns(final ClientInfo client, final byte[] password)
    {
        return client.tls() != null && field(client) != Field.NONE &&
            (!client.tls().certificates().isEmpty() || client.tls().commonName() != null);
    }

    private Field field(final ClientInfo client)
    {
        return byListener.getOrDefault(client.listener(), Field.NONE);
    }

    @Override
    public Verdict verify(final ClientInfo client, final byte[] password)
    {
        final String name = name(client.tls(), field(client));
        return name == null || name.isEmpty() ? Verdict.WRONG : Verdict.accepted(name);
    }

    private static String name(final TlsInfo tls, final Field field)
    {
        if (field == Field.COMMON_NAME)
        {
            return tls.commonName();
        }
        if (tls.certificates().isEmpty())
        {
            return null;
        }
        final X509Certificate certificate = tls.certificates().get(0);
        return field == Field.SUBJECT ? certificate.getSubjectX500Principal().getName() : alternativeName(certificate);
    }

    private static String alternativeName(final X509Certificate certificate)
    {
        try
        {
            final Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null)
            {
                for (final List<?> name : names)
                {
                    if (NAMES.contains(name.get(0)) && name.get(1) instanceof String text)
                    {
                        return text;
                    }
                }
            }
            return null;
        }
        catch (final CertificateParsingException ex)
        {
            return null;
        }
    }

    @Override
    public LoginPool pool()
    {
        return null;
    }
}
