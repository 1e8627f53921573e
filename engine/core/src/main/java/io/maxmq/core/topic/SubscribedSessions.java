package io.maxmq.core.topic;

import java.util.function.Consumer;

/**
 * The sessions that have subscriptions in a store, from their first to their last one.
 */
final class SubscribedSessions
{
    private final SessionTable<SubscribedSession> table = new SessionTable<>();
    private int noLocalCount;

    int size()
    {
        return table.size();
    }

    SubscribedSession get(final long sessionId)
    {
        return table.get(sessionId);
    }

    SubscribedSession getOrAdd(
        final long sessionId, final int tenant, final int workerIndex, final boolean persistent)
    {
        SubscribedSession session = table.get(sessionId);
        if (session == null)
        {
            session = new SubscribedSession(sessionId, tenant, workerIndex, persistent);
            table.add(session);
        }
        return session;
    }

    /** Takes a subscription that ended out of its session, and the session away if it was the last. */
    void unlink(final Subscription subscription)
    {
        final SubscribedSession session = subscription.session;
        session.unlink(subscription);
        if (session.head == null)
        {
            table.remove(session.sessionId);
        }
    }

    /** Counts a subscription in or out, if it has the no-local option. */
    void countNoLocal(final Subscription subscription, final int change)
    {
        if (subscription.noLocal())
        {
            subscription.session.noLocalCount += change;
            noLocalCount += change;
        }
    }

    /** Whether a session has a subscription that leaves out what the session itself publishes. */
    boolean hasNoLocal(final long sessionId)
    {
        if (noLocalCount == 0)
        {
            return false;
        }
        final SubscribedSession session = table.get(sessionId);
        return session != null && session.noLocalCount > 0;
    }

    void forEach(final Consumer<Subscription> visitor)
    {
        for (int i = 0; i < table.capacity(); i++)
        {
            final SubscribedSession session = table.at(i);
            for (Subscription s = session == null ? null : session.head; s != null; s = s.nextOfSession)
            {
                visitor.accept(s);
            }
        }
    }

    boolean status(final long sessionId, final MemberStatus status)
    {
        final SubscribedSession session = table.get(sessionId);
        if (session == null)
        {
            return false;
        }
        session.status(status);
        return true;
    }

    void status(final MemberStatus status)
    {
        for (int i = 0; i < table.capacity(); i++)
        {
            final SubscribedSession session = table.at(i);
            if (session != null)
            {
                session.status(status);
            }
        }
    }
}
