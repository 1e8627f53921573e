package io.maxmq.transport.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CRL;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Makes of files what the JDK's TLS wants: its own certificates with their keys, and by what it judges those of clients.
 */
final class Certificates
{
    private static final char[] IN_MEMORY = "in memory".toCharArray();

    private Certificates()
    {
    }

    static KeyManager[] keyManagers(final TlsSettings settings) throws GeneralSecurityException
    {
        if (settings.keystore() == null)
        {
            return new KeyManager[]{new NamedKeys(ofPem(settings), IN_MEMORY)};
        }
        final char[] password =
            settings.keystorePassword() == null ? new char[0] : settings.keystorePassword().toCharArray();
        final NamedKeys keys = new NamedKeys(keystore(settings.keystore(), password), password);
        if (keys.isEmpty())
        {
            throw new TlsException("the key store " + settings.keystore() + " holds no private key");
        }
        return new KeyManager[]{keys};
    }

    private static KeyStore keystore(final Path file, final char[] password) throws GeneralSecurityException
    {
        final KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file))
        {
            store.load(in, password);
            return store;
        }
        catch (final IOException ex)
        {
            throw new TlsException("cannot read the key store " + file + ": " + ex.getMessage() +
                "; is it PKCS#12, and is the password right?", ex);
        }
    }

    private static KeyStore ofPem(final TlsSettings settings) throws GeneralSecurityException
    {
        final List<Path> files = settings.certificates();
        final List<Path> keys = settings.keys().isEmpty() ? files : settings.keys();
        if (keys.size() != files.size())
        {
            throw new TlsException("there are " + files.size() + " certificates and " + keys.size() +
                " keys; name one key for each certificate, in the same order");
        }
        final KeyStore store = empty();
        for (int i = 0; i < files.size(); i++)
        {
            final List<X509Certificate> chain = Pem.certificates(files.get(i));
            final PrivateKey key = PrivateKeys.read(keys.get(i), settings.keyPassword());
            PrivateKeys.checkPair(key, keys.get(i), chain.get(0), files.get(i));
            store.setKeyEntry("server-" + i, key, IN_MEMORY, chain.toArray(X509Certificate[]::new));
        }
        return store;
    }

    static TrustManager[] trustManagers(final TlsSettings settings) throws GeneralSecurityException
    {
        final TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        final KeyStore authorities = empty();
        if (settings.clientAuthorities() != null)
        {
            int number = 0;
            for (final X509Certificate authority : Pem.certificates(settings.clientAuthorities()))
            {
                authorities.setCertificateEntry("ca-" + number++, authority);
            }
        }
        if (settings.revocations() == null)
        {
            factory.init(authorities);
        }
        else
        {
            factory.init(withRevocations(authorities, settings.revocations()));
        }
        return factory.getTrustManagers();
    }

    private static CertPathTrustManagerParameters withRevocations(final KeyStore authorities, final Path file)
        throws GeneralSecurityException
    {
        final PKIXBuilderParameters parameters = new PKIXBuilderParameters(authorities, new X509CertSelector());
        parameters.setRevocationEnabled(true);
        parameters.addCertStore(
            CertStore.getInstance("Collection", new CollectionCertStoreParameters(revocations(file))));
        return new CertPathTrustManagerParameters(parameters);
    }

    private static Collection<? extends CRL> revocations(final Path file) throws GeneralSecurityException
    {
        try (InputStream in = Files.newInputStream(file))
        {
            final Collection<? extends CRL> lists = CertificateFactory.getInstance("X.509").generateCRLs(in);
            if (lists.isEmpty())
            {
                throw new TlsException(file + " holds no certificate revocation list");
            }
            return lists;
        }
        catch (final IOException ex)
        {
            throw new TlsException("cannot read the certificate revocation list " + file + ": " + ex.getMessage(), ex);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException
    {
        final KeyStore store = KeyStore.getInstance("PKCS12");
        try
        {
            store.load(null, null);
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException(ex);
        }
        return store;
    }
}
