package io.maxmq.core.topic;

/**
 * One session as a partition owner knows it: the head of the list of its subscriptions, so that all of them can go when
 * the session ends, and the place it has in the {@link MatchResult} being filled, so that merging costs one compare.
 */
final class SubscribedSession implements SessionKeyed
{
    final long sessionId;
    final int tenant;
    final byte workerIndex;
    final boolean persistent;
    MemberStatus status = MemberStatus.ONLINE;
    int noLocalCount;
    int resultIndex;
    /** How many of its subscriptions are shared: without any, its status matters to nobody. */
    int sharedCount;
    Subscription head;

    SubscribedSession(final long sessionId, final int tenant, final int workerIndex, final boolean persistent)
    {
        this.sessionId = sessionId;
        this.tenant = tenant;
        this.workerIndex = (byte) workerIndex;
        this.persistent = persistent;
    }

    @Override
    public long sessionId()
    {
        return sessionId;
    }

    /** Takes note of a status, which moves it in the groups of which it is a member. */
    void status(final MemberStatus newStatus)
    {
        status = newStatus;
        if (sharedCount > 0)
        {
            for (Subscription s = head; s != null; s = s.nextOfSession)
            {
                if (s.member != null)
                {
                    s.member.group.update(s.member);
                }
            }
        }
    }

    void link(final Subscription subscription)
    {
        subscription.nextOfSession = head;
        if (head != null)
        {
            head.previousOfSession = subscription;
        }
        head = subscription;
        sharedCount += subscription.shared() ? 1 : 0;
    }

    void unlink(final Subscription subscription)
    {
        final Subscription previous = subscription.previousOfSession;
        final Subscription next = subscription.nextOfSession;
        if (previous == null)
        {
            head = next;
        }
        else
        {
            previous.nextOfSession = next;
        }
        if (next != null)
        {
            next.previousOfSession = previous;
        }
        subscription.previousOfSession = null;
        subscription.nextOfSession = null;
        sharedCount -= subscription.shared() ? 1 : 0;
    }
}
