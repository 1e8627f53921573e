package io.maxmq.transport.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Certificates for tests, made by {@code make.sh} beside them: those of servers {@code server} (RSA, localhost),
 * {@code other} (EC, other.example) and {@code ed25519}, those of clients {@code client} and {@code revoked}, all issued
 * by {@code ca}; and {@code stranger}, who issued its own.
 */
public final class TestCertificates
{
    /** Of everything that is encrypted. */
    public static final String PASSWORD = "secret";

    private TestCertificates()
    {
    }

    /**
     * Copies a file out of the class path.
     *
     * @param name   of the file, e.g. {@code server.pem}.
     * @param folder to copy it to.
     * @return the copy.
     */
    public static Path copy(final String name, final Path folder)
    {
        return copy(name, folder, name);
    }

    /**
     * Copies a file out of the class path.
     *
     * @param name   of the file.
     * @param folder to copy it to.
     * @param newName of the copy, which replaces what is there.
     * @return the copy.
     */
    public static Path copy(final String name, final Path folder, final String newName)
    {
        try (InputStream in = TestCertificates.class.getResourceAsStream(name))
        {
            final Path file = folder.resolve(newName);
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * What a client needs.
     *
     * @param folder to work in.
     * @param client whose certificate is shown, or null for none.
     * @return a context that trusts the test CA.
     */
    public static SSLContext clientContext(final Path folder, final String client)
    {
        try
        {
            final KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (final X509Certificate authority : Pem.certificates(copy("ca.pem", folder)))
            {
                trusted.setCertificateEntry("ca", authority);
            }
            final TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            final SSLContext context = SSLContext.getInstance("TLS");
            context.init(client == null ? null : keys(copy(client + ".p12", folder)), trust.getTrustManagers(), null);
            return context;
        }
        catch (final GeneralSecurityException | IOException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static KeyManager[] keys(final Path file) throws GeneralSecurityException, IOException
    {
        final KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file))
        {
            store.load(in, PASSWORD.toCharArray());
        }
        final KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(store, PASSWORD.toCharArray());
        return new KeyManager[]{
            new Only((X509ExtendedKeyManager)factory.getKeyManagers()[0], store.aliases().nextElement())};
    }

    /** Shows its certificate to every server, also to those that will not like it. */
    private static final class Only extends X509ExtendedKeyManager
    {
        private final X509ExtendedKeyManager keys;
        private final String alias;

        Only(final X509ExtendedKeyManager keys, final String alias)
        {
            this.keys = keys;
            this.alias = alias;
        }

        @Override
        public String[] getClientAliases(final String keyType, final Principal[] issuers)
        {
            return new String[]{alias};
        }

        @Override
        public String chooseClientAlias(final String[] keyType, final Principal[] issuers, final Socket socket)
        {
            return alias;
        }

        @Override
        public String chooseEngineClientAlias(
            final String[] keyType, final Principal[] issuers, final SSLEngine engine)
        {
            return alias;
        }

        @Override
        public String[] getServerAliases(final String keyType, final Principal[] issuers)
        {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(final String keyType, final Principal[] issuers, final Socket socket)
        {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(final String name)
        {
            return keys.getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(final String name)
        {
            return keys.getPrivateKey(alias);
        }
    }
}
