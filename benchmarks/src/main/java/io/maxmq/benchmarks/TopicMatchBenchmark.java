package io.maxmq.benchmarks;

import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.maxmq.core.topic.MatchCache;
import io.maxmq.core.topic.MatchResult;
import io.maxmq.core.topic.SubscriptionStore;
import io.maxmq.core.topic.TopicEntry;
import io.maxmq.core.topic.TopicMemo;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to find the one subscriber of a topic: through a connection's memo, through the cache, from the tree;
 * among 1, 1,000 and 1,000,000 filters. {@code treeOfAnyTopic} asks for topics all over the tree, so that with many
 * filters it shows the processor's cache misses. Run with {@code -prof gc}: nothing may be allocated.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TopicMatchBenchmark
{
    private static final int TOPICS = 1024;

    /** Subscriptions in the store, each to another filter. */
    @Param({"1", "1000", "1000000"})
    int filters;

    private SubscriptionStore store;
    private MatchCache cache;
    private final MatchResult result = new MatchResult();
    private final TopicMemo memo = new TopicMemo();
    private final TopicMemo noMemo = new TopicMemo();
    private final UnsafeBuffer[] topics = new UnsafeBuffer[TOPICS];
    private int next;

    /** Fills store and cache. */
    @Setup
    public void fill()
    {
        store = new SubscriptionStore();
        cache = new MatchCache(store, 4096);
        for (int i = 0; i < filters; i++)
        {
            final UnsafeBuffer filter = topic(i);
            store.put(0, filter, 0, filter.capacity(), i + 1, i & 3, true, 1, 0, 1);
        }
        final Random random = new Random(1);
        for (int i = 0; i < TOPICS; i++)
        {
            topics[i] = topic(i == 0 ? filters / 2 : random.nextInt(filters));
        }
        for (int i = 0; i < 3; i++)
        {
            cache.match(lookup(memo, topics[0]), 0, 1);
            memo.clear();
        }
    }

    private static UnsafeBuffer topic(final int number)
    {
        return new UnsafeBuffer(("plant/" + number / 1000 + "/machine-" + number % 1000 + "/temperature").getBytes());
    }

    private TopicEntry lookup(final TopicMemo ofConnection, final UnsafeBuffer topic)
    {
        return cache.lookup(ofConnection, 0, topic, 0, topic.capacity());
    }

    /**
     * The same topic again on the same connection.
     *
     * @return the targets.
     */
    @Benchmark
    public MatchResult memo()
    {
        return cache.match(lookup(memo, topics[0]), 0, 1);
    }

    /**
     * A topic that other connections used.
     *
     * @return the targets.
     */
    @Benchmark
    public MatchResult cache()
    {
        noMemo.clear();
        return cache.match(lookup(noMemo, topics[0]), 0, 1);
    }

    /**
     * The same topic, always from the tree.
     *
     * @return the targets.
     */
    @Benchmark
    public MatchResult tree()
    {
        final UnsafeBuffer topic = topics[0];
        store.match(0, topic, 0, topic.capacity(), 0, 1, result);
        return result;
    }

    /**
     * Topics at random, always from the tree.
     *
     * @return the targets.
     */
    @Benchmark
    public MatchResult treeOfAnyTopic()
    {
        final UnsafeBuffer topic = topics[next++ & TOPICS - 1];
        store.match(0, topic, 0, topic.capacity(), 0, 1, result);
        return result;
    }
}
