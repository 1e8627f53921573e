package io.maxmq.transport.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files in the format of RFC 7468: pieces of Base64 between lines that say what they are, anything else in between.
 *
 * @param label   what the piece is, e.g. {@code CERTIFICATE}.
 * @param headers lines in front of the Base64, as old encrypted keys have; mostly empty.
 * @param content of it.
 */
record Pem(String label, String headers, byte[] content)
{
    private static final Pattern PIECE = Pattern.compile(
        "-----BEGIN ([A-Z0-9 ]+)-----\\s*?\\R((?:[A-Za-z0-9-]+:[^\\r\\n]*\\R)*)([A-Za-z0-9+/=\\s]*?)-----END \\1-----");

    static List<Pem> read(final Path file)
    {
        final String text;
        try
        {
            text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        }
        catch (final IOException ex)
        {
            throw new TlsException("cannot read " + file + (Files.exists(file) ? "" : ": there is no such file"), ex);
        }
        final List<Pem> pieces = new ArrayList<>();
        final Matcher matcher = PIECE.matcher(text);
        while (matcher.find())
        {
            pieces.add(new Pem(matcher.group(1), matcher.group(2), decode(file, matcher.group(3))));
        }
        if (pieces.isEmpty())
        {
            throw new TlsException(file + " is not a PEM file: it has no line -----BEGIN …-----");
        }
        return pieces;
    }

    private static byte[] decode(final Path file, final String base64)
    {
        try
        {
            return Base64.getMimeDecoder().decode(base64);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new TlsException(file + " is damaged: " + ex.getMessage(), ex);
        }
    }

    /**
     * @param file to read.
     * @return its certificates in its order, at least one.
     */
    static List<X509Certificate> certificates(final Path file)
    {
        final List<X509Certificate> result = new ArrayList<>();
        for (final Pem piece : read(file))
        {
            if (piece.label().equals("CERTIFICATE") || piece.label().equals("X509 CERTIFICATE"))
            {
                result.add(certificate(file, piece.content()));
            }
        }
        if (result.isEmpty())
        {
            throw new TlsException(file + " holds no certificate");
        }
        return result;
    }

    private static X509Certificate certificate(final Path file, final byte[] content)
    {
        try
        {
            return (X509Certificate)CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(content));
        }
        catch (final GeneralSecurityException ex)
        {
            throw new TlsException(file + " holds a certificate that cannot be read: " + ex.getMessage(), ex);
        }
    }
}
