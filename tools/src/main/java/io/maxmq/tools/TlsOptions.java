package io.maxmq.tools;

import io.maxmq.transport.tls.TlsClients;
import io.maxmq.transport.tls.TlsException;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The options of {@code pub} and {@code sub} that encrypt the connection.
 */
final class TlsOptions
{
    @Option(names = "--tls", description = "Encrypt, and believe servers whose issuer Java knows.")
    private boolean isWanted;

    @Option(names = "--cafile", paramLabel = "FILE",
        description = "Encrypt, and believe servers whose issuer is in this PEM file.")
    private Path authorities;

    @Option(names = "--cert", paramLabel = "FILE", description = "PEM file of the client's certificate.")
    private Path certificate;

    @Option(names = "--key", paramLabel = "FILE",
        description = "PEM file of its private key. Default: in the file of --cert.")
    private Path key;

    @Option(names = "--insecure", description = "Do not compare the server's name with its certificate.")
    private boolean isInsecure;

    void check(final CommandLine command, final boolean isUrlSecure)
    {
        if (!isOn(isUrlSecure) && (certificate != null || key != null || isInsecure))
        {
            throw new ParameterException(command, "--cert, --key and --insecure need --tls or --cafile");
        }
        if (key != null && certificate == null)
        {
            throw new ParameterException(command, "--key needs --cert");
        }
    }

    boolean isOn(final boolean isUrlSecure)
    {
        return isWanted || authorities != null || isUrlSecure;
    }

    boolean isInsecure()
    {
        return isInsecure;
    }

    SSLContext context(final CommandLine command)
    {
        try
        {
            return TlsClients.context(authorities, certificate, key, null);
        }
        catch (final TlsException ex)
        {
            throw new ParameterException(command, ex.getMessage(), ex);
        }
    }
}
