package io.maxmq.security.password;

import io.maxmq.security.login.Login;
import io.maxmq.security.login.LoginPool;
import io.maxmq.security.login.Verdict;
import io.maxmq.spi.ClientInfo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Lets in users whose password has the hash that a file has for them. Thread-safe; hashes are replaced as a whole, by
 * {@link #reload()}.
 */
public final class PasswordLogin implements Login
{
    private static final byte[] NO_PASSWORD = new byte[0];
    /** What is verified for users that do not exist, to no avail: as much work as for those that do. */
    private static final String NOBODYS_HASH =
        "$argon2id$v=19$m=7168,t=5,p=1$L97SVa4hqFuscgA4uP+SwA$jBl8ZrV8AK3/jQBeDYQhQodAYYr+0pS/TSDlRi1Cwd4";

    private final Path path;
    private final boolean isLast;
    private final LoginPool pool;
    private volatile Map<String, String> hashes;

    /**
     * @param path   of the file.
     * @param isLast whether nobody else knows users.
     * @param pool   that hashes.
     * @throws IOException where the file cannot be read.
     */
    public PasswordLogin(final Path path, final boolean isLast, final LoginPool pool) throws IOException
    {
        this.path = path;
        this.isLast = isLast;
        this.pool = pool;
        reload();
    }

    /**
     * Reads the file again. Who is connected stays so.
     *
     * @return how many users there are now.
     * @throws IOException where it cannot be read: nothing has changed.
     */
    public int reload() throws IOException
    {
        final Map<String, String> read = Map.copyOf(PasswordFile.read(path).hashes());
        hashes = read;
        return read.size();
    }

    @Override
    public boolean concerns(final ClientInfo client, final byte[] password)
    {
        return client.username() != null;
    }

    /** Takes as long for users that do not exist: nobody learns from it which do. */
    @Override
    public Verdict verify(final ClientInfo client, final byte[] password)
    {
        final String hash = hashes.get(client.username());
        if (hash == null && !isLast)
        {
            return Verdict.UNKNOWN;
        }
        final boolean matches =
            PasswordHash.matches(password == null ? NO_PASSWORD : password, hash == null ? NOBODYS_HASH : hash);
        return matches && hash != null ? Verdict.accepted(client.username()) : Verdict.WRONG;
    }

    @Override
    public LoginPool pool()
    {
        return pool;
    }

    /**
     * @param username of a client.
     * @return what SCRAM needs to know about the user, or null.
     */
    ScramSecret scramSecret(final String username)
    {
        final String hash = hashes.get(username);
        return hash != null && hash.startsWith("$" + ScramSecret.TAG + "$") ? ScramSecret.parse(hash) : null;
    }
}
