package io.maxmq.tools;

import io.maxmq.security.password.PasswordFile;
import io.maxmq.security.password.PasswordHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * {@code maxmq passwd}, with passwords from standard input.
 */
class PasswdCommandTest
{
    @TempDir
    Path folder;

    private final StringWriter printed = new StringWriter();

    private int run(final String input, final String... args)
    {
        final Streams streams = new Streams(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), new ByteArrayOutputStream());
        final CommandLine command = Maxmq.commandLine(streams, "passwd");
        command.setErr(new PrintWriter(printed, true));
        command.setOut(new PrintWriter(printed, true));
        final String[] all = new String[args.length + 1];
        all[0] = "passwd";
        System.arraycopy(args, 0, all, 1, args.length);
        return command.execute(all);
    }

    private String file()
    {
        return folder.resolve("users").toString();
    }

    private String hash(final String user) throws IOException
    {
        return PasswordFile.read(folder.resolve("users")).hashes().get(user);
    }

    @ParameterizedTest
    @ValueSource(strings = {"argon2id", "bcrypt", "scram"})
    void shouldAddAndChangeUsers(final String kind) throws IOException
    {
        assertEquals(ExitCode.OK, run("first\n", "--hash", kind, file(), "alice"));
        assertEquals(ExitCode.OK, run("bob's\r\nmore", "--hash", kind, file(), "bob"));
        assertEquals(ExitCode.OK, run("second", "--hash", kind, file(), "alice"));

        assertTrue(PasswordHash.matches("second".getBytes(StandardCharsets.UTF_8), hash("alice")));
        assertTrue(PasswordHash.matches("bob's".getBytes(StandardCharsets.UTF_8), hash("bob")));
        assertFalse(Files.readString(folder.resolve("users")).contains("second"));
    }

    @Test
    void shouldDeleteUsers() throws IOException
    {
        run("x", "--hash", "scram", file(), "alice");
        run("x", "--hash", "scram", file(), "bob");

        assertEquals(ExitCode.OK, run("", "-D", file(), "alice"));
        assertEquals(ExitCode.USAGE, run("", "-D", file(), "alice"));

        assertEquals(List.of("bob"), List.copyOf(PasswordFile.read(folder.resolve("users")).hashes().keySet()));
    }

    @Test
    void shouldLeaveAFileAloneThatItDoesNotUnderstand() throws IOException
    {
        Files.writeString(folder.resolve("users"), "alice:plain\n");

        assertEquals(ExitCode.INPUT_OUTPUT, run("x", file(), "bob"));
        assertEquals("alice:plain\n", Files.readString(folder.resolve("users")));
        assertTrue(printed.toString().contains("users:1: "), printed.toString());
    }

    @Test
    void shouldRefuseNoPasswordAndNamesThatCannotBe()
    {
        assertEquals(ExitCode.USAGE, run("", file(), "alice"));
        assertEquals(ExitCode.USAGE, run("x", "--hash", "scram", file(), "a:b"));
        assertEquals(ExitCode.USAGE, run("y".repeat(73), "--hash", "bcrypt", file(), "alice"));
        assertFalse(Files.exists(folder.resolve("users")));
    }
}
