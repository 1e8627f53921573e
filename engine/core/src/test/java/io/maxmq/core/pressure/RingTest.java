package io.maxmq.core.pressure;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.lockstep.Lockstep;
import io.maxmq.core.lockstep.LockstepSetup;
import io.maxmq.core.lockstep.SeedOnFailure;
import io.maxmq.core.lockstep.TestClient;
import io.maxmq.transport.bus.Stage;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Workers in a ring, each publishing to topics of the next and delivering to clients of all, with streams that hold one
 * message and are full to begin with: everything drains, nothing is lost at QoS 1 and 2, and at QoS 0 only what is
 * counted.
 */
@ExtendWith(SeedOnFailure.class)
class RingTest
{
    private static final int MESSAGES = 40;

    @ParameterizedTest
    @CsvSource({"2,1", "2,3", "4,1", "4,3", "3,1"})
    void shouldDrainARingOfFullWorkers(final int workers, final int window)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).window(window, 1 << 20).start())
        {
            final List<TestClient> subscribers = new ArrayList<>();
            final List<TestClient> publishers = new ArrayList<>();
            for (int i = 0; i < workers; i++)
            {
                subscribers.add(broker.client(broker.idAt(i, "clean")).acknowledges(true).connectClean());
                subscribers.add(broker.client(broker.idAt(i, "kept")).acknowledges(true).connectPersistent(false));
                publishers.add(broker.client(broker.idAt(i, "p")).acknowledges(true).connectClean());
            }
            subscribers.forEach(subscriber -> subscriber.subscribe("#", 2));
            block(broker, true);
            final Set<String> durable = new HashSet<>();
            for (int i = 0; i < MESSAGES; i++)
            {
                for (int worker = 0; worker < workers; worker++)
                {
                    final String topic = broker.topicAt((worker + 1) % workers, "t" + i % 4 + "/");
                    final String payload = worker + "/" + i;
                    publishers.get(worker).publish(topic, payload, i % 3);
                    if (i % 3 > 0)
                    {
                        durable.add(payload);
                    }
                }
            }
            broker.steps(100);
            assertTrue(broker.count(Counter.PUBLISH_BACK_PRESSURED) >= workers);
            block(broker, false);
            broker.run();

            long fleeting = 0;
            for (final TestClient subscriber : subscribers)
            {
                final List<String> received = new ArrayList<>(subscriber.takeMessages());
                final int all = received.size();
                received.retainAll(durable);
                assertEquals(durable.size(), received.size(), subscriber.id());
                assertEquals(durable, new HashSet<>(received), subscriber.id());
                fleeting += all - received.size();
            }
            final long sent = (long)workers * MESSAGES - durable.size();
            assertEquals(sent * subscribers.size(), fleeting + broker.count(Counter.DROPPED_SLOW_SUBSCRIBER));
            assertEquals(0, broker.count(Counter.DROPPED_QUEUE_FULL));
        }
    }

    private static void block(final Lockstep broker, final boolean on)
    {
        for (int from = 0; from < broker.workerCount(); from++)
        {
            for (int to = 0; to < broker.workerCount(); to++)
            {
                for (final Stage stage : Stage.values())
                {
                    if (from != to && stage != Stage.EVENT)
                    {
                        broker.bus(from).full(to, stage, on);
                    }
                }
            }
        }
    }

    /** A client that does not read: its own messages are bounded and counted, the others get theirs. */
    @ParameterizedTest
    @CsvSource({"1,true", "1,false", "2,true", "2,false", "4,true", "4,false"})
    void shouldNotLetASlowSubscriberHoldTheOthers(final int workers, final boolean persistent)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).window(8, 1 << 20).start())
        {
            final TestClient slow = broker.client("slow").acknowledges(true);
            (persistent ? slow.connectPersistent(false) : slow.connectClean()).subscribe("t", 2);
            final TestClient quick = broker.client("quick").acknowledges(true).connectClean().subscribe("t", 2);
            final TestClient publisher = broker.client("p").acknowledges(true).connectClean();
            slow.channel().room(0);
            final String payload = "x".repeat(20_000);
            for (int i = 0; i < 200; i++)
            {
                publisher.publish("t", payload, i % 3);
                broker.steps(2);
            }
            broker.run();
            assertEquals(200, quick.takeMessages().size());
            final long dropped = broker.count(Counter.DROPPED_SLOW_SUBSCRIBER);
            assertTrue(dropped > 0);

            slow.channel().room(Long.MAX_VALUE);
            broker.run();
            assertEquals(200, slow.takeMessages().size() + dropped);
        }
    }
}
