package io.maxmq.core.retained;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A store spoken to in strings.
 */
final class RetainedDriver
{
    static final long NEVER = Long.MAX_VALUE;

    final List<Long> released = new ArrayList<>();
    final RetainedStore store;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
    private long sequence;

    RetainedDriver()
    {
        this(Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    RetainedDriver(final int maxCount, final long maxBytes)
    {
        store = new RetainedStore(maxCount, maxBytes, released::add);
    }

    int load(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        buffer.putByte(4, (byte) '/');
        buffer.putBytes(5, bytes);
        buffer.putByte(5 + bytes.length, (byte) '/');
        return bytes.length;
    }

    UnsafeBuffer buffer()
    {
        return buffer;
    }

    RetainedResult put(final String topic)
    {
        return put(0, topic, ++sequence, sequence, NEVER, 10);
    }

    RetainedResult put(
        final int tenant, final String topic, final long seq, final long decision, final long expiry, final int size)
    {
        final int length = load(topic);
        return store.put(tenant, buffer, 5, length, seq, decision, expiry, size);
    }

    RetainedResult remove(final String topic)
    {
        return remove(topic, Long.MAX_VALUE);
    }

    RetainedResult remove(final String topic, final long decision)
    {
        final int length = load(topic);
        return store.remove(0, buffer, 5, length, decision);
    }

    RetainedEntry get(final String topic)
    {
        final int length = load(topic);
        return store.get(0, buffer, 5, length);
    }

    boolean hasRoomFor(final String topic, final int size)
    {
        final int length = load(topic);
        return store.hasRoomFor(0, buffer, 5, length, size);
    }

    int step(final String filter, final RetainedCursor cursor, final int limit, final RetainedVisitor visitor)
    {
        final int length = load(filter);
        return store.scan(0, buffer, 5, length, cursor, limit, 0, visitor);
    }

    List<String> scan(final String filter)
    {
        return scan(0, filter, Integer.MAX_VALUE, 0);
    }

    List<String> scan(final int tenant, final String filter, final int limit, final long nowMs)
    {
        final RetainedCursor cursor = new RetainedCursor();
        final List<String> topics = new ArrayList<>();
        while (!cursor.isDone())
        {
            final int length = load(filter);
            store.scan(tenant, buffer, 5, length, cursor, limit, nowMs, entry -> topics.add(topic(entry)));
        }
        return topics;
    }

    static String topic(final RetainedEntry entry)
    {
        final UnsafeBuffer topic = new UnsafeBuffer(new byte[entry.topicLength()]);
        return topic.getStringWithoutLengthUtf8(0, entry.getTopic(topic, 0));
    }
}
