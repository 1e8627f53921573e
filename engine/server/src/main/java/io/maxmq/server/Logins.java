package io.maxmq.server;

import io.maxmq.security.RefusalLog;
import io.maxmq.security.certificate.CertificateLogin;
import io.maxmq.security.http.HttpLogin;
import io.maxmq.security.jwt.JwtLogin;
import io.maxmq.security.login.EnhancedLogin;
import io.maxmq.security.login.Login;
import io.maxmq.security.login.LoginChain;
import io.maxmq.security.login.LoginPool;
import io.maxmq.security.password.PasswordLogin;
import io.maxmq.security.password.ScramLogin;
import io.maxmq.server.config.Anonymous;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.server.config.CertificateUser;
import io.maxmq.spi.Authenticator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ways of logging in that the configuration names, in its order, with their threads. Thread-safe.
 */
final class Logins implements AutoCloseable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(Logins.class);
    private static final String CERTIFICATE = "certificate";
    private static final String JWT = "jwt";
    private static final String PASSWORD = "password";

    /** Reads a file again. */
    @FunctionalInterface
    private interface Reload
    {
        int reload() throws IOException;
    }

    private final BrokerConfig.Authentication config;
    private final List<LoginPool> pools = new ArrayList<>();
    private final List<EnhancedLogin> methods = new ArrayList<>();
    private final Map<String, Reload> reloads = new LinkedHashMap<>();
    private final LoginChain chain;
    private LoginPool hashing;

    private Logins(final BrokerConfig.Authentication config, final RefusalLog refusals)
    {
        this.config = config;
        final List<String> ways = ways(config);
        final List<Login> logins = new ArrayList<>();
        try
        {
            for (final String way : ways)
            {
                logins.add(login(way, logins.size() == ways.size() - 1));
            }
        }
        catch (final RuntimeException ex)
        {
            close();
            throw ex;
        }
        chain = new LoginChain(logins, methods, anonymousListeners(config, logins.isEmpty()), refusals);
    }

    /**
     * @param config of the broker.
     * @return whether anybody is kept out.
     */
    static boolean areConfigured(final BrokerConfig config)
    {
        return !ways(config.authentication()).isEmpty() ||
            config.authentication().anonymous().containsValue(Anonymous.DENY);
    }

    private static List<String> ways(final BrokerConfig.Authentication config)
    {
        return config.order().stream().distinct().filter(way -> isConfigured(way, config)).toList();
    }

    private static boolean isConfigured(final String way, final BrokerConfig.Authentication config)
    {
        switch (way)
        {
            case CERTIFICATE:
                return config.certificates().values().stream().anyMatch(field -> field != CertificateUser.NONE);

            case JWT:
                return !config.jwt().keys().toString().isEmpty();

            case PASSWORD:
                return !config.passwordFile().toString().isEmpty();

            default:
                return !config.http().url().isEmpty();
        }
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
        return new Logins(config.authentication(), refusals);
    }

    private static Set<String> anonymousListeners(
        final BrokerConfig.Authentication config, final boolean nobodyIsKnown)
    {
        final Set<String> names = new HashSet<>();
        config.anonymous().forEach((name, anonymous) ->
        {
            if (anonymous == Anonymous.ALLOW || anonymous == Anonymous.AUTO && nobodyIsKnown)
            {
                names.add(name);
            }
        });
        return names;
    }

    private Login login(final String way, final boolean isLast)
    {
        try
        {
            switch (way)
            {
                case CERTIFICATE:
                    return certificates();

                case JWT:
                    return tokens();

                case PASSWORD:
                    return passwords(isLast);

                default:
                    return new HttpLogin(URI.create(config.http().url()),
                        Duration.ofMillis(config.http().timeoutMs()), pool("maxmq-http", config.http().threads()));
            }
        }
        catch (final IOException ex)
        {
            throw new IllegalArgumentException(message(way, ex), ex);
        }
    }

    private CertificateLogin certificates()
    {
        final Map<String, CertificateLogin.Field> fields = new HashMap<>();
        config.certificates().forEach(
            (listener, field) -> fields.put(listener, CertificateLogin.Field.valueOf(field.name())));
        return new CertificateLogin(fields);
    }

    private JwtLogin tokens() throws IOException
    {
        final BrokerConfig.Jwt jwt = config.jwt();
        final JwtLogin login = new JwtLogin(jwt.keys(),
            new JwtLogin.Claims(jwt.issuer(), jwt.audience(), jwt.userClaim(), jwt.skewSeconds()), hashing());
        reloads.put(JWT, login::reload);
        return login;
    }

    private PasswordLogin passwords(final boolean isLast) throws IOException
    {
        final PasswordLogin login = new PasswordLogin(config.passwordFile(), isLast, hashing());
        reloads.put(PASSWORD, login::reload);
        methods.add(new ScramLogin(login));
        return login;
    }

    /** The threads for what takes calculation. */
    private LoginPool hashing()
    {
        if (hashing == null)
        {
            hashing = pool("maxmq-login", config.threads());
        }
        return hashing;
    }

    private LoginPool pool(final String name, final int threads)
    {
        final LoginPool pool = new LoginPool(name, threads, config.queue(), config.timeoutMs());
        pools.add(pool);
        return pool;
    }

    private static String message(final String way, final IOException ex)
    {
        final String key = way.equals(JWT) ? "auth.jwt.keys: " : "auth.password-file: ";
        return key + (ex instanceof NoSuchFileException ? "there is no file " + ex.getMessage() +
            (way.equals(PASSWORD) ? "; 'maxmq passwd' makes one" : "") : ex.getMessage());
    }

    Authenticator chain()
    {
        return chain;
    }

    /** Reads the files again; those with a mistake stay as they were. */
    void reload()
    {
        reloads.forEach((way, reload) ->
        {
            try
            {
                LOGGER.info("{} file read again: {} entries", way, reload.reload());
            }
            catch (final IOException ex)
            {
                LOGGER.error("nothing has been changed: {}", message(way, ex));
            }
        });
    }

    @Override
    public void close()
    {
        pools.forEach(LoginPool::close);
    }
}
