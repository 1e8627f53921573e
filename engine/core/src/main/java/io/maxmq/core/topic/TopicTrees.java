package io.maxmq.core.topic;

import org.agrona.collections.Int2ObjectHashMap;

/**
 * The topic trees of all tenants. That of the default tenant is always there, another as long as it has subscriptions.
 * <p>
 * Owned by one worker's thread.
 */
final class TopicTrees
{
    private final long seed;
    private final TopicTree defaultTree;
    private final Int2ObjectHashMap<TopicTree> others = new Int2ObjectHashMap<>();

    TopicTrees(final long seed)
    {
        this.seed = seed;
        defaultTree = new TopicTree(seed);
    }

    /** The tree of a tenant, or null where it has no subscriptions. */
    TopicTree get(final int tenant)
    {
        return tenant == 0 ? defaultTree : others.get(tenant);
    }

    TopicTree getOrAdd(final int tenant)
    {
        TopicTree tree = get(tenant);
        if (tree == null)
        {
            tree = new TopicTree(seed);
            others.put(tenant, tree);
        }
        return tree;
    }

    /** Takes away what a subscription that ended leaves empty. */
    void prune(final int tenant, final TopicNode node)
    {
        final TopicTree tree = get(tenant);
        tree.prune(node);
        if (tenant != 0 && tree.isEmpty())
        {
            others.remove(tenant);
        }
    }

    /** Nodes of all trees. */
    int nodeCount()
    {
        int count = defaultTree.nodeCount();
        for (final TopicTree tree : others.values())
        {
            count += tree.nodeCount();
        }
        return count;
    }
}
