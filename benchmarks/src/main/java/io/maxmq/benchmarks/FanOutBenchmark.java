package io.maxmq.benchmarks;

import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.maxmq.core.topic.MatchCache;
import io.maxmq.core.topic.MatchResult;
import io.maxmq.core.topic.SubscriptionStore;
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
 * What it costs to find many subscribers of one topic, each by two overlapping filters, in the order of their ids; and
 * to let one of many members of a shared group be chosen.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FanOutBenchmark
{
    /** Sessions that subscribe. */
    @Param({"1", "100", "10000"})
    int subscribers;

    private final SubscriptionStore store = new SubscriptionStore();
    private final MatchCache cache = new MatchCache(store, 16);
    private final MatchResult result = new MatchResult();
    private final TopicMemo memo = new TopicMemo();
    private final UnsafeBuffer wide = new UnsafeBuffer("news/today".getBytes());
    private final UnsafeBuffer shared = new UnsafeBuffer("work/now".getBytes());

    /** Subscribes everybody. */
    @Setup
    public void fill()
    {
        final Random random = new Random(1);
        for (int i = 0; i < subscribers; i++)
        {
            final long sessionId = random.nextLong();
            for (final String filter : new String[] {"news/+", "news/today", "$share/group/work/#"})
            {
                final UnsafeBuffer bytes = new UnsafeBuffer(filter.getBytes());
                store.put(0, bytes, 0, bytes.capacity(), sessionId, i & 3, true, 1, 0, 1);
            }
        }
    }

    /**
     * All subscribers from the tree.
     *
     * @return the targets.
     */
    @Benchmark
    public MatchResult tree()
    {
        store.match(0, wide, 0, wide.capacity(), 0, 1, result);
        return result;
    }

    /**
     * All subscribers from a connection's memo.
     *
     * @return the targets.
     */
    @Benchmark
    public MatchResult memo()
    {
        return cache.match(cache.lookup(memo, 0, wide, 0, wide.capacity()), 0, 1);
    }

    /**
     * One member of the group.
     *
     * @return the target.
     */
    @Benchmark
    public MatchResult sharedGroup()
    {
        store.match(0, shared, 0, shared.capacity(), 0, 1, result);
        return result;
    }
}
