package io.maxmq.core.pressure;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.lockstep.Lockstep;
import io.maxmq.core.lockstep.LockstepSetup;
import io.maxmq.core.lockstep.SeedOnFailure;
import io.maxmq.core.lockstep.TestClient;
import io.maxmq.transport.codec.PacketType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Messages that are short and cost much, because they are looked up in thousands of filters: whoever sends many of them
 * at once has his turn, and then others have theirs.
 */
@ExtendWith(SeedOnFailure.class)
class ExpensiveMessagesTest
{
    private static final int LEVELS = 10;
    private static final int MESSAGES = 1_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldServeOthersBetweenThem(final int workers)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).start())
        {
            final TestClient subscriber = broker.client(broker.idAt(0, "subscriber")).connectClean();
            final TestClient greedy = broker.client(broker.idAt(0, "greedy")).connectClean();
            final TestClient innocent = broker.client(broker.idAt(0, "innocent")).connectClean();
            subscribeToAllShapes(subscriber);
            broker.run();
            subscriber.expect(PacketType.SUBACK);

            final String prefix = broker.topicAt(0, "a");
            final List<String> sent = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++)
            {
                greedy.publish(prefix + "/a".repeat(LEVELS) + "/" + i, String.valueOf(i), 0);
                sent.add(String.valueOf(i));
            }
            innocent.ping();
            int steps = 0;
            while (innocent.take() == null)
            {
                broker.steps(1);
                steps++;
            }
            assertTrue(broker.count(Counter.PUBLISH_RECEIVED_QOS0) < MESSAGES / 4,
                () -> broker.count(Counter.PUBLISH_RECEIVED_QOS0) + " went first");
            assertTrue(steps < 50, steps + " steps");
            broker.run();
            final List<String> received = new ArrayList<>(subscriber.takeMessages());
            received.sort(Comparator.comparingInt(Integer::parseInt));
            assertTrue(sent.equals(received), () -> received.size() + " messages, or not the same");
        }
    }

    /** Literal or plus at each level: a topic that fits is found at the end of each way through the tree. */
    private static void subscribeToAllShapes(final TestClient subscriber)
    {
        subscriber.sendSubscribe(filters ->
        {
            for (int shape = 0; shape < 1 << LEVELS; shape++)
            {
                final StringBuilder filter = new StringBuilder("+");
                for (int level = 0; level < LEVELS; level++)
                {
                    filter.append((shape >> level & 1) == 0 ? "/a" : "/+");
                }
                filters.filter(filter.append("/#").toString(), 0);
            }
        });
    }
}
