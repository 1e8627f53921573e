package io.maxmq.security.password;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * One password, hashed: a line of text that says how. Four kinds are understood:
 * <pre>
 * $argon2id$v=19$m=KiB,t=PASSES,p=LANES$SALT$HASH     Argon2id (RFC 9106), the kind that is made
 * $2a$, $2b$, $2y$                                    bcrypt
 * $7$ITERATIONS$SALT$HASH                             Mosquitto: PBKDF2 with HMAC-SHA-512
 * $6$SALT$HASH                                        Mosquitto: salted SHA-512, weak
 * $scram-sha-256$ITERATIONS$SALT$STORED$SERVER        SCRAM-SHA-256 (RFC 7677), see {@link ScramSecret}
 * </pre>
 * Bounded: a file cannot ask for more memory or time than {@link #check} lets through. Stateless.
 */
public final class PasswordHash
{
    /** Memory of the Argon2id hashes that are made: of the settings that OWASP recommends, the one with least. */
    public static final int ARGON2_MEMORY_KIB = 7 * 1024;
    private static final int ARGON2_PASSES = 5;
    private static final int ARGON2_LANES = 1;
    private static final int ARGON2_HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int BCRYPT_COST = 11;
    /** RFC 7677 asks for 4,096 at least. */
    static final int SCRAM_ITERATIONS = 16_384;
    private static final int MAXIMUM_BCRYPT_COST = 16;
    private static final int MAXIMUM_MEMORY_KIB = 128 * 1024;
    private static final int MAXIMUM_PASSES = 64;
    private static final int MAXIMUM_ITERATIONS = 10_000_000;
    private static final int MAXIMUM_BYTES = 1024;
    /** bcrypt takes no more of a password. */
    private static final int BCRYPT_PASSWORD_BYTES = 72;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder PHC_ENCODER = Base64.getEncoder().withoutPadding();

    private PasswordHash()
    {
    }

    /**
     * @return random bytes, as many as a salt has.
     */
    static byte[] salt()
    {
        final byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return salt;
    }

    /**
     * Hashes a password with Argon2id.
     *
     * @param password to hash.
     * @return the hash.
     */
    public static String argon2id(final byte[] password)
    {
        final byte[] salt = salt();
        final byte[] hash =
            argon2id(password, salt, ARGON2_MEMORY_KIB, ARGON2_PASSES, ARGON2_LANES, ARGON2_HASH_BYTES);
        return "$argon2id$v=19$m=" + ARGON2_MEMORY_KIB + ",t=" + ARGON2_PASSES + ",p=" + ARGON2_LANES + "$" +
            PHC_ENCODER.encodeToString(salt) + "$" + PHC_ENCODER.encodeToString(hash);
    }

    /**
     * Hashes a password with bcrypt.
     *
     * @param password to hash, up to 72 bytes.
     * @return the hash.
     * @throws IllegalArgumentException where the password is longer.
     */
    public static String bcrypt(final byte[] password)
    {
        if (password.length > BCRYPT_PASSWORD_BYTES)
        {
            throw new IllegalArgumentException("bcrypt takes passwords of up to 72 bytes; use argon2id");
        }
        return OpenBSDBCrypt.generate("2b", password, salt(), BCRYPT_COST);
    }

    /**
     * Hashes a password for SCRAM-SHA-256.
     *
     * @param password to hash.
     * @return the hash.
     */
    public static String scram(final byte[] password)
    {
        return ScramSecret.of(password, salt(), SCRAM_ITERATIONS).text();
    }

    /**
     * Verifies a password.
     *
     * @param password that a client sent.
     * @param hash     that {@link #check} has let through.
     * @return whether it is the one that was hashed.
     */
    public static boolean matches(final byte[] password, final String hash)
    {
        try
        {
            final String[] parts = hash.split("\\$", -1);
            switch (parts[1])
            {
                case "argon2id":
                    return matchesArgon2(password, parts);

                case "6":
                    return MessageDigest.isEqual(bytes(parts[3]), sha512(password, bytes(parts[2])));

                case "7":
                    return MessageDigest.isEqual(bytes(parts[4]), Pbkdf2.derive("HmacSHA512", password,
                        bytes(parts[3]), Integer.parseInt(parts[2]), bytes(parts[4]).length));

                case ScramSecret.TAG:
                    return ScramSecret.parse(hash).matches(password);

                default:
                    return password.length <= BCRYPT_PASSWORD_BYTES && OpenBSDBCrypt.checkPassword(hash, password);
            }
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    /**
     * Looks at a hash in a file.
     *
     * @param hash to look at.
     * @throws IllegalArgumentException with what is wrong with it.
     */
    public static void check(final String hash)
    {
        final String[] parts = hash.split("\\$", -1);
        try
        {
            if (parts.length < 4 || !parts[0].isEmpty() || !isFine(parts))
            {
                throw new IllegalArgumentException();
            }
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException("this is no hash of a password that MaxMQ knows; " +
                "have 'maxmq passwd' make one, or Mosquitto's mosquitto_passwd", ex);
        }
    }

    private static boolean isFine(final String[] parts)
    {
        switch (parts[1])
        {
            case "argon2id":
                return parts.length == 6 && parts[2].equals("v=19") && isFineArgon2(parts);

            case "2a":
            case "2b":
            case "2y":
                return parts.length == 4 && parts[3].length() == 53 && Integer.parseInt(parts[2]) <= MAXIMUM_BCRYPT_COST;

            case "6":
                return parts.length == 4 && isShort(parts[2]) && isShort(parts[3]);

            case "7":
                return parts.length == 5 && isBetween(Integer.parseInt(parts[2]), 1, MAXIMUM_ITERATIONS) &&
                    isShort(parts[3]) && isShort(parts[4]);

            case ScramSecret.TAG:
                return parts.length == 6 && isBetween(Integer.parseInt(parts[2]), 1, MAXIMUM_ITERATIONS) &&
                    isShort(parts[3]) && isShort(parts[4]) && isShort(parts[5]);

            default:
                return false;
        }
    }

    private static boolean isFineArgon2(final String[] parts)
    {
        final int[] costs = costs(parts[3]);
        return isBetween(costs[0], 8, MAXIMUM_MEMORY_KIB) && isBetween(costs[1], 1, MAXIMUM_PASSES) &&
            isBetween(costs[2], 1, 16) && isShort(parts[4]) && isShort(parts[5]);
    }

    private static boolean isBetween(final int value, final int least, final int most)
    {
        return value >= least && value <= most;
    }

    private static boolean isShort(final String base64)
    {
        final int length = bytes(base64).length;
        return length > 0 && length <= MAXIMUM_BYTES;
    }

    /** Memory, passes and lanes, from {@code m=…,t=…,p=…}. */
    private static int[] costs(final String text)
    {
        if (!text.matches("m=[0-9]{1,9},t=[0-9]{1,9},p=[0-9]{1,3}"))
        {
            throw new IllegalArgumentException();
        }
        final String[] costs = text.split(",");
        return new int[]{number(costs[0]), number(costs[1]), number(costs[2])};
    }

    private static int number(final String assignment)
    {
        return Integer.parseInt(assignment.substring(2));
    }

    private static boolean matchesArgon2(final byte[] password, final String[] parts)
    {
        final int[] costs = costs(parts[3]);
        final byte[] expected = bytes(parts[5]);
        return MessageDigest.isEqual(
            expected, argon2id(password, bytes(parts[4]), costs[0], costs[1], costs[2], expected.length));
    }

    private static byte[] argon2id(
        final byte[] password, final byte[] salt, final int memoryKib, final int passes, final int lanes,
        final int hashBytes)
    {
        final Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withSalt(salt)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .build());
        final byte[] hash = new byte[hashBytes];
        generator.generateBytes(password, hash);
        return hash;
    }

    private static byte[] sha512(final byte[] password, final byte[] salt) throws GeneralSecurityException
    {
        final MessageDigest digest = MessageDigest.getInstance("SHA-512");
        digest.update(password);
        return digest.digest(salt);
    }

    static byte[] bytes(final String base64)
    {
        return Base64.getDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
    }
}
