package io.maxmq.security.password;

import io.maxmq.security.login.EnhancedLogin;
import io.maxmq.spi.AuthenticationExchange;
import io.maxmq.spi.AuthenticationStep;
import io.maxmq.spi.ClientInfo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * SCRAM-SHA-256 (RFC 5802, RFC 7677) as an authentication method of MQTT 5: the password never travels, and the client
 * learns that the broker knows it, too. Users are those of the password file whose hash was made for it. Users that do
 * not exist get a challenge like all others. Thread-safe, and cheap: the work is the client's.
 */
public final class ScramLogin implements EnhancedLogin
{
    private static final String METHOD = "SCRAM-SHA-256";
    private static final int NONCE_BYTES = 18;
    private static final int MAXIMUM_LENGTH = 4096;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PasswordLogin users;
    /** From which the salts of users that do not exist are made: always the same for one name. */
    private final byte[] pretence = PasswordHash.salt();

    /**
     * @param users who may log in.
     */
    public ScramLogin(final PasswordLogin users)
    {
        this.users = users;
    }

    @Override
    public String method()
    {
        return METHOD;
    }

    @Override
    public AuthenticationExchange begin(final ClientInfo client)
    {
        return new Exchange(client);
    }

    /** One login: the client's first message, the challenge, the client's proof. */
    private final class Exchange implements AuthenticationExchange
    {
        private final ClientInfo client;
        private String gs2Header;
        private String clientFirst;
        private String serverFirst;
        private String nonce;
        private String user;
        private ScramSecret secret;
        private boolean exists;

        Exchange(final ClientInfo client)
        {
            this.client = client;
        }

        @Override
        public void onData(final byte[] data, final AuthenticationStep step)
        {
            final String message = data == null || data.length > MAXIMUM_LENGTH ? "" :
                new String(data, StandardCharsets.UTF_8);
            final boolean isFirst = serverFirst == null;
            if (isFirst ? !begin(message) : !isProven(message))
            {
                step.reject(AuthenticationStep.NOT_AUTHORIZED, null);
            }
            else if (isFirst)
            {
                step.challenge(serverFirst.getBytes(StandardCharsets.UTF_8));
            }
            else
            {
                final byte[] signature = ScramSecret.hmac(secret.serverKey(), authMessage(message));
                step.acceptAs(user, ("v=" + base64(signature)).getBytes(StandardCharsets.UTF_8));
            }
        }

        /** {@code n,,n=user,r=nonce}: no channel binding, and nobody acts for somebody else. */
        private boolean begin(final String message)
        {
            final String[] parts = message.split(",", -1);
            if (parts.length < 4 || !parts[0].equals("n") && !parts[0].equals("y") || !parts[1].isEmpty() ||
                !parts[2].startsWith("n=") || !parts[3].startsWith("r=") || parts[3].length() == 2)
            {
                return false;
            }
            user = parts[2].substring(2).replace("=2C", ",").replace("=3D", "=");
            if (user.isEmpty() || client.username() != null && !client.username().equals(user))
            {
                return false;
            }
            gs2Header = parts[0] + ",,";
            clientFirst = message.substring(gs2Header.length());
            final ScramSecret known = users.scramSecret(user);
            exists = known != null;
            secret = exists ? known : pretended();
            final byte[] random = new byte[NONCE_BYTES];
            RANDOM.nextBytes(random);
            nonce = parts[3].substring(2) + base64(random);
            serverFirst = "r=" + nonce + ",s=" + base64(secret.salt()) + ",i=" + secret.iterations();
            return true;
        }

        private ScramSecret pretended()
        {
            final byte[] salt = Arrays.copyOf(ScramSecret.hmac(pretence, user), pretence.length);
            return new ScramSecret(PasswordHash.SCRAM_ITERATIONS, salt, pretence, pretence);
        }

        /** {@code c=biws,r=nonce,p=proof}. */
        private boolean isProven(final String message)
        {
            final int end = message.lastIndexOf(",p=");
            final String expected =
                "c=" + base64(gs2Header.getBytes(StandardCharsets.UTF_8)) + ",r=" + nonce;
            if (end < 0 || !message.substring(0, end).equals(expected))
            {
                return false;
            }
            final byte[] proof = proof(message.substring(end + 3));
            final byte[] signature = ScramSecret.hmac(secret.storedKey(), authMessage(message));
            if (proof.length != signature.length)
            {
                return false;
            }
            for (int i = 0; i < proof.length; i++)
            {
                proof[i] ^= signature[i];
            }
            return MessageDigest.isEqual(ScramSecret.hash(proof), secret.storedKey()) & exists;
        }

        private String authMessage(final String message)
        {
            return clientFirst + "," + serverFirst + "," + message.substring(0, message.lastIndexOf(",p="));
        }
    }

    private static byte[] proof(final String text)
    {
        try
        {
            return PasswordHash.bytes(text);
        }
        catch (final IllegalArgumentException ex)
        {
            return new byte[0];
        }
    }

    private static String base64(final byte[] bytes)
    {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
