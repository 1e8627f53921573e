package io.maxmq.server;

import io.maxmq.security.RefusalLog;
import io.maxmq.security.acl.AclAuthoriser;
import io.maxmq.security.acl.AclException;
import io.maxmq.security.acl.AclFile;
import io.maxmq.server.config.AclDefault;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.server.config.RefusedPublish;
import io.maxmq.server.config.RefusedSubscribe;
import io.maxmq.spi.Authenticator;
import io.maxmq.spi.Authoriser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Who may connect and do what, as the configuration says, with the threads that this needs. Thread-safe.
 */
final class Access implements AutoCloseable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(Access.class);
    private static final long WRITE_INTERVAL_MS = 1_000;

    private final Authenticator authenticator;
    private final Authoriser authoriser;
    private final Logins logins;
    private final ScheduledExecutorService thread;

    private Access(
        final Authenticator authenticator,
        final Authoriser authoriser,
        final Logins logins,
        final ScheduledExecutorService thread)
    {
        this.authenticator = authenticator;
        this.authoriser = authoriser;
        this.logins = logins;
        this.thread = thread;
    }

    /** Who is asked is given. */
    static Access of(final Authenticator authenticator, final Authoriser authoriser)
    {
        return new Access(authenticator, authoriser, null, null);
    }

    /**
     * Reads the files that the configuration names.
     *
     * @param config of the broker.
     * @return who is asked.
     * @throws IllegalArgumentException where a file is wrong.
     */
    static Access of(final BrokerConfig config)
    {
        final boolean hasRules = !config.access().aclFile().toString().isEmpty();
        final boolean hasLogins = Logins.areConfigured(config);
        if (!hasRules && !hasLogins)
        {
            return of(Authenticator.ALLOW_ALL, Authoriser.ALLOW_ALL);
        }
        final RefusalLog refusals = new RefusalLog();
        final Authoriser authoriser = hasRules ? authoriser(config, refusals) : Authoriser.ALLOW_ALL;
        final Logins logins = hasLogins ? Logins.open(config, refusals) : null;
        if (logins == null)
        {
            LOGGER.warn("acl.file is set, but nothing by which users could be known: names are what clients say");
        }
        final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task ->
        {
            final Thread result = new Thread(task, "maxmq-access");
            result.setDaemon(true);
            return result;
        });
        thread.scheduleWithFixedDelay(
            refusals::write, WRITE_INTERVAL_MS, WRITE_INTERVAL_MS, TimeUnit.MILLISECONDS);
        return new Access(logins == null ? Authenticator.ALLOW_ALL : logins.chain(), authoriser, logins, thread);
    }

    private static Authoriser authoriser(final BrokerConfig config, final RefusalLog refusals)
    {
        final BrokerConfig.Access access = config.access();
        final AclFile file = new AclFile(
            access.aclFile(),
            AclFile.Format.valueOf(access.aclFormat().name()),
            access.aclDefault() == AclDefault.ALLOW,
            config.listeners().stream().map(BrokerConfig.Listener::name).toList());
        try
        {
            return new AclAuthoriser(file, access.refusedPublish() == RefusedPublish.DISCONNECT,
                access.refusedSubscribe() == RefusedSubscribe.NOT_AUTHORIZED, refusals);
        }
        catch (final AclException ex)
        {
            throw new IllegalArgumentException(ex.getMessage(), ex);
        }
    }

    Authenticator authenticator()
    {
        return authenticator;
    }

    Authoriser authoriser()
    {
        return authoriser;
    }

    /** Reads the files again; those with a mistake stay as they were. */
    synchronized void reload()
    {
        if (authoriser instanceof AclAuthoriser acl)
        {
            try
            {
                LOGGER.info("access rules read again: {} rules", acl.reload());
            }
            catch (final AclException ex)
            {
                LOGGER.error("the access rules have not been changed: {}", ex.getMessage());
            }
        }
        if (logins != null)
        {
            logins.reload();
        }
    }

    @Override
    public void close()
    {
        if (thread != null)
        {
            thread.shutdownNow();
        }
        if (logins != null)
        {
            logins.close();
        }
    }
}
