package io.maxmq.core.topic;

import io.maxmq.transport.codec.TopicFilter;
import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;

/**
 * A filter taken apart: its share name, its path through the tree, and whether it ends in {@code #}. Reused; valid
 * until the next one is parsed. Also loaded with topics, which are paths as they are.
 */
final class FilterPath
{
    private final TopicBytes bytes;
    private DirectBuffer buffer;
    private boolean shared;
    private boolean multi;
    private int nameOffset;
    private int nameLength;

    FilterPath(final long seed)
    {
        bytes = new TopicBytes(seed);
    }

    /** Takes a well-formed filter apart. */
    void parse(final DirectBuffer filter, final int offset, final int length)
    {
        buffer = filter;
        shared = TopicFilter.isShared(filter, offset, length);
        nameOffset = TopicFilter.shareNameOffset(offset);
        nameLength = shared ? TopicFilter.shareNameLength(filter, offset, length) : 0;
        final int start = TopicFilter.filterOffset(filter, offset, length) - offset;
        if (start >= length || shared && nameLength == 0)
        {
            throw new IllegalArgumentException("not a topic filter");
        }
        bytes.load(filter, offset + start, length - start);
        multi = bytes.at(bytes.end() - 1) == '#';
        if (multi)
        {
            bytes.end(bytes.end() - 2);
        }
    }

    /** The filter that makes a subscription, as it was subscribed to. */
    String textOf(final Subscription subscription)
    {
        final StringBuilder text = new StringBuilder();
        if (subscription.shared())
        {
            text.append("$share/").append(new String(subscription.group().name(), StandardCharsets.UTF_8)).append('/');
        }
        TopicTree.path(subscription.node, bytes);
        final byte[] levels = new byte[Math.max(0, bytes.end() - 1)];
        for (int i = 0; i < levels.length; i++)
        {
            levels[i] = bytes.at(i + 1);
        }
        text.append(new String(levels, StandardCharsets.UTF_8));
        if (subscription.multi)
        {
            text.append(bytes.end() > 0 ? "/#" : "#");
        }
        return text.toString();
    }

    /** The path without share name and {@code #}. */
    TopicBytes bytes()
    {
        return bytes;
    }

    boolean isShared()
    {
        return shared;
    }

    boolean isMulti()
    {
        return multi;
    }

    byte[] name()
    {
        final byte[] name = new byte[nameLength];
        buffer.getBytes(nameOffset, name);
        return name;
    }

    boolean isNamed(final byte[] name)
    {
        if (name.length != nameLength)
        {
            return false;
        }
        for (int i = 0; i < nameLength; i++)
        {
            if (buffer.getByte(nameOffset + i) != name[i])
            {
                return false;
            }
        }
        return true;
    }
}
