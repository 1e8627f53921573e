package io.maxmq.core.topic;

import java.util.Arrays;

/**
 * Radix tree over topic levels of one tenant. A match walks only where the topic leads: at most one literal child and
 * the plus child per node, so that what lies elsewhere in the tree costs nothing. The walk keeps its own stack, as
 * deep as the topic has levels, and allocates nothing once that has grown.
 * <p>
 * Owned by one worker's thread.
 */
final class TopicTree
{
    private final TopicNode root = new TopicNode(TopicLabel.EMPTY, 0, 0);
    private final TopicBytes labelBytes;
    private TopicNode[] stack = new TopicNode[16];
    private int[] stackPositions = new int[16];
    private int nodeCount = 1;

    /**
     * Creates an empty tree.
     *
     * @param seed of the hash of levels; the same as that of the {@link TopicBytes} given to its methods.
     */
    TopicTree(final long seed)
    {
        labelBytes = new TopicBytes(seed);
    }

    int nodeCount()
    {
        return nodeCount;
    }

    boolean isEmpty()
    {
        return root.isEmpty();
    }

    /**
     * Collects everybody whose filter matches.
     *
     * @param topic              loaded.
     * @param publisherSessionId whose no-local subscriptions are left out.
     * @param result             added to.
     */
    void match(final TopicBytes topic, final long publisherSessionId, final MatchResult result)
    {
        final int end = topic.end();
        int depth = 0;
        int visited = 0;
        TopicNode node = root;
        int position = 0;
        boolean wildcards = topic.at(1) != '$';
        while (node != null)
        {
            visited++;
            if (wildcards && node.multi != null)
            {
                SubscriberSet.collect(node.multi, publisherSessionId, result);
            }
            TopicNode next = null;
            if (position == end)
            {
                if (node.exact != null)
                {
                    SubscriberSet.collect(node.exact, publisherSessionId, result);
                }
            }
            else
            {
                next = node.matchChild(topic, position);
                if (wildcards && node.plus != null)
                {
                    final int levelEnd = topic.levelEnd(position);
                    if (node.plus.matches(topic, levelEnd))
                    {
                        depth = push(depth, node.plus, levelEnd + node.plus.labelLength);
                    }
                }
            }
            wildcards = true;
            if (next != null)
            {
                node = next;
                position += next.labelLength;
            }
            else if (depth > 0)
            {
                node = stack[--depth];
                position = stackPositions[depth];
                stack[depth] = null;
            }
            else
            {
                node = null;
            }
        }
        result.visited(visited);
    }

    private int push(final int depth, final TopicNode node, final int position)
    {
        if (depth == stack.length)
        {
            stack = Arrays.copyOf(stack, depth * 2);
            stackPositions = Arrays.copyOf(stackPositions, depth * 2);
        }
        stack[depth] = node;
        stackPositions[depth] = position;
        return depth + 1;
    }

    /** The node of a path without its {@code #}, or null. */
    TopicNode find(final TopicBytes path)
    {
        TopicNode node = root;
        int position = 0;
        while (position < path.end())
        {
            final boolean plus = path.isPlus(position);
            final int from = plus ? position + 2 : position;
            final int to = path.literalEnd(from);
            final TopicNode child = plus ? node.plus : node.childSharing(path, from, to);
            if (child == null || child.common(path, from, to) < child.labelLength)
            {
                return null;
            }
            node = child;
            position = from + child.labelLength;
        }
        return node;
    }

    /** The node of a path without its {@code #}, made if it is not there. */
    TopicNode findOrAdd(final TopicBytes path)
    {
        TopicNode node = root;
        int position = 0;
        while (position < path.end())
        {
            final boolean plus = path.isPlus(position);
            final int from = plus ? position + 2 : position;
            final int to = path.literalEnd(from);
            TopicNode child = plus ? node.plus : node.childSharing(path, from, to);
            if (child == null)
            {
                child = add(node, plus, path, from, to);
            }
            else
            {
                final int common = child.common(path, from, to);
                child = common < child.labelLength ? split(child, common) : child;
            }
            node = child;
            position = from + child.labelLength;
        }
        return node;
    }

    private TopicNode add(
        final TopicNode parent, final boolean plus, final TopicBytes path, final int from, final int to)
    {
        final int hash = from == to ? 0 : path.hashLevel(from);
        final TopicNode node = new TopicNode(TopicLabel.of(path, from, to), to - from, hash);
        nodeCount++;
        if (plus)
        {
            node.parent = parent;
            parent.plus = node;
        }
        else
        {
            parent.addChild(node);
        }
        return node;
    }

    /** Makes a node for the first bytes of another's label, between that and its parent. */
    private TopicNode split(final TopicNode node, final int length)
    {
        final TopicNode upper = new TopicNode(TopicLabel.slice(node.label, 0, length), length, node.hash);
        nodeCount++;
        node.parent.replaceChild(node, upper);
        relabel(node, TopicLabel.slice(node.label, length, node.labelLength), node.labelLength - length);
        upper.addChild(node);
        return upper;
    }

    /** Removes a node that nothing needs any more, and what it alone kept above it. */
    void prune(final TopicNode unneeded)
    {
        TopicNode node = unneeded;
        while (node != root && node.isEmpty())
        {
            final TopicNode parent = node.parent;
            if (node.isPlus())
            {
                parent.plus = null;
            }
            else
            {
                parent.removeChild(node);
            }
            nodeCount--;
            node = parent;
        }
        if (node != root && node.isPassage())
        {
            merge(node);
        }
    }

    private void merge(final TopicNode upper)
    {
        final TopicNode node = upper.onlyChild();
        final long[] label = TopicLabel.join(upper.label, upper.labelLength, node.label, node.labelLength);
        relabel(node, label, upper.labelLength + node.labelLength);
        nodeCount--;
        upper.parent.replaceChild(upper, node);
    }

    private void relabel(final TopicNode node, final long[] label, final int length)
    {
        node.label = label;
        node.labelLength = length;
        load(labelBytes, 0, node);
        labelBytes.end(length);
        node.hash = length == 0 ? 0 : labelBytes.hashLevel(0);
    }

    /** Writes the path of a node, as it was given to {@link #findOrAdd}. */
    static void path(final TopicNode node, final TopicBytes path)
    {
        int length = 0;
        for (TopicNode n = node; n != null; n = n.parent)
        {
            length += n.labelLength + (n.isPlus() ? 2 : 0);
        }
        path.length(length);
        int position = length;
        for (TopicNode n = node; n != null; n = n.parent)
        {
            position -= n.labelLength;
            for (int i = 0; i < n.labelLength; i++)
            {
                path.set(position + i, TopicLabel.at(n.label, i));
            }
            if (n.isPlus())
            {
                position -= 2;
                path.set(position, (byte) '/');
                path.set(position + 1, (byte) '+');
            }
        }
    }

    private static void load(final TopicBytes bytes, final int position, final TopicNode node)
    {
        bytes.length(node.labelLength);
        for (int i = 0; i < node.labelLength; i++)
        {
            bytes.set(position + i, TopicLabel.at(node.label, i));
        }
    }
}
