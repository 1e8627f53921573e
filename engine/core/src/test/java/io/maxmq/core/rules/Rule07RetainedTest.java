package io.maxmq.core.rules;

import io.maxmq.core.lockstep.Lockstep;
import io.maxmq.core.lockstep.LockstepSetup;
import io.maxmq.core.lockstep.Packet;
import io.maxmq.core.lockstep.SeedOnFailure;
import io.maxmq.core.lockstep.TestClient;
import io.maxmq.journal.event.EventType;
import io.maxmq.journal.log.CrashableLog;
import io.maxmq.transport.codec.PacketType;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Rule 7: retained messages reach persistent sessions through the log, and nobody ends on a stale value. */
@ExtendWith(SeedOnFailure.class)
class Rule07RetainedTest
{
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldFeedRetainedMessagesToAPersistentSessionFromTheLog(final int workers)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).start())
        {
            final TestClient publisher = broker.client("p").acknowledges(true).connectClean();
            for (int i = 0; i < 200; i++)
            {
                publisher.publish("t/" + i, "m" + i, 1, true);
            }
            broker.run();
            final TestClient subscriber = broker.client("s").connectPersistent(false).subscribe("t/+", 1);
            final List<Packet> packets = new ArrayList<>(subscriber.takeAll());
            assertEquals(100, packets.size());
            subscriber.lose();
            broker.run();
            subscriber.acknowledges(true).connectPersistent(true);
            final List<Packet> again = subscriber.takeAll();

            assertTrue(again.stream().allMatch(Packet::retain));
            assertEquals(packets.get(0).payload(), again.get(0).payload());
            assertEquals(200, again.stream().map(Packet::payload).distinct().count());
            assertTrue(Steps.events(broker, EventType.RETAINED).size() >= 4);
        }
    }

    /** The change has been decided and reached the subscriber, but is not yet what the store holds. */
    @ParameterizedTest
    @CsvSource({"1,0", "1,1", "2,0", "2,1", "4,0", "4,1"})
    void shouldSkipATopicWhoseNewestChangeIsOnItsWay(final int workers, final int subscribedQos)
    {
        try (Lockstep broker = LockstepSetup.workers(workers)
            .log(readers -> new CrashableLog(readers, CrashableLog.Sync.WHEN_TOLD)).start())
        {
            final TestClient publisher = broker.client("p").acknowledges(true).connectClean();
            publisher.publish("t", "old", 1, true);
            Steps.runAndSync(broker);
            final TestClient subscriber = broker.client("s").acknowledges(true).connectClean();
            subscriber.sendSubscribe(subscribe -> subscribe.filter("t", subscribedQos));
            publisher.publish("t", "new", 1, true);
            Steps.runAndSync(broker);

            final List<String> values = subscriber.takeMessages();
            assertEquals("new", values.get(values.size() - 1));
        }
    }

    /** Whatever the order of steps: the last value that a subscriber sees of a topic is the last that was published. */
    @Property(tries = 60)
    void shouldLetNobodyEndOnAStaleValue(@ForAll final long seed, @ForAll @IntRange(max = 2) final int workerBits)
    {
        final Random random = new Random(seed);
        try (Lockstep broker = LockstepSetup.workers(1 << workerBits).seed(seed)
            .window(1 + random.nextInt(20), 1 << 20).start())
        {
            final TestClient[] publishers = new TestClient[3];
            for (int i = 0; i < publishers.length; i++)
            {
                publishers[i] = broker.client("p" + i).acknowledges(true).connectClean();
            }
            final List<TestClient> subscribers = new ArrayList<>();
            final Map<String, String> last = new HashMap<>();
            for (int i = 0; i < 120; i++)
            {
                final int topic = random.nextInt(6);
                // one publisher per topic, so that the order of what is published is known
                final TestClient publisher = publishers[topic % publishers.length];
                publisher.publish("t/" + topic, "v" + i, topic % 3, true);
                last.put("t/" + topic, "v" + i);
                if (random.nextInt(8) == 0)
                {
                    final TestClient subscriber = broker.client("s" + subscribers.size()).acknowledges(true);
                    final int qos = random.nextInt(3);
                    subscriber.sendConnect(true, connect ->
                        connect.sessionExpirySeconds(random.nextBoolean() ? 0 : 1000));
                    subscriber.sendSubscribe(subscribe -> subscribe.filter("t/+", qos));
                    subscribers.add(subscriber);
                }
                broker.steps(random.nextInt(3));
            }
            broker.run();
            for (final TestClient subscriber : subscribers)
            {
                final Map<String, String> seen = new HashMap<>();
                final Set<String> values = new HashSet<>();
                for (final Packet packet : subscriber.takeAll())
                {
                    if (packet.type() == PacketType.PUBLISH)
                    {
                        seen.put(packet.topic(), packet.payload());
                        assertTrue(values.add(packet.payload()), () -> subscriber + " got " + packet + " again");
                    }
                }
                assertEquals(last, seen, subscriber.id());
            }
        }
    }
}
