package io.maxmq.core.topic;

import java.security.SecureRandom;
import java.util.function.Consumer;

import io.maxmq.journal.event.KeyHash;
import io.maxmq.transport.codec.TopicFilter;
import org.agrona.DirectBuffer;

/**
 * All subscriptions that a partition owner knows, and the match of a topic against them. A filter that starts with
 * {@code $share/name/} makes the session a member of that {@link SharedGroup}. Filters must be well formed
 * ({@link TopicFilter#check}) before they come here.
 * <p>
 * Owned by one worker's thread. Lives as long as the worker.
 */
public final class SubscriptionStore
{
    /** Stands for "no session" where a publisher's session id is asked for. */
    public static final long NO_SESSION = 0;

    private final long seed;
    private final KeyHash keyHash;
    private final FilterPath path;
    private final TopicVersions versions = new TopicVersions();
    private final TopicTrees trees;
    private final SubscribedSessions sessions = new SubscribedSessions();
    private final SharedGroups groups = new SharedGroups();
    private int size;
    private boolean replaced;

    /** Creates an empty store whose group keys mean nothing to other stores. */
    public SubscriptionStore()
    {
        this(new SecureRandom().nextLong(), new KeyHash(new SecureRandom().nextLong(), new SecureRandom().nextLong()));
    }

    /**
     * Creates an empty store.
     *
     * @param keyHash the broker's, so that the keys of shared groups stay the same through restarts.
     */
    public SubscriptionStore(final KeyHash keyHash)
    {
        this(new SecureRandom().nextLong(), keyHash);
    }

    /**
     * Creates an empty store.
     *
     * @param seed    of the hash over topic levels; no client may know it.
     * @param keyHash that gives the keys of shared groups.
     */
    SubscriptionStore(final long seed, final KeyHash keyHash)
    {
        this.seed = seed;
        this.keyHash = keyHash;
        path = new FilterPath(seed);
        trees = new TopicTrees(seed);
    }

    /**
     * Subscribes a session, or replaces its subscription to the same filter (MQTT-3.8.4-3); whether it did the latter
     * is then told by {@link #replaced()}.
     *
     * @param tenant         of the session.
     * @param filter         buffer with the filter, {@code $share/name/} included.
     * @param offset         where the filter starts.
     * @param length         of the filter in bytes.
     * @param sessionId      that subscribes.
     * @param workerIndex    home of the session, 0 to 63.
     * @param persistent     whether the session is fed from the log.
     * @param options        byte of MQTT 5 section 3.8.3.1; only QoS, no local and retain as published matter here.
     * @param subscriptionId that the client gave, or 0.
     * @param incarnation    that tells this subscription from earlier and later ones of the session to this filter.
     * @return the subscription.
     */
    public Subscription put(
        final int tenant,
        final DirectBuffer filter,
        final int offset,
        final int length,
        final long sessionId,
        final int workerIndex,
        final boolean persistent,
        final int options,
        final int subscriptionId,
        final long incarnation)
    {
        path.parse(filter, offset, length);
        versions.onChange(tenant, path.bytes());
        final TopicNode node = trees.getOrAdd(tenant).findOrAdd(path.bytes());
        final SharedGroup group =
            path.isShared() ? groups.findOrAdd(node, path, groupKey(tenant, filter, offset, length)) : null;
        Subscription subscription = find(node, group, sessionId);
        replaced = subscription != null;
        if (replaced)
        {
            sessions.countNoLocal(subscription, -1);
            subscription.set(options, subscriptionId, incarnation);
        }
        else
        {
            final SubscribedSession session = sessions.getOrAdd(sessionId, tenant, workerIndex, persistent);
            subscription = new Subscription(session, node, path.isMulti());
            subscription.set(options, subscriptionId, incarnation);
            add(subscription, group);
        }
        sessions.countNoLocal(subscription, 1);
        if (group != null)
        {
            group.update(subscription.member);
        }
        return subscription;
    }

    private void add(final Subscription subscription, final SharedGroup group)
    {
        size++;
        if (group == null)
        {
            final TopicNode node = subscription.node;
            node.slot(subscription.multi, SubscriberSet.add(node.slot(subscription.multi), subscription));
        }
        else
        {
            subscription.member = new SharedMember(group, subscription);
            group.add(subscription.member);
        }
        subscription.session.link(subscription);
    }

    private Subscription find(final TopicNode node, final SharedGroup group, final long sessionId)
    {
        return group == null ? SubscriberSet.find(node.slot(path.isMulti()), sessionId) : group.find(sessionId);
    }

    /**
     * Whether the last {@link #put} replaced a subscription rather than making one.
     *
     * @return true if it did.
     */
    public boolean replaced()
    {
        return replaced;
    }

    /**
     * Looks a subscription up.
     *
     * @param tenant    of the session.
     * @param filter    buffer with the filter, {@code $share/name/} included.
     * @param offset    where the filter starts.
     * @param length    of the filter in bytes.
     * @param sessionId of the subscriber.
     * @return the subscription, or null.
     */
    public Subscription find(
        final int tenant, final DirectBuffer filter, final int offset, final int length, final long sessionId)
    {
        path.parse(filter, offset, length);
        final TopicTree tree = trees.get(tenant);
        final TopicNode node = tree == null ? null : tree.find(path.bytes());
        if (node == null)
        {
            return null;
        }
        if (!path.isShared())
        {
            return find(node, null, sessionId);
        }
        final long hash = groupKey(tenant, filter, offset, length);
        final SharedGroup group = SubscriberSet.findGroup(node.slot(path.isMulti()), path, hash);
        return group == null ? null : group.find(sessionId);
    }

    /**
     * Ends one subscription.
     *
     * @param tenant    of the session.
     * @param filter    buffer with the filter, {@code $share/name/} included.
     * @param offset    where the filter starts.
     * @param length    of the filter in bytes.
     * @param sessionId of the subscriber.
     * @return true if there was one.
     */
    public boolean remove(
        final int tenant, final DirectBuffer filter, final int offset, final int length, final long sessionId)
    {
        final Subscription subscription = find(tenant, filter, offset, length, sessionId);
        if (subscription != null)
        {
            remove(subscription);
        }
        return subscription != null;
    }

    /**
     * Ends all subscriptions of a session.
     *
     * @param sessionId that ends.
     * @return how many there were.
     */
    public int removeAll(final long sessionId)
    {
        final SubscribedSession session = sessions.get(sessionId);
        int count = 0;
        while (session != null && session.head != null)
        {
            remove(session.head);
            count++;
        }
        return count;
    }

    /**
     * How many subscriptions there are.
     *
     * @return their number, shared ones included.
     */
    public int size()
    {
        return size;
    }

    /**
     * How many sessions have subscriptions here.
     *
     * @return their number.
     */
    public int sessionCount()
    {
        return sessions.size();
    }

    /**
     * The filter of a subscription as it was subscribed to, {@code $share/name/} included. Allocates.
     *
     * @param subscription of this store, not ended yet.
     * @return its filter.
     */
    public String filter(final Subscription subscription)
    {
        return path.textOf(subscription);
    }

    /**
     * Shows every subscription, in no particular order.
     *
     * @param visitor is shown each.
     */
    public void forEach(final Consumer<Subscription> visitor)
    {
        sessions.forEach(visitor);
    }

    /**
     * Tells what was heard about a session, for the choices of its shared groups. A session starts as
     * {@link MemberStatus#ONLINE}. Costs nothing for a session that shares nothing.
     *
     * @param sessionId of the session.
     * @param status    that it has now.
     * @return false if the session has no subscription here.
     */
    public boolean memberStatus(final long sessionId, final MemberStatus status)
    {
        return sessions.status(sessionId, status);
    }

    /** Marks all sessions as offline, as they are when the broker has started. */
    public void allOffline()
    {
        sessions.status(MemberStatus.OFFLINE);
    }

    /**
     * Finds who gets a message, and lets every shared group concerned choose a member, which moves the groups' cursors.
     *
     * @param tenant             of the publisher.
     * @param topic              buffer with the topic.
     * @param offset             where the topic starts.
     * @param length             of the topic in bytes.
     * @param publisherSessionId whose own no-local subscriptions are left out (MQTT-3.8.3-3), or {@link #NO_SESSION}.
     * @param messageQos         QoS of the message: offline members are chosen for QoS 1 and 2 only.
     * @param result             that is overwritten.
     */
    public void match(
        final int tenant,
        final DirectBuffer topic,
        final int offset,
        final int length,
        final long publisherSessionId,
        final int messageQos,
        final MatchResult result)
    {
        collect(tenant, topic, offset, length, publisherSessionId, result);
        if (result.hasGroups())
        {
            result.chooseMembers(messageQos);
            result.sort();
        }
    }

    /** All of a match but the choices of shared groups: what may be remembered. */
    void collect(
        final int tenant,
        final DirectBuffer topic,
        final int offset,
        final int length,
        final long publisherSessionId,
        final MatchResult result)
    {
        result.reset();
        final TopicTree tree = trees.get(tenant);
        if (tree != null)
        {
            path.bytes().load(topic, offset, length);
            tree.match(path.bytes(), publisherSessionId, result);
            result.sort();
        }
    }

    TopicVersions versions()
    {
        return versions;
    }

    long seed()
    {
        return seed;
    }

    SubscribedSessions sessions()
    {
        return sessions;
    }

    /** Nodes of all trees: grows with the filters, and goes back with them. */
    int nodeCount()
    {
        return trees.nodeCount();
    }

    /**
     * Lets a group choose again, for a message that came back from the member chosen first.
     *
     * @param groupKey   of the group, as told by {@link MatchResult#groupKey}.
     * @param messageQos QoS of the message.
     * @param excluded   sessions that may not be chosen.
     * @param count      how many of them there are.
     * @param result     that is overwritten: one target or, where the group is gone or nobody else can take it, none.
     * @return true if somebody was chosen.
     */
    public boolean chooseOther(
        final long groupKey, final int messageQos, final long[] excluded, final int count, final MatchResult result)
    {
        result.reset();
        final SharedGroup group = groups.get(groupKey);
        final Subscription chosen = group == null ? null : group.choose(messageQos, excluded, count);
        if (chosen != null)
        {
            result.addChosen(group, chosen);
        }
        return chosen != null;
    }

    /**
     * Finds a shared group that gets messages to a topic. No cursor moves.
     *
     * @param tenant    of the topic.
     * @param topic     buffer with the topic.
     * @param offset    where the topic starts.
     * @param length    of the topic in bytes.
     * @param groupBits as told by {@link MatchResult#groupBits}.
     * @param result    that is overwritten.
     * @return the group's key, or 0 where it has no members.
     */
    public long findGroup(
        final int tenant, final DirectBuffer topic, final int offset, final int length, final int groupBits,
        final MatchResult result)
    {
        collect(tenant, topic, offset, length, NO_SESSION, result);
        final SharedGroup group = result.matchedGroup(groupBits);
        return group == null ? 0 : group.key();
    }

    /**
     * The key of a shared group, whether the group exists or not.
     *
     * @param tenant of its members.
     * @param filter buffer with the filter, {@code $share/name/} included.
     * @param offset where the filter starts.
     * @param length of the filter in bytes.
     * @return the same for the same tenant and filter wherever the same {@link KeyHash} is used.
     */
    public long groupKey(final int tenant, final DirectBuffer filter, final int offset, final int length)
    {
        return keyHash.forTopic(tenant, filter, offset, length, 0);
    }

    /**
     * The group of a key.
     *
     * @param groupKey as told by {@link MatchResult#groupKey} or {@link #groupKey}.
     * @return the group, or null if it has no members.
     */
    public SharedGroup group(final long groupKey)
    {
        return groups.get(groupKey);
    }

    private void remove(final Subscription subscription)
    {
        final int tenant = subscription.tenant();
        final TopicNode node = subscription.node;
        TopicTree.path(node, path.bytes());
        versions.onChange(tenant, path.bytes());
        size--;
        sessions.countNoLocal(subscription, -1);
        if (subscription.shared())
        {
            groups.leave(subscription);
        }
        else
        {
            node.slot(subscription.multi, SubscriberSet.remove(node.slot(subscription.multi), subscription));
        }
        sessions.unlink(subscription);
        trees.prune(tenant, node);
    }
}
