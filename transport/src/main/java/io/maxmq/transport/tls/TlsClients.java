package io.maxmq.transport.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The other side: what a client needs to speak TLS, from the same kinds of files.
 */
public final class TlsClients
{
    private static final char[] IN_MEMORY = "in memory".toCharArray();

    private TlsClients()
    {
    }

    /**
     * @param authorities PEM file of those whose servers are believed; null for those that the JVM believes.
     * @param certificate PEM file of the client's own certificate, or null for none.
     * @param key         PEM file of its key; null where it is in the file of the certificate.
     * @param keyPassword of an encrypted key, or null.
     * @return a context for clients.
     * @throws TlsException when a file cannot be used.
     */
    public static SSLContext context(
        final Path authorities, final Path certificate, final Path key, final String keyPassword)
    {
        try
        {
            final TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(authorities == null ? null : authorities(authorities));
            final SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                certificate == null ? null : own(certificate, key == null ? certificate : key, keyPassword),
                trust.getTrustManagers(), null);
            return context;
        }
        catch (final GeneralSecurityException | IOException ex)
        {
            throw new TlsException("TLS cannot be set up: " + ex.getMessage(), ex);
        }
    }

    private static KeyStore authorities(final Path file) throws GeneralSecurityException, IOException
    {
        final KeyStore store = empty();
        int number = 0;
        for (final X509Certificate authority : Pem.certificates(file))
        {
            store.setCertificateEntry("ca-" + number++, authority);
        }
        return store;
    }

    private static KeyManager[] own(final Path certificate, final Path keyFile, final String password)
        throws GeneralSecurityException, IOException
    {
        final List<X509Certificate> chain = Pem.certificates(certificate);
        final PrivateKey key = PrivateKeys.read(keyFile, password);
        PrivateKeys.checkPair(key, keyFile, chain.get(0), certificate);
        final KeyStore store = empty();
        store.setKeyEntry("client", key, IN_MEMORY, chain.toArray(X509Certificate[]::new));
        final KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, IN_MEMORY);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException
    {
        final KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
