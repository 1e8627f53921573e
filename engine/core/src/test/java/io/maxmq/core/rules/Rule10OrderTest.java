package io.maxmq.core.rules;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.lockstep.Lockstep;
import io.maxmq.core.lockstep.LockstepSetup;
import io.maxmq.core.lockstep.Packet;
import io.maxmq.core.lockstep.SeedOnFailure;
import io.maxmq.core.lockstep.TestClient;
import io.maxmq.journal.event.AckedEvent;
import io.maxmq.journal.event.EventType;
import io.maxmq.journal.log.CrashableLog;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.PublishEncoder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Rule 10: order holds per publisher, topic and QoS; expiry is decided when sending and logged. */
@ExtendWith(SeedOnFailure.class)
class Rule10OrderTest
{
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldLetQos0OvertakeWhatWaitsForTheLog(final int workers)
    {
        try (Lockstep broker = LockstepSetup.workers(workers)
            .log(readers -> new CrashableLog(readers, CrashableLog.Sync.WHEN_TOLD)).start())
        {
            final TestClient subscriber = broker.client("s").acknowledges(true);
            subscriber.sendConnect(false, connect -> connect.sessionExpirySeconds(1000));
            subscriber.sendSubscribe(subscribe -> subscribe.filter("t", 2));
            Steps.runAndSync(broker);
            subscriber.takeAll();
            final TestClient publisher = broker.client("p").connectClean();
            publisher.publish("t", "durable", 1);
            publisher.publish("t", "fleeting", 0);
            broker.run();
            assertEquals(List.of("fleeting"), subscriber.takeMessages());
            publisher.expectNothing();
            Steps.runAndSync(broker);
            assertEquals(List.of("durable"), subscriber.takeMessages());
            publisher.expect(PacketType.PUBACK);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldLogThatAMessageExpired(final int workers)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).start())
        {
            final TestClient subscriber = broker.client("s").connectPersistent(false).subscribe("t", 1);
            subscriber.disconnect();
            broker.run();
            broker.client("p").connectClean().publish(new PublishEncoder().start(5, 1, false, false).topic("t")
                .payload(new byte[1]).messageExpirySeconds(5).packetId(1));
            broker.advanceMs(6_000);
            assertEquals(0, Steps.events(broker, EventType.ACKED).size());
            subscriber.connectPersistent(true).expectNothing();

            final AckedEvent acked = new AckedEvent();
            final DirectBuffer event = Steps.log(broker).event(Steps.events(broker, EventType.ACKED).get(0));
            assertTrue(acked.wrap(event, 0, event.capacity()));
            assertEquals(1, acked.count());
            assertEquals(1, broker.count(Counter.DROPPED_EXPIRED));
            assertEquals(0, Steps.log(broker).retained(broker.homeOf("s"), 0));
        }
    }

    @Property(tries = 60)
    void shouldKeepTheOrderOfEachPublisherTopicAndQos(
        @ForAll final long seed, @ForAll @IntRange(max = 2) final int workerBits)
    {
        final Random random = new Random(seed);
        try (Lockstep broker = LockstepSetup.workers(1 << workerBits).seed(seed)
            .window(1 + random.nextInt(8), 1 << 20).start())
        {
            final List<TestClient> subscribers = new ArrayList<>();
            for (int i = 0; i < 6; i++)
            {
                final TestClient subscriber = broker.client("s" + i).acknowledges(true);
                (i % 2 == 0 ? subscriber.connectClean() : subscriber.connectPersistent(false))
                    .subscribe(i < 4 ? "t/#" : "t/1", i / 2);
                subscribers.add(subscriber);
            }
            final TestClient[] publishers = new TestClient[3];
            for (int i = 0; i < publishers.length; i++)
            {
                publishers[i] = broker.client("p" + i).acknowledges(true).connectClean();
            }
            final int messages = 200;
            for (int i = 0; i < messages; i++)
            {
                final int publisher = random.nextInt(publishers.length);
                final int qos = random.nextInt(3);
                publishers[publisher].publish(
                    "t/" + random.nextInt(3), publisher + ":" + i + ":" + qos, qos, random.nextInt(5) == 0);
                broker.steps(random.nextInt(8) / 7);
            }
            broker.run();
            for (final TestClient subscriber : subscribers)
            {
                assertOrdered(subscriber);
            }
            assertEquals(messages, subscribers.get(2).takeAll().size() + seen(subscribers.get(2)));
        }
    }

    private final Map<TestClient, Integer> seen = new HashMap<>();

    private int seen(final TestClient client)
    {
        return seen.getOrDefault(client, 0);
    }

    private void assertOrdered(final TestClient subscriber)
    {
        final Map<String, Integer> last = new HashMap<>();
        int count = 0;
        for (final Packet packet : subscriber.takeAll())
        {
            if (packet.type() == PacketType.PUBLISH)
            {
                final String[] parts = packet.payload().split(":");
                final int number = Integer.parseInt(parts[1]);
                final String stream = parts[0] + " " + packet.topic() + " q" + parts[2];
                assertTrue(last.getOrDefault(stream, -1) < number, subscriber + " got " + packet + " late");
                last.put(stream, number);
                count++;
            }
        }
        seen.put(subscriber, count);
    }
}
