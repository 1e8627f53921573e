package io.maxmq.server.protocol;

import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Clients that log in with a user name and a password.
 */
final class LoginTest extends ProtocolTest
{
    @TempDir
    static Path folder;

    @Override
    String[] settings()
    {
        write("alice", "secret");
        return new String[]{"auth.password-file=" + file()};
    }

    @Override
    Broker launch(final BrokerConfig config)
    {
        return Broker.launch(config);
    }

    private static Path file()
    {
        return folder.resolve("users");
    }

    private static void write(final String user, final String password)
    {
        try
        {
            Files.writeString(file(), user + ":" + hash(password) + "\n");
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static String hash(final String password)
    {
        try
        {
            final byte[] hash = MessageDigest.getInstance("SHA-512")
                .digest((password + "salt").getBytes(StandardCharsets.UTF_8));
            return "$6$c2FsdA==$" + Base64.getEncoder().encodeToString(hash);
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new AssertionError(ex);
        }
    }

    private TestClient logIn(final int version, final String user, final String password)
    {
        return open(version).sendConnect(id("a"), true, c ->
        {
            c.username(user);
            if (password != null)
            {
                c.password(Bytes.utf8(password));
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "3,alice,secret,0", "4,alice,secret,0", "5,alice,secret,0",
        "3,alice,Secret,4", "4,alice,Secret,4", "5,alice,Secret,134",
        "4,alice,,4", "5,alice,,134", "4,bob,secret,4", "5,bob,secret,134"})
    void shouldLetInWhoKnowsThePassword(
        final int version, final String user, final String password, final int code)
    {
        assertEquals(code, logIn(version, user, password).await(PacketType.CONNACK).reasonCode());
    }

    @ParameterizedTest
    @CsvSource({"4,5", "5,135"})
    void shouldKeepOutWhoHasNoName(final int version, final int code)
    {
        assertEquals(code, open(version).sendConnect(id("a"), true, c -> {}).await(PacketType.CONNACK).reasonCode());
    }

    @Test
    void shouldReadThePasswordsAgain()
    {
        write("alice", "changed");
        broker().reload();
        final int before = logIn(5, "alice", "secret").await(PacketType.CONNACK).reasonCode();
        final int after = logIn(5, "alice", "changed").await(PacketType.CONNACK).reasonCode();
        write("alice", "secret");
        broker().reload();

        assertEquals(List.of(ReasonCode.BAD_USER_NAME_OR_PASSWORD, ReasonCode.SUCCESS), List.of(before, after));
    }
}
