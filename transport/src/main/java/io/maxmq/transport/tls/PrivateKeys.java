package io.maxmq.transport.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Private keys from PEM files: PKCS#8 (RFC 5208), encrypted or not, PKCS#1 (RFC 8017, {@code RSA PRIVATE KEY}) and SEC 1
 * (RFC 5915, {@code EC PRIVATE KEY}). The JDK reads PKCS#8 only, so the others are put into it:
 * <pre>
 *   SEQUENCE { INTEGER 0, SEQUENCE { OID algorithm, parameters }, OCTET STRING { the key as it was } }
 * </pre>
 */
final class PrivateKeys
{
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");
    private static final byte[] RSA = Der.hex("06092a864886f70d0101010500");
    private static final byte[] EC = Der.hex("06072a8648ce3d0201");
    private static final byte[] PROOF = {1, 2, 3, 4, 5, 6, 7, 8};

    private PrivateKeys()
    {
    }

    static PrivateKey read(final Path file, final String password)
    {
        for (final Pem piece : Pem.read(file))
        {
            if (piece.label().endsWith("PRIVATE KEY"))
            {
                return read(file, piece, password);
            }
        }
        throw new TlsException(file + " holds no private key");
    }

    private static PrivateKey read(final Path file, final Pem piece, final String password)
    {
        if (piece.headers().contains("ENCRYPTED"))
        {
            throw new TlsException("the key in " + file + " is encrypted in a way that is no longer safe; " +
                "write it anew: openssl pkcs8 -topk8 -v2 aes-256-cbc -in " + file.getFileName() + " -out key.pem");
        }
        try
        {
            switch (piece.label())
            {
                case "PRIVATE KEY":
                    return pkcs8(file, piece.content());

                case "RSA PRIVATE KEY":
                    return pkcs8(file, Der.privateKeyInfo(RSA, piece.content()));

                case "EC PRIVATE KEY":
                    return pkcs8(file, Der.privateKeyInfo(
                        Der.join(EC, Der.curveOf(piece.content())), piece.content()));

                case "ENCRYPTED PRIVATE KEY":
                    return encrypted(file, piece.content(), password);

                default:
                    throw new TlsException(file + " holds a key of a kind that is not supported: " + piece.label() +
                        "; write it as PKCS#8: openssl pkcs8 -topk8 -nocrypt");
            }
        }
        catch (final IllegalArgumentException ex)
        {
            throw new TlsException("the key in " + file + " is damaged: " + ex.getMessage(), ex);
        }
    }

    private static PrivateKey encrypted(final Path file, final byte[] content, final String password)
    {
        if (password == null)
        {
            throw new TlsException("the key in " + file + " is encrypted; tell its password (tls.key-password)");
        }
        try
        {
            final EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(content);
            // For PBES2 the parameters name the algorithm, which the identifier alone does not.
            final String algorithm = info.getAlgName().equals("PBES2") || info.getAlgName().startsWith("1.2.840") ?
                info.getAlgParameters().toString() : info.getAlgName();
            final Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, SecretKeyFactory.getInstance(algorithm)
                .generateSecret(new PBEKeySpec(password.toCharArray())), info.getAlgParameters());
            return pkcs8(file, info.getKeySpec(cipher).getEncoded());
        }
        catch (final InvalidKeySpecException ex)
        {
            throw new TlsException("the password does not fit the key in " + file, ex);
        }
        catch (final GeneralSecurityException | IOException ex)
        {
            throw new TlsException("the key in " + file + " cannot be decrypted: " + ex.getMessage(), ex);
        }
    }

    private static PrivateKey pkcs8(final Path file, final byte[] content)
    {
        for (final String algorithm : ALGORITHMS)
        {
            try
            {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(content));
            }
            catch (final GeneralSecurityException ex)
            {
                // It is of another kind.
            }
        }
        throw new TlsException("the key in " + file + " is damaged, or neither RSA nor EC nor Ed25519");
    }

    /**
     * @throws TlsException when the key is not that of the certificate.
     */
    static void checkPair(
        final PrivateKey key, final Path keyFile, final X509Certificate certificate, final Path certificateFile)
    {
        boolean fits;
        try
        {
            final Signature signature = Signature.getInstance(signatureFor(key.getAlgorithm()));
            signature.initSign(key);
            signature.update(PROOF);
            final byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(PROOF);
            fits = signature.verify(signed);
        }
        catch (final GeneralSecurityException ex)
        {
            fits = false;
        }
        if (!fits)
        {
            throw new TlsException("the key in " + keyFile + " does not belong to the certificate in " +
                certificateFile);
        }
    }

    private static String signatureFor(final String algorithm)
    {
        switch (algorithm)
        {
            case "EC":
                return "SHA256withECDSA";

            case "EdDSA":
            case "Ed25519":
                return "EdDSA";

            default:
                return "SHA256withRSA";
        }
    }
}
