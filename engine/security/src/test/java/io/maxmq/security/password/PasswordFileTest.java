package io.maxmq.security.password;

import io.maxmq.security.login.Verdict;
import io.maxmq.spi.ClientInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Users in a file: read, changed, written, and let in.
 */
class PasswordFileTest
{
    /** Of "secret". */
    private static final String HASH = "$6$c2FsdA==$" + base64(sha512("secret", "salt"));

    @TempDir
    Path folder;

    private static byte[] sha512(final String password, final String salt)
    {
        try
        {
            return java.security.MessageDigest.getInstance("SHA-512").digest(utf8(password + salt));
        }
        catch (final java.security.NoSuchAlgorithmException ex)
        {
            throw new AssertionError(ex);
        }
    }

    private static String base64(final byte[] bytes)
    {
        return java.util.Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] utf8(final String text)
    {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ClientInfo client(final String username)
    {
        return new ClientInfo(0, "c", username, 5, "127.0.0.1:1", 0, "tcp", null);
    }

    @Test
    void shouldReadWhatItWrote() throws IOException
    {
        final Path path = folder.resolve("users");
        final PasswordFile file = new PasswordFile();
        file.set("alice", HASH);
        file.set("Jo Smith", HASH);
        file.write(path);

        assertEquals(List.of("alice", "Jo Smith"), List.copyOf(PasswordFile.read(path).hashes().keySet()));
        assertEquals(Set.of("users"), Set.of(folder.toFile().list()));
    }

    @Test
    void shouldSkipCommentsAndEmptyLines() throws IOException
    {
        final Path path = Files.writeString(folder.resolve("users"), "# users\n\nalice:" + HASH + "\n");

        assertEquals(Set.of("alice"), PasswordFile.read(path).hashes().keySet());
    }

    @Test
    void shouldSayWhatIsWrongWithoutRepeatingSecrets() throws IOException
    {
        final Path path =
            Files.writeString(folder.resolve("users"), "a:" + HASH + "\nb:plain-secret\nnothing\na:" + HASH + "\n");

        final String message = assertThrows(IOException.class, () -> PasswordFile.read(path)).getMessage();

        assertTrue(message.contains("users:2: ") && message.contains("users:3: ") && message.contains("users:4: "));
        assertFalse(message.contains("plain-secret") || message.contains(HASH), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "#a", "a\nb"})
    void shouldRefuseNamesThatCannotBeWritten(final String user)
    {
        assertThrows(IllegalArgumentException.class, () -> new PasswordFile().set(user, HASH));
    }

    @Test
    void shouldLetInWhoKnowsThePassword() throws IOException
    {
        final Path path = Files.writeString(folder.resolve("users"), "alice:" + HASH + "\n");
        final PasswordLogin login = new PasswordLogin(path, true, null);

        assertEquals("alice", login.verify(client("alice"), utf8("secret")).username());
        assertEquals(Verdict.WRONG, login.verify(client("alice"), utf8("Secret")));
        assertEquals(Verdict.WRONG, login.verify(client("alice"), null));
        assertEquals(Verdict.WRONG, login.verify(client("bob"), utf8("secret")));
        assertFalse(login.concerns(client(null), utf8("secret")));
    }

    @Test
    void shouldLeaveUnknownUsersToOthers() throws IOException
    {
        final Path path = Files.writeString(folder.resolve("users"), "alice:" + HASH + "\n");
        final PasswordLogin login = new PasswordLogin(path, false, null);

        assertEquals(Verdict.UNKNOWN, login.verify(client("bob"), utf8("secret")));
        assertEquals(Verdict.WRONG, login.verify(client("alice"), utf8("x")));
    }

    @Test
    void shouldReadAgainAndKeepWhatItHasWhereThatFails() throws IOException
    {
        final Path path = Files.writeString(folder.resolve("users"), "alice:" + HASH + "\n");
        final PasswordLogin login = new PasswordLogin(path, true, null);

        Files.writeString(path, "bob:" + HASH + "\n");
        assertEquals(1, login.reload());
        Files.writeString(path, "carol\n");
        assertThrows(IOException.class, login::reload);

        assertEquals("bob", login.verify(client("bob"), utf8("secret")).username());
        assertEquals(Verdict.WRONG, login.verify(client("alice"), utf8("secret")));
    }
}
