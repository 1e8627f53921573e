package io.maxmq.security.login;

import io.maxmq.security.RefusalLog;
import io.maxmq.spi.AuthenticationExchange;
import io.maxmq.spi.AuthenticationStep;
import io.maxmq.spi.Authenticator;
import io.maxmq.spi.ClientInfo;

import java.util.List;
import java.util.Set;

/**
 * Asks ways of logging in, one after the other, until one knows the client. Who brings nothing to be known by is
 * anonymous, which listeners may allow. Thread-safe, and does nothing on a worker that takes time.
 */
public final class LoginChain implements Authenticator
{
    private final List<Login> logins;
    private final List<EnhancedLogin> methods;
    private final Set<String> anonymousListeners;
    private final RefusalLog refusals;

    /**
     * @param logins             in the order in which they are asked.
     * @param methods            of enhanced authentication.
     * @param anonymousListeners names of the listeners that let in clients without credentials.
     * @param refusals           takes note of who is refused.
     */
    public LoginChain(
        final List<Login> logins,
        final List<EnhancedLogin> methods,
        final Set<String> anonymousListeners,
        final RefusalLog refusals)
    {
        this.logins = List.copyOf(logins);
        this.methods = List.copyOf(methods);
        this.anonymousListeners = Set.copyOf(anonymousListeners);
        this.refusals = refusals;
    }

    @Override
    public AuthenticationExchange begin(final ClientInfo client, final byte[] password, final String method)
    {
        if (method == null)
        {
            return (data, step) -> new Run(client, password, step).next(0);
        }
        for (final EnhancedLogin candidate : methods)
        {
            if (candidate.method().equals(method))
            {
                return candidate.begin(client);
            }
        }
        return (data, step) -> step.reject(
            AuthenticationStep.BAD_AUTHENTICATION_METHOD, "no such authentication method");
    }

    /** One client on its way through the chain. */
    private final class Run
    {
        private final ClientInfo client;
        private final byte[] password;
        private final AuthenticationStep step;

        Run(final ClientInfo client, final byte[] password, final AuthenticationStep step)
        {
            this.client = client;
            this.password = password;
            this.step = step;
        }

        void next(final int from)
        {
            int index = from;
            while (index < logins.size())
            {
                final Login login = logins.get(index);
                index++;
                if (login.concerns(client, password) && isDone(login, index))
                {
                    return;
                }
            }
            nobodyKnows();
        }

        /** True where the verdict is there, or will come. */
        private boolean isDone(final Login login, final int next)
        {
            if (login.pool() == null)
            {
                return conclude(login.verify(client, password));
            }
            if (!login.pool().offer(new Later(this, login, next)))
            {
                conclude(Verdict.BUSY);
            }
            return true;
        }

        /** False where somebody else has to be asked. */
        private boolean conclude(final Verdict verdict)
        {
            switch (verdict.kind())
            {
                case ACCEPTED:
                    step.acceptAs(verdict.username(), null);
                    return true;

                case REJECTED:
                    reject(verdict.reasonCode(), verdict.reason());
                    return true;

                default:
                    return false;
            }
        }

        private void nobodyKnows()
        {
            final boolean isAnonymous = client.username() == null && password == null;
            if (!isAnonymous)
            {
                reject(AuthenticationStep.BAD_USER_NAME_OR_PASSWORD, null);
            }
            else if (anonymousListeners.contains(client.listener()))
            {
                step.acceptAs(null, null);
            }
            else
            {
                reject(AuthenticationStep.NOT_AUTHORIZED, null);
            }
        }

        private void reject(final int reasonCode, final String reason)
        {
            refusals.refused(client, "may not connect, reason code 0x" + Integer.toHexString(reasonCode));
            step.reject(reasonCode, reason);
        }
    }

    /** A verdict that is found on another thread. Whatever goes wrong there, the client gets an answer. */
    private record Later(Run client, Login login, int next) implements LoginPool.Task
    {
        @Override
        public void run()
        {
            Verdict verdict = Verdict.BUSY;
            try
            {
                verdict = login.verify(client.client, client.password);
            }
            finally
            {
                if (!client.conclude(verdict))
                {
                    client.next(next);
                }
            }
        }

        @Override
        public void expired()
        {
            client.conclude(Verdict.BUSY);
        }
    }
}
