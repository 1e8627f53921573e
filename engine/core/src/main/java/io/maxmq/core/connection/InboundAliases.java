package io.maxmq.core.connection;

import io.maxmq.transport.codec.PublishDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Topic aliases that a client has set on one connection (MQTT-3.3.2.3.4). Memory is bounded by the topic alias maximum
 * and the longest topic. Owned by one worker's thread.
 */
final class InboundAliases
{
    private final byte[][] topics;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);

    InboundAliases(final int maximum)
    {
        topics = new byte[maximum][];
    }

    /**
     * Remembers the topic of a PUBLISH that sets an alias.
     *
     * @param alias  1 to the maximum.
     * @param buffer of the packet.
     * @param packet that sets it.
     */
    void set(final int alias, final DirectBuffer buffer, final PublishDecoder packet)
    {
        final int length = packet.topicLength();
        byte[] topic = topics[alias - 1];
        if (topic == null || topic.length != length)
        {
            topic = new byte[length];
            topics[alias - 1] = topic;
        }
        buffer.getBytes(packet.topicOffset(), topic);
    }

    /**
     * The topic of an alias.
     *
     * @param alias from a PUBLISH without a topic.
     * @return the topic, valid until the next call, or null where the alias is not known.
     */
    DirectBuffer get(final int alias)
    {
        if (alias < 1 || alias > topics.length || topics[alias - 1] == null)
        {
            return null;
        }
        view.wrap(topics[alias - 1]);
        return view;
    }

    int maximum()
    {
        return topics.length;
    }
}
