package io.maxmq.core.topic;

import java.util.Arrays;

/**
 * Subscribers of one filter. Most filters have a single one, which then stands in the node itself: a slot of a
 * {@link TopicNode} holds null, that {@link Subscription}, or one of these. The static methods take a slot and return
 * what it must hold afterwards.
 */
final class SubscriberSet
{
    private static final SharedGroup[] NO_GROUPS = new SharedGroup[0];

    private final SessionTable<Subscription> plain = new SessionTable<>();
    private SharedGroup[] groups = NO_GROUPS;

    static void collect(final Object slot, final long publisherSessionId, final MatchResult result)
    {
        if (slot instanceof Subscription)
        {
            result.addPlain((Subscription) slot, publisherSessionId);
        }
        else
        {
            ((SubscriberSet) slot).collect(publisherSessionId, result);
        }
    }

    private void collect(final long publisherSessionId, final MatchResult result)
    {
        final SessionTable<Subscription> table = plain;
        if (table.size() > 0)
        {
            for (int i = 0, capacity = table.capacity(); i < capacity; i++)
            {
                final Subscription subscription = table.at(i);
                if (subscription != null)
                {
                    result.addPlain(subscription, publisherSessionId);
                }
            }
        }
        for (final SharedGroup group : groups)
        {
            result.addGroup(group);
        }
    }

    static Subscription find(final Object slot, final long sessionId)
    {
        if (slot instanceof Subscription)
        {
            final Subscription subscription = (Subscription) slot;
            return subscription.sessionId() == sessionId ? subscription : null;
        }
        return slot == null ? null : ((SubscriberSet) slot).plain.get(sessionId);
    }

    /** Adds a plain subscription whose session is not in the slot. */
    static Object add(final Object slot, final Subscription subscription)
    {
        if (slot == null)
        {
            return subscription;
        }
        final SubscriberSet set = expanded(slot);
        set.plain.add(subscription);
        return set;
    }

    static Object remove(final Object slot, final Subscription subscription)
    {
        if (slot == subscription)
        {
            return null;
        }
        final SubscriberSet set = (SubscriberSet) slot;
        set.plain.remove(subscription.sessionId());
        return set.collapsed();
    }

    /** Finds the group of a filter among those that share at its node, or null. */
    static SharedGroup findGroup(final Object slot, final FilterPath filter, final long hash)
    {
        if (slot instanceof SubscriberSet)
        {
            for (final SharedGroup group : ((SubscriberSet) slot).groups)
            {
                if (group.is(filter, hash))
                {
                    return group;
                }
            }
        }
        return null;
    }

    static Object addGroup(final Object slot, final SharedGroup group)
    {
        final SubscriberSet set = expanded(slot);
        set.groups = Arrays.copyOf(set.groups, set.groups.length + 1);
        set.groups[set.groups.length - 1] = group;
        return set;
    }

    static Object removeGroup(final Object slot, final SharedGroup group)
    {
        final SubscriberSet set = (SubscriberSet) slot;
        final SharedGroup[] old = set.groups;
        final SharedGroup[] left = old.length == 1 ? NO_GROUPS : new SharedGroup[old.length - 1];
        int count = 0;
        for (final SharedGroup other : old)
        {
            if (other != group)
            {
                left[count++] = other;
            }
        }
        set.groups = left;
        return set.collapsed();
    }

    private static SubscriberSet expanded(final Object slot)
    {
        if (slot instanceof SubscriberSet)
        {
            return (SubscriberSet) slot;
        }
        final SubscriberSet set = new SubscriberSet();
        if (slot != null)
        {
            set.plain.add((Subscription) slot);
        }
        return set;
    }

    private Object collapsed()
    {
        if (groups.length > 0 || plain.size() > 1)
        {
            return this;
        }
        for (int i = 0; i < plain.capacity(); i++)
        {
            if (plain.at(i) != null)
            {
                return plain.at(i);
            }
        }
        return null;
    }
}
