package io.maxmq.core.topic;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Random topics and filters over few levels, so that they meet: empty levels, {@code $}, levels that begin alike,
 * levels around the eight bytes that are compared at once.
 */
public final class Topics
{
    private static final List<String> LEVELS =
        Arrays.asList("", "a", "b", "ab", "a$", "$s", "eight---", "eight--x", "longer-than-eight", "longer-than-eighu");

    private Topics()
    {
    }

    public static Arbitrary<String> topics()
    {
        return Arbitraries.of(LEVELS).list().ofMinSize(1).ofMaxSize(5)
            .map(levels -> String.join("/", levels))
            .filter(topic -> !topic.isEmpty());
    }

    public static Arbitrary<String> filters()
    {
        final Arbitrary<String> level = Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(3, Arbitraries.of(LEVELS)), net.jqwik.api.Tuple.of(2, Arbitraries.just("+")));
        final Arbitrary<String> plain = level.list().ofMinSize(1).ofMaxSize(5)
            .map(levels -> String.join("/", levels)).filter(filter -> !filter.isEmpty());
        final Arbitrary<String> multi = level.list().ofMinSize(0).ofMaxSize(4)
            .map(levels -> levels.stream().map(l -> l + "/").collect(Collectors.joining()) + "#");
        return Arbitraries.oneOf(plain, multi);
    }
}
