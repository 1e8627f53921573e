package io.maxmq.core.connection;

import io.maxmq.core.event.AppliedPositions;
import io.maxmq.core.partition.SubscriptionHops;
import io.maxmq.core.session.Session;
import io.maxmq.core.session.Sessions;
import io.maxmq.core.topic.MemberStatus;
import org.agrona.collections.Long2ObjectHashMap;

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
        /** What all owners were told last; null where they do not know the same. */
        MemberStatus reported;
        /** Owners know the session when they have applied this event. */
        long since;

        Member(final Session session)
        {
            this.session = session;
        }
    }

    private final SubscriptionHops hops;
    private final Sessions sessions;
    private final AppliedPositions positions;
    private final long allWorkers;
    private final Long2ObjectHashMap<Member> bySession = new Long2ObjectHashMap<>();
    private final List<Member> members = new ArrayList<>();
    private int next;

    public SharedMembers(
        final SubscriptionHops hops, final Sessions sessions, final AppliedPositions positions, final long allWorkers)
    {
        this.hops = hops;
        this.sessions = sessions;
        this.positions = positions;
        this.allWorkers = allWorkers;
    }

    /**
     * A session shares a subscription more. Owners that did not know it take it to be online, whatever others know.
     *
     * @param session  that shares.
     * @param sequence of the event by which owners hear of it, 0 where they hear before anything else that is sent.
     */
    void add(final Session session, final long sequence)
    {
        Member member = bySession.get(session.id());
        if (member == null)
        {
            member = new Member(session);
            bySession.put(session.id(), member);
            members.add(member);
        }
        member.reported = null;
        member.since = sequence;
    }

    /**
     * The broker has started, and by the same event owners take all members to be offline.
     *
     * @param sequence of the event.
     */
    void allOffline(final long sequence)
    {
        for (final Member member : members)
        {
            member.reported = MemberStatus.OFFLINE;
            member.since = sequence;
        }
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
            }
            else if (report(member))
            {
                reported++;
            }
        }
        return reported;
    }

    private boolean report(final Member member)
    {
        final MemberStatus status = statusOf(member.session);
        if (status == member.reported || !positions.haveApplied(allWorkers, member.since) ||
            !hops.memberStatus(member.session, status))
        {
            return false;
        }
        member.reported = status;
        return true;
    }

    private void removeAt(final int index)
    {
        bySession.remove(members.get(index).session.id());
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
