package io.maxmq.transport.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * Certificates, keys and settings of one listener, as they are in their files at present. New connections get what was
 * loaded last; those that exist keep what they began with, so nothing is dropped when files change.
 * <p>
 * Lifecycle: loads when it is made. Threading: engines for any thread; {@link #reload()} and {@link #reloadIfChanged()} for
 * one at a time, which reads the files.
 */
public final class TlsContext
{
    private final TlsSettings settings;
    private volatile SSLContext context;
    private List<String> loaded;

    /**
     * @param settings to load.
     * @throws TlsException when something is wrong with them.
     */
    public TlsContext(final TlsSettings settings)
    {
        this.settings = settings;
        loaded = state();
        context = load();
    }

    /**
     * Loads the files again. What was loaded before stays in force when they cannot be used.
     *
     * @throws TlsException when they cannot.
     */
    public void reload()
    {
        loaded = state();
        context = load();
    }

    /**
     * Loads the files again if one of them has changed since they were read.
     *
     * @return whether that was so.
     * @throws TlsException when they cannot be used; that is said once for each change.
     */
    public boolean reloadIfChanged()
    {
        if (state().equals(loaded))
        {
            return false;
        }
        reload();
        return true;
    }

    /**
     * @return an engine for one more connection.
     */
    public SSLEngine newEngine()
    {
        final SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters(engine.getSSLParameters()));
        return engine;
    }

    private SSLParameters parameters(final SSLParameters parameters)
    {
        parameters.setProtocols(settings.protocols().toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        if (!settings.ciphers().isEmpty())
        {
            parameters.setCipherSuites(settings.ciphers().toArray(String[]::new));
        }
        parameters.setApplicationProtocols(settings.applications().toArray(String[]::new));
        switch (settings.clientCertificate())
        {
            case REQUIRED:
                parameters.setNeedClientAuth(true);
                break;

            case OPTIONAL:
                parameters.setWantClientAuth(true);
                break;

            default:
                break;
        }
        return parameters;
    }

    private SSLContext load()
    {
        try
        {
            final SSLContext loading = SSLContext.getInstance("TLS");
            loading.init(Certificates.keyManagers(settings), Certificates.trustManagers(settings), null);
            check(loading);
            return loading;
        }
        catch (final GeneralSecurityException ex)
        {
            throw new TlsException("TLS cannot be set up: " + ex.getMessage(), ex);
        }
    }

    private void check(final SSLContext loading)
    {
        final List<String> known = Arrays.asList(loading.getSupportedSSLParameters().getCipherSuites());
        for (final String cipher : settings.ciphers())
        {
            if (!known.contains(cipher))
            {
                throw new TlsException("no such cipher suite: " + cipher + "; those that there are: " +
                    String.join(", ", known));
            }
        }
    }

    /** What would differ had a file changed. */
    private List<String> state()
    {
        final List<String> result = new ArrayList<>();
        for (final Path file : settings.files())
        {
            try
            {
                result.add(file.toRealPath() + " " + Files.getLastModifiedTime(file) + " " + Files.size(file));
            }
            catch (final IOException ex)
            {
                result.add(file + " cannot be read");
            }
        }
        return result;
    }
}
