package io.maxmq.core.topic;

/**
 * A node of the {@link TopicTree}. It is reached through its label, a run of whole literal levels; the child behind a
 * {@code +} has that plus before its label, which may then be empty. Kept small, since there may be millions:
 * children and subscribers are held directly where there is one, in a table only where there are more.
 * <pre>
 *   filters  a/b/c   a/b/+/d   a/#           root ── "/a" multi: a/#
 *                                                     └── "/b" ── "/c" exact: a/b/c
 *                                                           └ + ─ "/d" exact: a/b/+/d
 * </pre>
 */
final class TopicNode
{
    private static final int MIN_TABLE = 4;

    TopicNode parent;
    /** Child that takes any one level. */
    TopicNode plus;
    /** Subscribers of the path itself: null, a {@link Subscription} or a {@link SubscriberSet}. */
    Object exact;
    /** Subscribers of the path followed by {@code /#}: likewise. */
    Object multi;
    long[] label;
    int labelLength;
    /** Hash of the label's first level, by which the parent finds it. */
    int hash;
    private int childCount;
    /** Null, a {@link TopicNode}, or a table {@code TopicNode[]} open-addressed by hash. */
    private Object children;

    TopicNode(final long[] label, final int labelLength, final int hash)
    {
        this.label = label;
        this.labelLength = labelLength;
        this.hash = hash;
    }

    int childCount()
    {
        return childCount;
    }

    /** Whether nothing needs this node: neither subscribers nor children. */
    boolean isEmpty()
    {
        return !hasSubscribers() && plus == null && childCount == 0;
    }

    /** Whether this node only leads to a single literal child, so that the two can be one. */
    boolean isPassage()
    {
        return !hasSubscribers() && plus == null && childCount == 1;
    }

    boolean isPlus()
    {
        return parent != null && parent.plus == this;
    }

    private boolean hasSubscribers()
    {
        return exact != null || multi != null;
    }

    /** Subscribers of one of the two filters that end here. */
    Object slot(final boolean multiLevel)
    {
        return multiLevel ? multi : exact;
    }

    void slot(final boolean multiLevel, final Object subscribers)
    {
        if (multiLevel)
        {
            multi = subscribers;
        }
        else
        {
            exact = subscribers;
        }
    }

    boolean matches(final TopicBytes topic, final int position)
    {
        return TopicLabel.matches(label, labelLength, topic, position);
    }

    int common(final TopicBytes topic, final int position, final int to)
    {
        return TopicLabel.common(label, labelLength, topic, position, to);
    }

    /** The literal child with which a topic continues at a position, or null. */
    TopicNode matchChild(final TopicBytes topic, final int position)
    {
        final Object found = children;
        if (found instanceof TopicNode)
        {
            final TopicNode child = (TopicNode) found;
            return child.matches(topic, position) ? child : null;
        }
        return found == null ? null : matchChild((TopicNode[]) found, topic, position);
    }

    private static TopicNode matchChild(final TopicNode[] table, final TopicBytes topic, final int position)
    {
        final int hash = topic.hashLevel(position);
        final int mask = table.length - 1;
        for (int i = hash & mask; table[i] != null; i = i + 1 & mask)
        {
            if (table[i].hash == hash && table[i].matches(topic, position))
            {
                return table[i];
            }
        }
        return null;
    }

    /** The literal child that shares at least its first level with a filter at a position, or null. */
    TopicNode childSharing(final TopicBytes filter, final int position, final int to)
    {
        final Object found = children;
        if (found instanceof TopicNode)
        {
            final TopicNode child = (TopicNode) found;
            return child.common(filter, position, to) > 0 ? child : null;
        }
        if (found != null)
        {
            final TopicNode[] table = (TopicNode[]) found;
            final int hash = filter.hashLevel(position);
            final int mask = table.length - 1;
            for (int i = hash & mask; table[i] != null; i = i + 1 & mask)
            {
                if (table[i].hash == hash && table[i].common(filter, position, to) > 0)
                {
                    return table[i];
                }
            }
        }
        return null;
    }

    TopicNode onlyChild()
    {
        return (TopicNode) children;
    }

    void addChild(final TopicNode child)
    {
        child.parent = this;
        childCount++;
        if (children == null)
        {
            children = child;
        }
        else if (children instanceof TopicNode)
        {
            final TopicNode[] table = new TopicNode[MIN_TABLE];
            insert(table, (TopicNode) children);
            insert(table, child);
            children = table;
        }
        else
        {
            TopicNode[] table = (TopicNode[]) children;
            if (childCount * 3 > table.length * 2)
            {
                table = rehash(table, table.length * 2);
                children = table;
            }
            insert(table, child);
        }
    }

    void removeChild(final TopicNode child)
    {
        childCount--;
        if (children == child)
        {
            children = null;
            return;
        }
        final TopicNode[] table = (TopicNode[]) children;
        closeGap(table, indexOf(table, child));
        if (childCount == 1)
        {
            children = first(table);
        }
        else if (table.length > MIN_TABLE && childCount * 8 < table.length)
        {
            children = rehash(table, table.length / 2);
        }
    }

    /** Puts a node with the same first level in the place of a child, be it literal or behind the plus. */
    void replaceChild(final TopicNode child, final TopicNode replacement)
    {
        replacement.parent = this;
        if (plus == child)
        {
            plus = replacement;
        }
        else if (children == child)
        {
            children = replacement;
        }
        else
        {
            final TopicNode[] table = (TopicNode[]) children;
            table[indexOf(table, child)] = replacement;
        }
    }

    private static int indexOf(final TopicNode[] table, final TopicNode child)
    {
        final int mask = table.length - 1;
        int i = child.hash & mask;
        while (table[i] != child)
        {
            i = i + 1 & mask;
        }
        return i;
    }

    private static void insert(final TopicNode[] table, final TopicNode child)
    {
        final int mask = table.length - 1;
        int i = child.hash & mask;
        while (table[i] != null)
        {
            i = i + 1 & mask;
        }
        table[i] = child;
    }

    private static void closeGap(final TopicNode[] table, final int free)
    {
        final int mask = table.length - 1;
        int gap = free;
        table[gap] = null;
        for (int i = gap + 1 & mask; table[i] != null; i = i + 1 & mask)
        {
            final int home = table[i].hash & mask;
            if ((i - home & mask) >= (i - gap & mask))
            {
                table[gap] = table[i];
                table[i] = null;
                gap = i;
            }
        }
    }

    private static TopicNode[] rehash(final TopicNode[] table, final int capacity)
    {
        final TopicNode[] fresh = new TopicNode[capacity];
        for (final TopicNode child : table)
        {
            if (child != null)
            {
                insert(fresh, child);
            }
        }
        return fresh;
    }

    private static TopicNode first(final TopicNode[] table)
    {
        for (final TopicNode child : table)
        {
            if (child != null)
            {
                return child;
            }
        }
        throw new IllegalStateException("no child in the table");
    }
}
