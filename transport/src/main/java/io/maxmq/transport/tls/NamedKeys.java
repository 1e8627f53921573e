package io.maxmq.transport.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The server's certificates, of which a client gets one for the name that it asks for (SNI, RFC 6066 section 3): the
 * JDK's own choice puts the kind of key above the name. A client that asks for no name, or an unknown one, gets the
 * first certificate, or another for the same names that has a kind of key the client knows.
 * Immutable.
 */
final class NamedKeys extends X509ExtendedKeyManager
{
    private static final int DNS_NAME = 2;

    private final List<Entry> entries = new ArrayList<>();

    private record Entry(String alias, PrivateKey key, X509Certificate[] chain, List<String> names)
    {
        String algorithm()
        {
            return chain[0].getPublicKey().getAlgorithm();
        }

        boolean isFor(final String host)
        {
            return names.stream().anyMatch(name -> covers(name, host));
        }
    }

    NamedKeys(final KeyStore store, final char[] password) throws GeneralSecurityException
    {
        for (final String alias : Collections.list(store.aliases()))
        {
            if (store.getKey(alias, password) instanceof PrivateKey key)
            {
                final Certificate[] chain = store.getCertificateChain(alias);
                final X509Certificate[] certificates = new X509Certificate[chain.length];
                System.arraycopy(chain, 0, certificates, 0, chain.length);
                entries.add(new Entry(alias, key, certificates, names(certificates[0])));
            }
        }
    }

    boolean isEmpty()
    {
        return entries.isEmpty();
    }

    private static List<String> names(final X509Certificate certificate) throws CertificateParsingException
    {
        final List<String> names = new ArrayList<>();
        final Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null)
        {
            for (final List<?> alternative : alternatives)
            {
                if ((Integer)alternative.get(0) == DNS_NAME)
                {
                    names.add(((String)alternative.get(1)).toLowerCase(Locale.ROOT));
                }
            }
        }
        final String commonName = Peers.commonName(certificate.getSubjectX500Principal().getName());
        if (names.isEmpty() && commonName != null)
        {
            names.add(commonName.toLowerCase(Locale.ROOT));
        }
        return names;
    }

    /** A star stands for exactly the first label. */
    static boolean covers(final String name, final String host)
    {
        return name.startsWith("*.") ?
            host.indexOf('.') > 0 && host.substring(host.indexOf('.')).equals(name.substring(1)) : name.equals(host);
    }

    /**
     * @param keyType that the client knows, e.g. {@code EC}, perhaps with that of the issuer behind it.
     * @param session of the handshake.
     * @return the alias, or null where no certificate for the name has such a key.
     */
    private String choose(final String keyType, final SSLSession session)
    {
        final String host = host(session);
        final String algorithm = keyType.indexOf('_') < 0 ? keyType : keyType.substring(0, keyType.indexOf('_'));
        final List<Entry> named = entries.stream().filter(entry -> host != null && entry.isFor(host)).toList();
        for (final Entry entry : named.isEmpty() ? unnamed() : named)
        {
            if (entry.algorithm().equals(algorithm))
            {
                return entry.alias();
            }
        }
        return null;
    }

    private List<Entry> unnamed()
    {
        final List<String> names = entries.get(0).names();
        return entries.stream().filter(entry -> entry.names().equals(names)).toList();
    }

    private static String host(final SSLSession session)
    {
        if (session instanceof ExtendedSSLSession extended)
        {
            for (final SNIServerName name : extended.getRequestedServerNames())
            {
                if (name instanceof SNIHostName host)
                {
                    return host.getAsciiName().toLowerCase(Locale.ROOT);
                }
            }
        }
        return null;
    }

    @Override
    public String chooseEngineServerAlias(final String keyType, final Principal[] issuers, final SSLEngine engine)
    {
        return choose(keyType, engine.getHandshakeSession());
    }

    @Override
    public String chooseServerAlias(final String keyType, final Principal[] issuers, final Socket socket)
    {
        return null;
    }

    @Override
    public String[] getServerAliases(final String keyType, final Principal[] issuers)
    {
        return entries.stream().map(Entry::alias).toArray(String[]::new);
    }

    @Override
    public String[] getClientAliases(final String keyType, final Principal[] issuers)
    {
        return new String[0];
    }

    @Override
    public String chooseClientAlias(final String[] keyTypes, final Principal[] issuers, final Socket socket)
    {
        return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(final String alias)
    {
        final Entry entry = entry(alias);
        return entry == null ? null : entry.chain().clone();
    }

    @Override
    public PrivateKey getPrivateKey(final String alias)
    {
        final Entry entry = entry(alias);
        return entry == null ? null : entry.key();
    }

    private Entry entry(final String alias)
    {
        return entries.stream().filter(entry -> entry.alias().equals(alias)).findFirst().orElse(null);
    }
}
