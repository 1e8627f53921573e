package io.maxmq.tools;

import io.maxmq.security.password.PasswordFile;
import io.maxmq.security.password.PasswordHash;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;

/**
 * {@code maxmq passwd}: adds, changes and deletes users in a password file. The password is asked for twice at a
 * terminal, and is else the first line of standard input; never an argument, which others could see.
 */
@Command(
    name = "passwd",
    mixinStandardHelpOptions = true,
    description = "Add, change or delete a user in a password file (auth.password-file). At a terminal the password " +
        "is asked for, else it is the first line of standard input. A running broker reads the file again at SIGHUP.",
    footerHeading = "%nExit codes: ",
    footer = "0 done, 1 wrong command line, 5 the file or standard input failed.%n")
final class PasswdCommand implements Callable<Integer>
{
    /** Kinds of hashes that are made. */
    enum Hash
    {
        /** Argon2id, 7 MiB. */
        ARGON2ID,
        /** bcrypt: takes no memory to verify, and passwords of up to 72 bytes. */
        BCRYPT,
        /** For SCRAM-SHA-256, and for plain passwords. */
        SCRAM
    }

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The password file; made if it is not there.")
    private Path file;

    @Parameters(index = "1", paramLabel = "USER", description = "The user.")
    private String user;

    @Option(names = {"-D", "--delete"}, description = "Delete the user.")
    private boolean delete;

    @Option(names = "--hash", paramLabel = "KIND", defaultValue = "argon2id",
        description = "argon2id (default); bcrypt, which takes no memory to verify; scram, for SCRAM-SHA-256 and for " +
            "plain passwords.")
    private Hash hash;

    private final Streams streams;

    PasswdCommand(final Streams streams)
    {
        this.streams = streams;
    }

    public Integer call() throws CommandFailure
    {
        try
        {
            final PasswordFile users = Files.exists(file) ? PasswordFile.read(file) : new PasswordFile();
            if (delete)
            {
                delete(users);
            }
            else
            {
                set(users);
            }
            users.write(file);
            return ExitCode.OK;
        }
        catch (final IOException ex)
        {
            throw new CommandFailure(ExitCode.INPUT_OUTPUT, ex.getMessage());
        }
        catch (final IllegalArgumentException ex)
        {
            throw new CommandFailure(ExitCode.USAGE, ex.getMessage());
        }
    }

    private void delete(final PasswordFile users)
    {
        if (users.hashes().remove(user) == null)
        {
            throw new IllegalArgumentException("there is no user '" + user + "' in " + file);
        }
    }

    private void set(final PasswordFile users) throws IOException
    {
        final byte[] password = password();
        if (password.length == 0)
        {
            throw new IllegalArgumentException("an empty password is none");
        }
        users.set(user, hash(password));
        Arrays.fill(password, (byte)0);
    }

    private String hash(final byte[] password)
    {
        switch (hash)
        {
            case BCRYPT:
                return PasswordHash.bcrypt(password);

            case SCRAM:
                return PasswordHash.scram(password);

            default:
                return PasswordHash.argon2id(password);
        }
    }

    private byte[] password() throws IOException
    {
        final Console console = System.console();
        if (console == null)
        {
            return firstLine();
        }
        final char[] first = console.readPassword("Password for %s: ", user);
        final char[] second = console.readPassword("Again: ");
        if (!Arrays.equals(first, second))
        {
            throw new IllegalArgumentException("the two are not the same; nothing has been changed");
        }
        return first == null ? new byte[0] : utf8(first);
    }

    private static byte[] utf8(final char[] text)
    {
        final ByteBuffer bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
        final byte[] result = new byte[bytes.remaining()];
        bytes.get(result);
        return result;
    }

    private byte[] firstLine() throws IOException
    {
        final ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = streams.in().read();
        while (next >= 0 && next != '\n')
        {
            if (next != '\r')
            {
                line.write(next);
            }
            next = streams.in().read();
        }
        return line.toByteArray();
    }
}
