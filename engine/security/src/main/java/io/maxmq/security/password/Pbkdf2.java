package io.maxmq.security.password;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * PBKDF2 (RFC 8018, section 5.2) over the bytes of a password. The JDK's own takes characters, of which passwords in
 * CONNECT need not consist (MQTT-3.1.3.6). Stateless.
 */
final class Pbkdf2
{
    private Pbkdf2()
    {
    }

    /**
     * Derives a key.
     *
     * @param hmac       the JDK's name of the function.
     * @param password   to derive from; an empty one is as good as any.
     * @param salt       of the key.
     * @param iterations at least 1.
     * @param length     of the key in bytes.
     * @return the key.
     * @throws GeneralSecurityException where there is no such function.
     */
    static byte[] derive(
        final String hmac, final byte[] password, final byte[] salt, final int iterations, final int length)
        throws GeneralSecurityException
    {
        final Mac mac = Mac.getInstance(hmac);
        mac.init(key(hmac, password));
        final byte[] result = new byte[length];
        int filled = 0;
        for (int block = 1; filled < length; block++)
        {
            mac.update(salt);
            byte[] u = mac.doFinal(ByteBuffer.allocate(Integer.BYTES).putInt(block).array());
            final byte[] sum = u.clone();
            for (int i = 1; i < iterations; i++)
            {
                u = mac.doFinal(u);
                for (int j = 0; j < sum.length; j++)
                {
                    sum[j] ^= u[j];
                }
            }
            final int count = Math.min(sum.length, length - filled);
            System.arraycopy(sum, 0, result, filled, count);
            filled += count;
        }
        return result;
    }

    /** HMAC fills keys with zeros, so that one zero is as good as nothing, which the JDK does not take. */
    private static SecretKeySpec key(final String hmac, final byte[] password)
    {
        return new SecretKeySpec(password.length == 0 ? Arrays.copyOf(password, 1) : password, hmac);
    }
}
