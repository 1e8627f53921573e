package io.maxmq.core.connection;

import io.maxmq.core.partition.SubscriptionHops;
import io.maxmq.core.session.Session;
import io.maxmq.core.session.Sessions;
import io.maxmq.core.topic.MemberStatus;

import java.util.ArrayList;
import java.util.List;

/**
 * Watches the sessions of this worker that are members of shared groups, and tells the owners of topics whether they
 * are online and have room (MQTT-4.8.2), so that groups prefer those. Used by the worker's thread alone.
 */
public final class SharedMembers
{
    private static final int LOOKED_AT_PER_CYCLE = 64;

    private static final class Member
    {
        final Session session;
        MemberStatus reported = MemberStatus.ONLINE;

        Member(final Session session)
        {
            this.session = session;
        }
    }

    private final SubscriptionHops hops;
    private final Sessions sessions;
    private final List<Member> members = new ArrayList<>();
    private int next;

    public SharedMembers(final SubscriptionHops hops, final Sessions sessions)
    {
        this.hops = hops;
        this.sessions = sessions;
    }

    public void add(final Session session)
    {
        for (final Member member : members)
        {
            if (member.session == session)
            {
                member.reported = MemberStatus.ONLINE;
                return;
            }
        }
        members.add(new Member(session));
    }

    /**
     * Looks at some of the members and reports those that have changed.
     *
     * @return how many were reported.
     */
    public int step()
    {
        int reported = 0;
        for (int i = Math.min(members.size(), LOOKED_AT_PER_CYCLE); i > 0; i--)
        {
            next = next + 1 < members.size() ? next + 1 : 0;
            final Member member = members.get(next);
            if (sessions.byId(member.session.id()) == null)
            {
                removeAt(next);
                continue;
            }
            final MemberStatus status = statusOf(member.session);
            if (status != member.reported && hops.memberStatus(member.session, status))
            {
                member.reported = status;
                reported++;
            }
        }
        return reported;
    }

    private void removeAt(final int index)
    {
        final Member last = members.remove(members.size() - 1);
        if (index < members.size())
        {
            members.set(index, last);
        }
    }

    private static MemberStatus statusOf(final Session session)
    {
        if (session.outlet() == null)
        {
            return MemberStatus.OFFLINE;
        }
        return session.wantsPump() || session.inFlight() >= session.outlet().receiveMaximum() ?
            MemberStatus.BUSY : MemberStatus.ONLINE;
    }
}
