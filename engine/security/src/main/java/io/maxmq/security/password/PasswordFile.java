package io.maxmq.security.password;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Users and the hashes of their passwords, a line {@code user:hash} for each, as Mosquitto has them too. Not
 * thread-safe: read once, or read, changed and written.
 */
public final class PasswordFile
{
    private static final int SHOWN = 10;

    private final Map<String, String> hashes = new LinkedHashMap<>();

    /**
     * Reads a file.
     *
     * @param path of the file.
     * @return its users.
     * @throws IOException with everything that is wrong with it; no hash is part of the message.
     */
    public static PasswordFile read(final Path path) throws IOException
    {
        final PasswordFile file = new PasswordFile();
        final List<String> errors = new ArrayList<>();
        final List<String> lines = Files.readAllLines(path, StandardCharsets.UTF_8);
        for (int i = 0; i < lines.size(); i++)
        {
            try
            {
                file.add(lines.get(i));
            }
            catch (final IllegalArgumentException ex)
            {
                errors.add(path + ":" + (i + 1) + ": " + ex.getMessage());
            }
        }
        if (!errors.isEmpty())
        {
            throw new IOException(String.join("; ", errors.subList(0, Math.min(SHOWN, errors.size()))));
        }
        return file;
    }

    private void add(final String line)
    {
        if (line.isBlank() || line.startsWith("#"))
        {
            return;
        }
        final int colon = line.indexOf(':');
        if (colon <= 0)
        {
            throw new IllegalArgumentException("a line is 'user:hash'");
        }
        final String hash = line.substring(colon + 1).strip();
        PasswordHash.check(hash);
        if (hashes.put(line.substring(0, colon), hash) != null)
        {
            throw new IllegalArgumentException("this user has a line already");
        }
    }

    /**
     * @return user to hash, in the order of the file.
     */
    public Map<String, String> hashes()
    {
        return hashes;
    }

    /**
     * Sets the hash of a user.
     *
     * @param user who has it.
     * @param hash of the password.
     * @throws IllegalArgumentException where the name cannot be written.
     */
    public void set(final String user, final String hash)
    {
        if (user.isEmpty() || user.startsWith("#") || user.indexOf(':') >= 0 || user.chars().anyMatch(c -> c < ' '))
        {
            throw new IllegalArgumentException(
                "a user name is not empty, does not begin with '#', and holds neither ':' nor control characters");
        }
        PasswordHash.check(hash);
        hashes.put(user, hash);
    }

    /**
     * Replaces a file in one step, readable by its owner only where the file system knows such things.
     *
     * @param path of the file.
     * @throws IOException if it cannot be written; the old one is still there then.
     */
    public void write(final Path path) throws IOException
    {
        final Path folder = path.toAbsolutePath().getParent();
        final Path temporary = Files.createTempFile(folder, "." + path.getFileName(), ".new");
        try
        {
            final StringBuilder text = new StringBuilder();
            hashes.forEach((user, hash) -> text.append(user).append(':').append(hash).append('\n'));
            Files.writeString(temporary, text, StandardCharsets.UTF_8);
            copyPermissions(path, temporary);
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        finally
        {
            Files.deleteIfExists(temporary);
        }
    }

    /** A file that others could read, such as the broker's group, stays so; a new one is its owner's. */
    private static void copyPermissions(final Path from, final Path to) throws IOException
    {
        if (Files.exists(from) && Files.getFileStore(from).supportsFileAttributeView("posix"))
        {
            final Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(from);
            Files.setPosixFilePermissions(to, permissions);
        }
    }
}
