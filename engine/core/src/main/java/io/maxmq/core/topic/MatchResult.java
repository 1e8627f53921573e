package io.maxmq.core.topic;

import io.maxmq.journal.event.TargetsFlyweight;

import java.util.Arrays;

/**
 * Who gets a message: what {@link SubscriptionStore#match} and {@link MatchCache#match} fill in. A session is listed
 * once for all of its plain subscriptions that match, with the highest QoS among them, and with the subscription ids
 * of all (MQTT-3.3.4-2 to MQTT-3.3.4-5), and once more for every shared group that chose it, since a shared
 * subscription is a delivery of its own. Sorted by session id; a session's plain delivery comes before its shared
 * ones.
 * <p>
 * Reused: valid until the next match into it. Owned by one worker's thread. It grows to the largest result that it ever
 * held and then allocates nothing.
 */
public final class MatchResult
{
    private static final int INITIAL_CAPACITY = 16;
    private static final int QOS_MASK = 0b11;
    private static final int RETAIN_AS_PUBLISHED = 0b100;
    private static final int PERSISTENT = 0b1000;
    private static final int WORKER_SHIFT = 8;
    private static final int NONE = -1;
    private static final int COPY_OVERHEAD = 512;

    private final TargetList targets = new TargetList();
    private long workersMask;
    private boolean anyPersistent;
    private boolean anyGroupPersistent;
    private boolean anyNoLocal;
    private int groupsWithoutTarget;
    private int visitedNodes;
    private int idCount;
    private int[] ids = new int[INITIAL_CAPACITY];
    private int[] nextId = new int[INITIAL_CAPACITY];
    private int matchedGroupCount;
    private SharedGroup[] matchedGroups = new SharedGroup[1];
    /** While subscriptions are merged: the session of each target, so that a session knows whether it is listed. */
    private SubscribedSession[] sessions = new SubscribedSession[1];

    /**
     * How many deliveries there are.
     *
     * @return the number of targets.
     */
    public int size()
    {
        return targets.size;
    }

    /**
     * The session of a target.
     *
     * @param index 0 to size - 1.
     * @return the session's id.
     */
    public long sessionId(final int index)
    {
        return targets.sessionIds[index];
    }

    /**
     * The worker on which a target's session lives.
     *
     * @param index 0 to size - 1.
     * @return 0 to 63.
     */
    public int workerIndex(final int index)
    {
        return targets.flags[index] >>> WORKER_SHIFT;
    }

    /**
     * Whether a target's session is fed from the log.
     *
     * @param index 0 to size - 1.
     * @return true for a persistent session.
     */
    public boolean persistent(final int index)
    {
        return (targets.flags[index] & PERSISTENT) != 0;
    }

    /**
     * The highest QoS granted among the subscriptions of this target that match; the message is sent at the lower of
     * this and its own.
     *
     * @param index 0 to size - 1.
     * @return 0, 1 or 2.
     */
    public int qos(final int index)
    {
        return targets.flags[index] & QOS_MASK;
    }

    /**
     * Whether any matching subscription of this target wants the retain flag as it was published.
     *
     * @param index 0 to size - 1.
     * @return true if one does.
     */
    public boolean retainAsPublished(final int index)
    {
        return (targets.flags[index] & RETAIN_AS_PUBLISHED) != 0;
    }

    /**
     * Whether this target was chosen by a shared group.
     *
     * @param index 0 to size - 1.
     * @return true for a shared delivery.
     */
    public boolean shared(final int index)
    {
        return targets.groups[index] != null;
    }

    /**
     * The group that chose this target, to choose another one by {@link SubscriptionStore#chooseOther}.
     *
     * @param index 0 to size - 1.
     * @return {@link SharedGroup#key()}, or 0 where the target is not shared.
     */
    public long groupKey(final int index)
    {
        return targets.groups[index] == null ? 0 : targets.groups[index].key();
    }

    /**
     * The lowest bits of {@link #groupKey}, as many as the flags of a target have room for.
     *
     * @param index 0 to size - 1.
     * @return the bits, or 0 where the target is not shared.
     */
    public int groupBits(final int index)
    {
        return (int)groupKey(index) & TargetsFlyweight.GROUP_MASK;
    }

    /**
     * Whether the group that chose this target has a persistent member, so that the choice must be logged even where it
     * fell on a clean session.
     *
     * @param index 0 to size - 1.
     * @return true if it has; false where the target is not shared.
     */
    public boolean groupHasPersistentMember(final int index)
    {
        return targets.groups[index] != null && targets.groups[index].hasPersistentMember();
    }

    /**
     * How many subscription ids go with the delivery to this target.
     *
     * @param index 0 to size - 1.
     * @return the number of ids, 0 if no matching subscription has one.
     */
    public int subscriptionIdCount(final int index)
    {
        int count = 0;
        for (int i = targets.firstId[index]; i != NONE; i = nextId[i])
        {
            count++;
        }
        return count;
    }

    /**
     * A subscription id that goes with the delivery to this target. The order has no meaning.
     *
     * @param index    0 to size - 1.
     * @param position 0 to {@link #subscriptionIdCount} - 1.
     * @return the id.
     */
    public int subscriptionIdAt(final int index, final int position)
    {
        int id = targets.firstId[index];
        for (int i = 0; i < position; i++)
        {
            id = nextId[id];
        }
        return ids[id];
    }

    /**
     * The workers on which targets live.
     *
     * @return bit n is set for worker n. (A long, since there may be 64 workers.)
     */
    public long workersMask()
    {
        return workersMask;
    }

    /**
     * Whether any target is persistent.
     *
     * @return true if one is.
     */
    public boolean anyPersistent()
    {
        return anyPersistent;
    }

    /**
     * Whether any group that was asked has a persistent member, also where it chose a clean one or nobody.
     *
     * @return true if one has.
     */
    public boolean anyGroupHasPersistentMember()
    {
        return anyGroupPersistent;
    }

    /**
     * Shared groups that matched, but where nobody could take the message.
     *
     * @return their number, to be counted as drops.
     */
    public int groupsWithoutTarget()
    {
        return groupsWithoutTarget;
    }

    /**
     * Tree nodes looked at by the last match from the tree: what a match costs, independent of the machine.
     *
     * @return their number.
     */
    public int visitedNodes()
    {
        return visitedNodes;
    }

    void reset()
    {
        targets.size = 0;
        idCount = 0;
        matchedGroupCount = 0;
        workersMask = 0;
        anyPersistent = false;
        anyGroupPersistent = false;
        anyNoLocal = false;
        groupsWithoutTarget = 0;
        visitedNodes = 0;
    }

    void visited(final int nodes)
    {
        visitedNodes += nodes;
    }

    /** Whether a subscription that matched has the no-local option, so that the publisher matters. */
    boolean anyNoLocal()
    {
        return anyNoLocal;
    }

    boolean hasGroups()
    {
        return matchedGroupCount > 0;
    }

    void addPlain(final Subscription subscription, final long publisherSessionId)
    {
        final SubscribedSession session = subscription.session;
        if (subscription.noLocal())
        {
            anyNoLocal = true;
            if (session.sessionId == publisherSessionId)
            {
                return;
            }
        }
        int index = session.resultIndex;
        if (index >= targets.size || sessions[index] != session)
        {
            index = append(session, null);
            session.resultIndex = index;
            if (index >= sessions.length)
            {
                sessions = Arrays.copyOf(sessions, index * 2);
            }
            sessions[index] = session;
        }
        merge(index, subscription);
    }

    void addGroup(final SharedGroup group)
    {
        if (matchedGroupCount == matchedGroups.length)
        {
            matchedGroups = Arrays.copyOf(matchedGroups, matchedGroupCount * 2);
        }
        matchedGroups[matchedGroupCount++] = group;
    }

    /** The group among those that matched whose key ends with some bits, or null. */
    SharedGroup matchedGroup(final int groupBits)
    {
        for (int i = 0; i < matchedGroupCount; i++)
        {
            if (((int)matchedGroups[i].key() & TargetsFlyweight.GROUP_MASK) == groupBits)
            {
                return matchedGroups[i];
            }
        }
        return null;
    }

    /** Lets every group that matched choose a member. */
    void chooseMembers(final int messageQos)
    {
        for (int i = 0; i < matchedGroupCount; i++)
        {
            final SharedGroup group = matchedGroups[i];
            anyGroupPersistent |= group.hasPersistentMember();
            final Subscription chosen = group.choose(messageQos);
            if (chosen == null)
            {
                groupsWithoutTarget++;
            }
            else
            {
                addChosen(group, chosen);
            }
        }
    }

    void addChosen(final SharedGroup group, final Subscription chosen)
    {
        anyGroupPersistent |= group.hasPersistentMember();
        merge(append(chosen.session, group), chosen);
    }

    private void merge(final int index, final Subscription subscription)
    {
        final int bits = targets.flags[index];
        final int qos = Math.max(bits & QOS_MASK, subscription.qos());
        targets.flags[index] = bits & ~QOS_MASK | qos | (subscription.retainAsPublished() ? RETAIN_AS_PUBLISHED : 0);
        final int id = subscription.subscriptionId();
        if (id != 0)
        {
            if (idCount == ids.length)
            {
                ids = Arrays.copyOf(ids, idCount * 2);
                nextId = Arrays.copyOf(nextId, idCount * 2);
            }
            ids[idCount] = id;
            nextId[idCount] = targets.firstId[index];
            targets.firstId[index] = idCount++;
        }
    }

    private int append(final SubscribedSession session, final SharedGroup group)
    {
        workersMask |= 1L << session.workerIndex;
        anyPersistent |= session.persistent;
        final int flags = session.workerIndex << WORKER_SHIFT | (session.persistent ? PERSISTENT : 0);
        return targets.add(session.sessionId, flags, NONE, group);
    }

    /** Brings the targets into the order of their session ids; among equal ones the plain target was added first. */
    void sort()
    {
        targets.sort();
    }

    /** Takes over what another holds; the two share nothing afterwards. */
    void copyFrom(final MatchResult other)
    {
        workersMask = other.workersMask;
        anyPersistent = other.anyPersistent;
        anyGroupPersistent = other.anyGroupPersistent;
        anyNoLocal = other.anyNoLocal;
        groupsWithoutTarget = other.groupsWithoutTarget;
        visitedNodes = other.visitedNodes;
        targets.copyFrom(other.targets);
        idCount = other.idCount;
        if (ids.length < idCount)
        {
            ids = new int[Integer.highestOneBit(idCount) * 2];
            nextId = new int[ids.length];
        }
        System.arraycopy(other.ids, 0, ids, 0, idCount);
        System.arraycopy(other.nextId, 0, nextId, 0, idCount);
        matchedGroupCount = other.matchedGroupCount;
        if (matchedGroups.length < matchedGroupCount)
        {
            matchedGroups = new SharedGroup[Integer.highestOneBit(matchedGroupCount) * 2];
        }
        System.arraycopy(other.matchedGroups, 0, matchedGroups, 0, matchedGroupCount);
    }

    /** About how much memory a copy of this takes: a power of two, so that small changes leave it as it is. */
    long copyBytes()
    {
        final long needed = COPY_OVERHEAD + (long) targets.size * TargetList.BYTES_PER_TARGET
            + (long) idCount * 2 * Integer.BYTES + (long) matchedGroupCount * Integer.BYTES;
        return Long.highestOneBit(needed) * 2;
    }
}
