package io.maxmq.core.topic;

/**
 * The sessions that share one subscription, {@code $share/name/filter} (MQTT 5 section 4.8.2; older clients may use it
 * too). Each message goes to one of them: to whoever waited longest among those online with room in their window, else
 * among those online, else, for QoS 1 and 2, among the offline persistent ones. A choice takes constant time however
 * many members there are.
 * <p>
 * Lives while it has members, in the store of one partition owner, on its thread.
 */
public final class SharedGroup
{
    static final long[] NOBODY = new long[0];

    private final long key;
    private final long hash;
    private final byte[] name;
    private final SessionTable<Subscription> members = new SessionTable<>();
    private final MemberRing ready = new MemberRing();
    private final MemberRing busy = new MemberRing();
    private final MemberRing offline = new MemberRing();
    private final MemberRing unreachable = new MemberRing();
    private int persistentMembers;

    /**
     * Creates an empty group.
     *
     * @param key  that no other group of the store has.
     * @param hash of tenant, name and filter: the key, unless another group already had that.
     * @param name the share name.
     */
    SharedGroup(final long key, final long hash, final byte[] name)
    {
        this.key = key;
        this.hash = hash;
        this.name = name;
    }

    /**
     * Names the group within its owner; the same after a restart, so that it may stand in events.
     *
     * @return a hash of tenant, share name and filter, never 0.
     */
    public long key()
    {
        return key;
    }

    /**
     * How many sessions share.
     *
     * @return the number of members.
     */
    public int size()
    {
        return members.size();
    }

    /**
     * Whether a persistent session is among the members, so that choices have to be logged.
     *
     * @return true if there is one.
     */
    public boolean hasPersistentMember()
    {
        return persistentMembers > 0;
    }

    byte[] name()
    {
        return name;
    }

    boolean is(final FilterPath filter, final long otherHash)
    {
        return hash == otherHash && filter.isNamed(name);
    }

    Subscription find(final long sessionId)
    {
        return members.get(sessionId);
    }

    void add(final SharedMember member)
    {
        members.add(member.subscription);
        if (member.subscription.persistent())
        {
            persistentMembers++;
        }
        ringFor(member).addLast(member);
    }

    void remove(final SharedMember member)
    {
        members.remove(member.subscription.sessionId());
        if (member.subscription.persistent())
        {
            persistentMembers--;
        }
        member.ring.remove(member);
    }

    /** Puts a member where it belongs after its options or the status of its session changed. */
    void update(final SharedMember member)
    {
        final MemberRing ring = ringFor(member);
        if (ring != member.ring)
        {
            member.ring.remove(member);
            ring.addLast(member);
        }
    }

    /**
     * Chooses the member that gets the next message.
     *
     * @param messageQos QoS of the message.
     * @return its subscription, or null if nobody can take it.
     */
    Subscription choose(final int messageQos)
    {
        return choose(messageQos, NOBODY, 0);
    }

    Subscription choose(final int messageQos, final long[] excluded, final int count)
    {
        SharedMember member = ready.next(excluded, count);
        if (member == null)
        {
            member = busy.next(excluded, count);
        }
        if (member == null && messageQos > 0)
        {
            member = offline.next(excluded, count);
        }
        return member == null ? null : member.subscription;
    }

    private MemberRing ringFor(final SharedMember member)
    {
        final Subscription subscription = member.subscription;
        switch (subscription.session.status)
        {
            case ONLINE:
                return ready;
            case BUSY:
                return busy;
            default:
                return subscription.persistent() && subscription.qos() > 0 ? offline : unreachable;
        }
    }
}
