package io.maxmq.core.topic;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.maxmq.journal.event.KeyHash;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A store spoken to in strings.
 */
final class StoreDriver
{
    static final int QOS_2 = 2;

    final SubscriptionStore store = new SubscriptionStore(42, new KeyHash(1, 2));
    final MatchResult result = new MatchResult();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[70_000]);
    private final ExpandableArrayBuffer out = new ExpandableArrayBuffer();

    /** Puts something before the string, so that offsets matter. */
    int load(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        buffer.putByte(2, (byte) '+');
        buffer.putBytes(3, bytes);
        buffer.putByte(3 + bytes.length, (byte) '#');
        return bytes.length;
    }

    UnsafeBuffer buffer()
    {
        return buffer;
    }

    Subscription put(final String filter, final long sessionId)
    {
        return put(0, filter, sessionId, QOS_2, 0);
    }

    Subscription put(
        final int tenant, final String filter, final long sessionId, final int options, final int subscriptionId)
    {
        final int length = load(filter);
        return store.put(tenant, buffer, 3, length, sessionId, (int) (Math.abs(sessionId) % 64), sessionId > 0,
            options, subscriptionId, sessionId * 10);
    }

    boolean remove(final String filter, final long sessionId)
    {
        return remove(0, filter, sessionId);
    }

    boolean remove(final int tenant, final String filter, final long sessionId)
    {
        final int length = load(filter);
        return store.remove(tenant, buffer, 3, length, sessionId);
    }

    Subscription find(final String filter, final long sessionId)
    {
        final int length = load(filter);
        return store.find(0, buffer, 3, length, sessionId);
    }

    MatchResult match(final String topic)
    {
        return match(0, topic, SubscriptionStore.NO_SESSION, QOS_2);
    }

    MatchResult match(final int tenant, final String topic, final long publisher, final int qos)
    {
        final int length = load(topic);
        store.match(tenant, buffer, 3, length, publisher, qos, result);
        return result;
    }

    List<Long> sessions(final String topic)
    {
        return sessions(match(topic));
    }

    static List<Long> sessions(final MatchResult result)
    {
        final List<Long> sessions = new ArrayList<>();
        for (int i = 0; i < result.size(); i++)
        {
            sessions.add(result.sessionId(i));
        }
        return sessions;
    }

    /** What the tree says that a subscription's filter is. */
    String filter(final Subscription subscription)
    {
        return store.filter(subscription);
    }
}
