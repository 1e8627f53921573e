package io.maxmq.core.topic;

/**
 * Members of a shared group in one state, in the order in which they will be chosen. Whoever was chosen goes to the
 * end.
 */
final class MemberRing
{
    private SharedMember head;
    private SharedMember tail;
    private int size;

    int size()
    {
        return size;
    }

    void addLast(final SharedMember member)
    {
        member.ring = this;
        member.previous = tail;
        member.next = null;
        if (tail == null)
        {
            head = member;
        }
        else
        {
            tail.next = member;
        }
        tail = member;
        size++;
    }

    void remove(final SharedMember member)
    {
        if (member.previous == null)
        {
            head = member.next;
        }
        else
        {
            member.previous.next = member.next;
        }
        if (member.next == null)
        {
            tail = member.previous;
        }
        else
        {
            member.next.previous = member.previous;
        }
        member.previous = null;
        member.next = null;
        member.ring = null;
        size--;
    }

    /**
     * Takes the member whose turn it is, which thereby becomes the last.
     *
     * @param excluded sessions that may not be chosen.
     * @param count    how many of them there are.
     * @return the member, or null if all are excluded.
     */
    SharedMember next(final long[] excluded, final int count)
    {
        SharedMember member = head;
        while (member != null && contains(excluded, count, member.subscription.sessionId()))
        {
            member = member.next;
        }
        if (member != null && member != tail)
        {
            remove(member);
            addLast(member);
        }
        return member;
    }

    private static boolean contains(final long[] sessions, final int count, final long sessionId)
    {
        for (int i = 0; i < count; i++)
        {
            if (sessions[i] == sessionId)
            {
                return true;
            }
        }
        return false;
    }
}
