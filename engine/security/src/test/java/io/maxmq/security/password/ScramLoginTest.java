package io.maxmq.security.password;

import io.maxmq.spi.AuthenticationExchange;
import io.maxmq.spi.AuthenticationStep;
import io.maxmq.spi.ClientInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * SCRAM-SHA-256 from the client's side: who knows the password gets in and learns that the broker knows it too.
 */
class ScramLoginTest implements AuthenticationStep
{
    @TempDir
    Path folder;

    private ScramLogin login;
    private String answer;

    @BeforeEach
    void makeUsers() throws IOException
    {
        final Path file = Files.writeString(folder.resolve("users"),
            "alice:" + ScramSecret.of(utf8("pencil"), utf8("salt"), 4096).text() + "\n" +
            "a,b=c:" + ScramSecret.of(utf8("pencil"), utf8("salt"), 4096).text() + "\n" +
            "plain:" + PasswordHash.argon2id(utf8("pencil")) + "\n");
        login = new ScramLogin(new PasswordLogin(file, true, null));
    }

    private static byte[] utf8(final String text)
    {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ClientInfo client(final String username)
    {
        return new ClientInfo(0, "c", username, 5, "127.0.0.1:1", 0, "tcp", null);
    }

    @Override
    public void accept(final byte[] data)
    {
        answer = "accepted";
    }

    @Override
    public void acceptAs(final String username, final byte[] data)
    {
        answer = "accepted " + username + " " + new String(data, StandardCharsets.UTF_8);
    }

    @Override
    public void challenge(final byte[] data)
    {
        answer = new String(data, StandardCharsets.UTF_8);
    }

    @Override
    public void reject(final int reasonCode, final String reason)
    {
        answer = "rejected " + Integer.toHexString(reasonCode);
    }

    private String say(final AuthenticationExchange exchange, final String message)
    {
        exchange.onData(message == null ? null : utf8(message), this);
        return answer;
    }

    private String logIn(final String username, final String written, final String password)
    {
        final AuthenticationExchange exchange = login.begin(client(username));
        final String first = "n=" + written + ",r=client";
        final String challenge = say(exchange, "n,," + first);
        if (challenge.startsWith("rejected"))
        {
            return challenge;
        }
        final String[] parts = challenge.split(",");
        assertTrue(parts[0].startsWith("r=client") && parts[0].length() > 20, challenge);
        final byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
        final int iterations = Integer.parseInt(parts[2].substring(2));
        final String last = "c=biws," + parts[0];
        final String all = first + "," + challenge + "," + last;
        final byte[] salted = derive(password, salt, iterations);
        final byte[] proof = ScramSecret.hmac(salted, "Client Key");
        final byte[] signature = ScramSecret.hmac(ScramSecret.hash(proof), all);
        for (int i = 0; i < proof.length; i++)
        {
            proof[i] ^= signature[i];
        }
        say(exchange, last + ",p=" + Base64.getEncoder().encodeToString(proof));
        final String mine = Base64.getEncoder().encodeToString(
            ScramSecret.hmac(ScramSecret.hmac(salted, "Server Key"), all));
        return answer.endsWith(" v=" + mine) ? answer.substring(0, answer.lastIndexOf(' ')) : answer;
    }

    private static byte[] derive(final String password, final byte[] salt, final int iterations)
    {
        try
        {
            return Pbkdf2.derive("HmacSHA256", utf8(password), salt, iterations, 32);
        }
        catch (final java.security.GeneralSecurityException ex)
        {
            throw new AssertionError(ex);
        }
    }

    @Test
    void shouldLetInWhoKnowsThePassword()
    {
        assertEquals("accepted alice", logIn(null, "alice", "pencil"));
        assertEquals("accepted alice", logIn("alice", "alice", "pencil"));
        assertEquals("accepted a,b=c", logIn(null, "a=2Cb=3Dc", "pencil"));
    }

    @Test
    void shouldRefuseEverybodyElse()
    {
        assertEquals("rejected 87", logIn(null, "alice", "pen"));
        assertEquals("rejected 87", logIn(null, "bob", "pencil"));
        assertEquals("rejected 87", logIn(null, "plain", "pencil"));
        assertEquals("rejected 87", logIn("bob", "alice", "pencil"));
    }

    @Test
    void shouldNotSayWhichUsersThereAre()
    {
        final String one = say(login.begin(client(null)), "n,,n=bob,r=x");
        final String again = say(login.begin(client(null)), "n,,n=bob,r=x");
        final String other = say(login.begin(client(null)), "n,,n=eve,r=x");

        assertEquals(one.split(",")[1], again.split(",")[1]);
        assertNotEquals(one.split(",")[0], again.split(",")[0]);
        assertNotEquals(one.split(",")[1], other.split(",")[1]);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "n", "n,,", "n,,n=alice", "n,,n=alice,r=", "p=tls-unique,,n=alice,r=x", "n,a=bob,n=alice,r=x", "n,,n=,r=x",
        "n,,m=ext,n=alice,r=x", "x,,n=alice,r=x", ",,,,,,"})
    void shouldRefuseWhatIsNoFirstMessage(final String message)
    {
        assertEquals("rejected 87", say(login.begin(client(null)), message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",p=", "c=biws,r=x,p=AAAA", "c=biws,NONCE", "c=biws,NONCE,p=", "c=biws,NONCE,p=?",
        "c=eSws,NONCE,p=AAAA", "c=biws,NONCE,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="})
    void shouldRefuseWhatIsNoProof(final String message)
    {
        final AuthenticationExchange exchange = login.begin(client(null));
        final String nonce = say(exchange, "n,,n=alice,r=x").split(",")[0];

        assertEquals("rejected 87", say(exchange, message.replace("NONCE", nonce)));
    }

    @Test
    void shouldRefuseNothing()
    {
        assertEquals("rejected 87", say(login.begin(client(null)), null));
    }
}
