package io.maxmq.core.topic;

import java.util.Arrays;

/**
 * Who gets a message: what {@link SubscriptionStore#match} and {@link MatchCache#match} fill in. A session is listed once
 * for all of its plain subscriptions that match, with the highest QoS among them, and with the subscription ids of all
 * (MQTT-3.3.4-2 to MQTT-3.3.4-5), and once more for every shared group that chose it, since a shared subscription is a
 * delivery of its own. Sorted by session id; a session's plain delivery comes before its shared ones.
 * <p>
 * Reused: valid until the next match into it. Owned by one worker's thread. It grows to the largest result that it ever
 * held and then allocates nothing.
 */
public final class MatchResult {
    private static final int INITIAL_CAPACITY = 16;
    private static final int QOS_MASK = 0b11;
    private static final int RETAIN_AS_PUBLISHED = 0b100;
    private static final int PERSISTENT = 0b1000;
    private static final int NONE = -1;

    private int size;
    private long workersMask;
    private boolean anyPersistent;
    private boolean anyGroupPersistent;
    private boolean anyNoLocal;
    private int groupsWithoutTarget;
    private int visitedNodes;
    private SubscribedSession[] sessions = new SubscribedSession[INITIAL_CAPACITY];
    private int[] flags = new int[INITIAL_CAPACITY];
    private int[] firstId = new int[INITIAL_CAPACITY];
    private SharedGroup[] groups = new SharedGroup[INITIAL_CAPACITY];
    private int idCount;
    private int[] ids = new int[INITIAL_CAPACITY];
    private int[] nextId = new int[INITIAL_CAPACITY];

    /**
     * How many deliveries there are.
     *
     * @return the number of targets.
     */
    public int size() {
        return size;
    }

    /**
     * The session of a target.
     *
     * @param index 0 to size - 1.
     * @return the session's id.
     */
    public long sessionId(final int index) {
        return sessions[index].sessionId;
    }

    /**
     * The worker on which a target's session lives.
     *
     * @param index 0 to size - 1.
     * @return 0 to 63.
     */
    public int workerIndex(final int index) {
        return sessions[index].workerIndex;
    }

    /**
     * Whether a target's session is fed from the log.
     *
     * @param index 0 to size - 1.
     * @return true for a persistent session.
     */
    public boolean persistent(final int index) {
        return sessions[index].persistent;
    }

    /**
     * The highest QoS granted among the subscriptions of this target that match; the message is sent at the lower of
     * this and its own.
     *
     * @param index 0 to size - 1.
     * @return 0, 1 or 2.
     */
    public int qos(final int index) {
        return flags[index] & QOS_MASK;
    }

    /**
     * Whether any matching subscription of this target wants the retain flag as it was published.
     *
     * @param index 0 to size - 1.
     * @return true if one does.
     */
    public boolean retainAsPublished(final int index) {
        return (flags[index] & RETAIN_AS_PUBLISHED) != 0;
    }

    /**
     * Whether this target was chosen by a shared group.
     *
     * @param index 0 to size - 1.
     * @return true for a shared delivery.
     */
    public boolean shared(final int index) {
        return groups[index] != null;
    }

    /**
     * The group that chose this target, to choose another one by {@link SubscriptionStore#chooseOther}.
     *
     * @param index 0 to size - 1.
     * @return {@link SharedGroup#key()}, or 0 where the target is not shared.
     */
    public long groupKey(final int index) {
        return groups[index] == null ? 0 : groups[index].key();
    }

    /**
     * Whether the group that chose this target has a persistent member, so that the choice must be logged even where it
     * fell on a clean session.
     *
     * @param index 0 to size - 1.
     * @return true if it has; false where the target is not shared.
     */
    public boolean groupHasPersistentMember(final int index) {
        return groups[index] != null && groups[index].hasPersistentMember();
    }

    /**
     * How many subscription ids go with the delivery to this target.
     *
     * @param index 0 to size - 1.
     * @return the number of ids, 0 if no matching subscription has one.
     */
    public int subscriptionIdCount(final int index) {
        int count = 0;
        for (int i = firstId[index]; i != NONE; i = nextId[i]) {
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
    public int subscriptionIdAt(final int index, final int position) {
        int id = firstId[index];
        for (int i = 0; i < position; i++) {
            id = nextId[id];
        }
        return ids[id];
    }

    /**
     * The workers on which targets live.
     *
     * @return bit n is set for worker n. (A long, since there may be 64 workers.)
     */
    public long workersMask() {
        return workersMask;
    }

    /**
     * Whether any target is persistent.
     *
     * @return true if one is.
     */
    public boolean anyPersistent() {
        return anyPersistent;
    }

    /**
     * Whether any group that was asked has a persistent member, also where it chose a clean one or nobody.
     *
     * @return true if one has.
     */
    public boolean anyGroupHasPersistentMember() {
        return anyGroupPersistent;
    }

    /**
     * Shared groups that matched, but where nobody could take the message.
     *
     * @return their number, to be counted as drops.
     */
    public int groupsWithoutTarget() {
        return groupsWithoutTarget;
    }

    /**
     * Tree nodes looked at by the last match from the tree: what a match costs, independent of the machine.
     *
     * @return their number.
     */
    public int visitedNodes() {
        return visitedNodes;
    }

    /** Empties it. */
    public void reset() {
        size = 0;
        idCount = 0;
        workersMask = 0;
        anyPersistent = false;
        anyGroupPersistent = false;
        anyNoLocal = false;
        groupsWithoutTarget = 0;
        visitedNodes = 0;
    }

    void addPlain(final Subscription subscription, final long publisherSessionId) {
        final SubscribedSession session = subscription.session;
        if (subscription.noLocal()) {
            anyNoLocal = true;
            if (session.sessionId == publisherSessionId) {
                return;
            }
        }
        int index = session.resultIndex;
        if (index >= size || sessions[index] != session) {
            index = append(session, null);
            session.resultIndex = index;
        }
        merge(index, subscription);
    }

    void addShared(final SharedGroup group, final int messageQos) {
        anyGroupPersistent |= group.hasPersistentMember();
        final Subscription chosen = group.choose(messageQos);
        if (chosen == null) {
            groupsWithoutTarget++;
        } else {
            addChosen(group, chosen);
        }
    }

    void addChosen(final SharedGroup group, final Subscription chosen) {
        merge(append(chosen.session, group), chosen);
    }

    private void merge(final int index, final Subscription subscription) {
        final int bits = flags[index];
        final int qos = Math.max(bits & QOS_MASK, subscription.qos());
        flags[index] = bits & ~QOS_MASK | qos | (subscription.retainAsPublished() ? RETAIN_AS_PUBLISHED : 0);
        if (subscription.subscriptionId() != 0) {
            if (idCount == ids.length) {
                ids = Arrays.copyOf(ids, idCount * 2);
                nextId = Arrays.copyOf(nextId, idCount * 2);
            }
            ids[idCount] = subscription.subscriptionId();
            nextId[idCount] = firstId[index];
            firstId[index] = idCount++;
        }
    }

    private int append(final SubscribedSession session, final SharedGroup group) {
        final int index = size;
        if (index == flags.length) {
            grow();
        }
        sessions[index] = session;
        groups[index] = group;
        flags[index] = session.persistent ? PERSISTENT : 0;
        firstId[index] = NONE;
        workersMask |= 1L << session.workerIndex;
        anyPersistent |= session.persistent;
        size = index + 1;
        return index;
    }

    private void grow() {
        final int capacity = size * 2;
        sessions = Arrays.copyOf(sessions, capacity);
        flags = Arrays.copyOf(flags, capacity);
        firstId = Arrays.copyOf(firstId, capacity);
        groups = Arrays.copyOf(groups, capacity);
    }
}
