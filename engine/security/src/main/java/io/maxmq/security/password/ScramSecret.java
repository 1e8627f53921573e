package io.maxmq.security.password;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * What a server keeps of a password for SCRAM-SHA-256 (RFC 5802, section 3; RFC 7677). Immutable.
 *
 * @param iterations of PBKDF2.
 * @param salt       of it.
 * @param storedKey  by which the client's proof is verified.
 * @param serverKey  by which the server proves that it knows the password.
 */
record ScramSecret(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey)
{
    /** How its text begins, between dollar signs. */
    static final String TAG = "scram-sha-256";
    private static final String HMAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    static ScramSecret of(final byte[] password, final byte[] salt, final int iterations)
    {
        try
        {
            final byte[] salted = Pbkdf2.derive(HMAC, password, salt, iterations, KEY_BYTES);
            return new ScramSecret(iterations, salt, hash(hmac(salted, "Client Key")), hmac(salted, "Server Key"));
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    static ScramSecret parse(final String text)
    {
        final String[] parts = text.split("\\$", -1);
        return new ScramSecret(Integer.parseInt(parts[2]), PasswordHash.bytes(parts[3]),
            PasswordHash.bytes(parts[4]), PasswordHash.bytes(parts[5]));
    }

    String text()
    {
        final Base64.Encoder encoder = Base64.getEncoder();
        return "$" + TAG + "$" + iterations + "$" + encoder.encodeToString(salt) + "$" +
            encoder.encodeToString(storedKey) + "$" + encoder.encodeToString(serverKey);
    }

    boolean matches(final byte[] password)
    {
        return MessageDigest.isEqual(of(password, salt, iterations).storedKey, storedKey);
    }

    static byte[] hmac(final byte[] key, final String text)
    {
        try
        {
            final Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    static byte[] hash(final byte[] bytes)
    {
        try
        {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException(ex);
        }
    }
}
