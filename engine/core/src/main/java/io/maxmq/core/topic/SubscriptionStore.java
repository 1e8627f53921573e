package io.maxmq.core.topic;

import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.ArrayList;
import java.util.Arrays;

/**
 * All subscriptions that a partition owner knows, and the match of a topic against them. A filter that starts with
 * {@code $share/name/} makes the session a member of that {@link SharedGroup}. Filters must be well formed
 * ({@link TopicSyntax#isFilter}) before they come here.
 * <p>
 * Owned by one worker's thread. Lives as long as the worker.
 */
public final class SubscriptionStore {
    /** Stands for "no session" where a publisher's session id is asked for. */
    public static final long NO_SESSION = 0;

    private final Long2ObjectHashMap<SubscribedSession> sessions = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<SharedGroup> groups = new Long2ObjectHashMap<>();
    private final ArrayList<Entry> entries = new ArrayList<>();
    private boolean replaced;

    private record Entry(int tenant, byte[] filter, Subscription subscription) {
    }

    /**
     * Subscribes a session, or replaces its subscription to the same filter (MQTT-3.8.4-3); whether it did the latter is
     * then told by {@link #replaced()}.
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
        final long incarnation) {
        Subscription subscription = find(tenant, filter, offset, length, sessionId);
        replaced = subscription != null;
        if (!replaced) {
            SubscribedSession session = sessions.get(sessionId);
            if (session == null) {
                session = new SubscribedSession(sessionId, tenant, workerIndex, persistent);
                sessions.put(sessionId, session);
            }
            subscription = new Subscription(session);
            session.link(subscription);
            entries.add(new Entry(tenant, bytes(filter, offset, length), subscription));
            if (TopicSyntax.isShared(filter, offset, length)) {
                final long key = groupKey(tenant, filter, offset, length);
                final SharedGroup group = groups.computeIfAbsent(key, k -> new SharedGroup(k, new byte[0]));
                subscription.member = new SharedMember(group, subscription);
            }
        }
        subscription.set(options, subscriptionId, incarnation);
        if (subscription.member != null) {
            if (replaced) {
                subscription.group().update(subscription.member);
            } else {
                subscription.group().add(subscription.member);
            }
        }
        return subscription;
    }

    /**
     * Whether the last {@link #put} replaced a subscription rather than making one.
     *
     * @return true if it did.
     */
    public boolean replaced() {
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
        final int tenant, final DirectBuffer filter, final int offset, final int length, final long sessionId) {
        final byte[] bytes = bytes(filter, offset, length);
        for (final Entry entry : entries) {
            if (entry.tenant == tenant && entry.subscription.sessionId() == sessionId
                && Arrays.equals(entry.filter, bytes)) {
                return entry.subscription;
            }
        }
        return null;
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
        final int tenant, final DirectBuffer filter, final int offset, final int length, final long sessionId) {
        final Subscription subscription = find(tenant, filter, offset, length, sessionId);
        if (subscription != null) {
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
    public int removeAll(final long sessionId) {
        int count = 0;
        for (SubscribedSession s = sessions.get(sessionId); s != null && s.head != null; count++) {
            remove(s.head);
        }
        return count;
    }

    /**
     * How many subscriptions there are.
     *
     * @return their number, shared ones included.
     */
    public int size() {
        return entries.size();
    }

    /**
     * How many sessions have subscriptions here.
     *
     * @return their number.
     */
    public int sessionCount() {
        return sessions.size();
    }

    /**
     * Tells what was heard about a session, for the choices of its shared groups. A session starts as
     * {@link MemberStatus#ONLINE}. Costs nothing for a session that shares nothing.
     *
     * @param sessionId of the session.
     * @param status    that it has now.
     * @return false if the session has no subscription here.
     */
    public boolean memberStatus(final long sessionId, final MemberStatus status) {
        final SubscribedSession session = sessions.get(sessionId);
        if (session == null) {
            return false;
        }
        session.status = status;
        for (Subscription s = session.head; s != null; s = s.nextOfSession) {
            if (s.member != null) {
                s.member.group.update(s.member);
            }
        }
        return true;
    }

    /** Marks all sessions as offline, as they are after a recovery. */
    public void allOffline() {
        sessions.forEachLong((id, session) -> memberStatus(id, MemberStatus.OFFLINE));
    }

    /**
     * Finds who gets a message at QoS 2 that no session published: {@link #match(int, DirectBuffer, int, int, long, int,
     * MatchResult)} with {@link #NO_SESSION} and QoS 2.
     *
     * @param tenant of the publisher.
     * @param topic  buffer with the topic.
     * @param offset where the topic starts.
     * @param length of the topic in bytes.
     * @param result that is overwritten.
     */
    public void match(
        final int tenant, final DirectBuffer topic, final int offset, final int length, final MatchResult result) {
        match(tenant, topic, offset, length, NO_SESSION, 2, result);
    }

    /**
     * Finds who gets a message, and lets every shared group concerned choose a member. Moves the groups' cursors, so it is
     * called once per message, when it is certain that the message can be passed on; {@link MatchResult} stays valid
     * for a retry.
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
        final MatchResult result) {
        result.reset();
        final String[] levels = string(topic, offset, length).split("/", -1);
        final ArrayList<SharedGroup> matched = new ArrayList<>();
        for (final Entry entry : entries) {
            String filter = new String(entry.filter, java.nio.charset.StandardCharsets.ISO_8859_1);
            if (entry.subscription.shared()) {
                filter = filter.substring(filter.indexOf('/', TopicSyntax.shareNameStart()) + 1);
            }
            if (entry.tenant == tenant && matches(filter.split("/", -1), levels)) {
                if (!entry.subscription.shared()) {
                    result.addPlain(entry.subscription, publisherSessionId);
                } else if (!matched.contains(entry.subscription.group())) {
                    matched.add(entry.subscription.group());
                    result.addShared(entry.subscription.group(), messageQos);
                }
            }
        }
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
        final long groupKey, final int messageQos, final long[] excluded, final int count, final MatchResult result) {
        result.reset();
        final SharedGroup group = groups.get(groupKey);
        final Subscription chosen = group == null ? null : group.choose(messageQos, excluded, count);
        if (chosen != null) {
            result.addChosen(group, chosen);
        }
        return chosen != null;
    }

    /**
     * The key of a shared group, whether the group exists or not.
     *
     * @param tenant of its members.
     * @param filter buffer with the filter, {@code $share/name/} included.
     * @param offset where the filter starts.
     * @param length of the filter in bytes.
     * @return the same for the same tenant and filter in all runs; never 0.
     */
    public static long groupKey(final int tenant, final DirectBuffer filter, final int offset, final int length) {
        long hash = tenant * 0x9E3779B97F4A7C15L;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ filter.getByte(offset + i)) * 0x100000001B3L;
            hash ^= hash >>> 29;
        }
        return hash == 0 ? 1 : hash;
    }

    /**
     * The group of a key.
     *
     * @param groupKey as told by {@link MatchResult#groupKey} or {@link #groupKey}.
     * @return the group, or null if it has no members.
     */
    public SharedGroup group(final long groupKey) {
        return groups.get(groupKey);
    }

    private void remove(final Subscription subscription) {
        entries.removeIf(entry -> entry.subscription == subscription);
        subscription.session.unlink(subscription);
        if (subscription.session.head == null) {
            sessions.remove(subscription.sessionId());
        }
        final SharedGroup group = subscription.group();
        if (group != null) {
            group.remove(subscription.member);
            if (group.size() == 0) {
                groups.remove(group.key());
            }
        }
    }

    private static boolean matches(final String[] filter, final String[] topic) {
        if (topic[0].startsWith("$") && (filter[0].equals("+") || filter[0].equals("#"))) {
            return false;
        }
        for (int i = 0; i < filter.length; i++) {
            if (filter[i].equals("#")) {
                return true;
            }
            if (i >= topic.length || !filter[i].equals("+") && !filter[i].equals(topic[i])) {
                return false;
            }
        }
        return filter.length == topic.length;
    }

    private static String string(final DirectBuffer buffer, final int offset, final int length) {
        return new String(bytes(buffer, offset, length), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }
}
