package io.maxmq.core.topic;

import org.agrona.collections.Long2ObjectHashMap;

/**
 * The shared groups of a store by their keys. A group lives from its first member to its last.
 */
final class SharedGroups
{
    private final Long2ObjectHashMap<SharedGroup> byKey = new Long2ObjectHashMap<>();

    SharedGroup get(final long key)
    {
        return byKey.get(key);
    }

    int size()
    {
        return byKey.size();
    }

    /** Finds the group of a filter at its node, or makes it. */
    SharedGroup findOrAdd(final TopicNode node, final FilterPath filter, final long hash)
    {
        final Object slot = node.slot(filter.isMulti());
        SharedGroup group = SubscriberSet.findGroup(slot, filter, hash);
        if (group == null)
        {
            group = new SharedGroup(freeKey(hash), hash, filter.name());
            byKey.put(group.key(), group);
            node.slot(filter.isMulti(), SubscriberSet.addGroup(slot, group));
        }
        return group;
    }

    /** Takes a member out, and the group away if it was the last. */
    void leave(final Subscription subscription)
    {
        final SharedGroup group = subscription.member.group;
        group.remove(subscription.member);
        if (group.size() == 0)
        {
            byKey.remove(group.key());
            final TopicNode node = subscription.node;
            node.slot(subscription.multi, SubscriberSet.removeGroup(node.slot(subscription.multi), group));
        }
    }

    private long freeKey(final long hash)
    {
        long key = hash;
        while (key == 0 || byKey.containsKey(key))
        {
            key++;
        }
        return key;
    }
}
