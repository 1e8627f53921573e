package io.maxmq.server;

import io.maxmq.security.RefusalLog;
import io.maxmq.security.login.Login;
import io.maxmq.security.login.LoginChain;
import io.maxmq.security.login.LoginPool;
import io.maxmq.security.password.PasswordLogin;
import io.maxmq.server.config.Anonymous;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.spi.Authenticator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The ways of logging in that the configuration names, with their threads. Thread-safe.
 */
final class Logins implements AutoCloseable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(Logins.class);

    private final List<LoginPool> pools = new ArrayList<>();
    private final PasswordLogin passwords;
    private final LoginChain chain;

    private Logins(final BrokerConfig config, final RefusalLog refusals)
    {
        final BrokerConfig.Authentication authentication = config.authentication();
        final List<Login> logins = new ArrayList<>();
        passwords = hasPasswords(config) ? passwords(authentication) : null;
        if (passwords != null)
        {
            logins.add(passwords);
        }
        chain = new LoginChain(logins, List.of(), anonymousListeners(config, logins.isEmpty()), refusals);
    }

    /**
     * @param config of the broker.
     * @return whether anybody is kept out.
     */
    static boolean areConfigured(final BrokerConfig config)
    {
        return hasPasswords(config) || config.authentication().anonymous().containsValue(Anonymous.DENY);
    }

    private static boolean hasPasswords(final BrokerConfig config)
    {
        return !config.authentication().passwordFile().toString().isEmpty();
    }

    /**
     * Reads the files that the configuration names.
     *
     * @param config   of the broker.
     * @param refusals takes note of who is refused.
     * @return the ways of logging in.
     * @throws IllegalArgumentException where a file is wrong.
     */
    static Logins open(final BrokerConfig config, final RefusalLog refusals)
    {
        return new Logins(config, refusals);
    }

    private static Set<String> anonymousListeners(final BrokerConfig config, final boolean nobodyIsKnown)
    {
        final Set<String> names = new HashSet<>();
        config.authentication().anonymous().forEach((name, anonymous) ->
        {
            if (anonymous == Anonymous.ALLOW || anonymous == Anonymous.AUTO && nobodyIsKnown)
            {
                names.add(name);
            }
        });
        return names;
    }

    private PasswordLogin passwords(final BrokerConfig.Authentication authentication)
    {
        final LoginPool pool = new LoginPool(
            "maxmq-login", authentication.threads(), authentication.queue(), authentication.timeoutMs());
        pools.add(pool);
        try
        {
            return new PasswordLogin(authentication.passwordFile(), true, pool);
        }
        catch (final IOException ex)
        {
            close();
            throw new IllegalArgumentException("auth.password-file: " + message(ex), ex);
        }
    }

    private static String message(final IOException ex)
    {
        return ex instanceof NoSuchFileException ?
            "there is no file " + ex.getMessage() + "; 'maxmq passwd' makes one" : ex.getMessage();
    }

    Authenticator chain()
    {
        return chain;
    }

    void reload()
    {
        if (passwords != null)
        {
            try
            {
                LOGGER.info("passwords read again: {} users", passwords.reload());
            }
            catch (final IOException ex)
            {
                LOGGER.error("the passwords have not been changed: {}", message(ex));
            }
        }
    }

    @Override
    public void close()
    {
        pools.forEach(LoginPool::close);
    }
}
